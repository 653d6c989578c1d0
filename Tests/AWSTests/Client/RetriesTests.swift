import AWS
import Orchestration
import PTPTesting
import Synchronization
import Testing

@Suite struct RetriesTests {
    private let surroundings = Surroundings(clock: StoppedClock(), random: NoChance())
    private let throttled = AWSError(code: "RequestLimitExceeded", message: "", action: "DescribeInstances")

    @Test func `the environment says how often, then the profile`() throws {
        #expect(try AWSRetries(environment: [:]).policy.attempts == AWSRetries.usualAttempts)
        #expect(try AWSRetries(environment: [:], profile: ["max_attempts": "4"]).policy.attempts == 4)
        let both = try AWSRetries(environment: ["AWS_MAX_ATTEMPTS": "2"], profile: ["max_attempts": "4"])
        #expect(both.policy.attempts == 2)
    }

    @Test(arguments: ["0", "-1", "1001", "many", ""]) func `a senseless number of tries is refused`(text: String) {
        let error = #expect(throws: AWSSettingError.self) { try AWSRetries(environment: ["AWS_MAX_ATTEMPTS": text]) }
        #expect(error?.happened.contains("AWS_MAX_ATTEMPTS") == true)
    }

    @Test func `tries are numbered for the record of calls`() async throws {
        let seen = Mutex<[Int]>([])
        let answer = try await AWSRetries().call(in: surroundings) {
            let attempt = AWSCaller.attempt
            seen.withLock { $0.append(attempt) }
            guard attempt == 3 else { throw throttled }
            return "done"
        }
        #expect(answer == "done" && seen.withLock(\.self) == [1, 2, 3])
    }

    @Test func `in a storm calls soon fail at once, but cleaning up goes on`() async throws {
        let retries = AWSRetries()
        for _ in 0..<20 { #expect(await tries(retries) > 0) }
        #expect(await tries(retries) == 1)
        #expect(await tries(retries.forCleanup) == 150)
    }

    @Test func `success fills the budget again`() {
        let budget = RetryBudget(capacity: 10)
        #expect(budget.payForRetry() && budget.payForRetry() && !budget.payForRetry())
        for _ in 0..<4 { budget.succeed(at: 1) }
        #expect(!budget.payForRetry())
        budget.succeed(at: 1)
        #expect(budget.payForRetry() && budget.remaining == 0)
        for _ in 0..<3 { budget.succeed(at: 2) }
        #expect(budget.remaining == 10)
    }

    /// How often a call that is always throttled is tried.
    private func tries(_ retries: AWSRetries) async -> Int {
        let count = Mutex(0)
        try? await retries.call(in: surroundings) {
            count.withLock { $0 += 1 }
            throw throttled
        }
        return count.withLock(\.self)
    }
}
