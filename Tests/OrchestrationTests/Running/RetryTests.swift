import Orchestration
import PTPTesting
import Simulation
import Testing

@Suite struct RetryTests {
    @Test func `limits double from the base and end at the cap`() {
        let policy = RetryPolicy(attempts: 9, base: .seconds(2), cap: .seconds(30))
        #expect((1...7).map { policy.limit(after: $0) } == [2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
        #expect(policy.limit(after: 1000) == .seconds(30))
    }

    @Test func `a pause is anything from nothing to its limit, both included`() async throws {
        try await checkProperty("0 ≤ pause ≤ limit", runs: 2_000) { generator in
            (attempt: 1 + generator.below(40), draw: generator.pick([0, .max, generator.next()]))
        } refute: { input in
            let policy = RetryPolicy(attempts: 50, base: .milliseconds(100), cap: .seconds(20))
            let pause = policy.pause(after: input.attempt, random: Fixed(input.draw))
            return pause >= .zero && pause <= policy.limit(after: input.attempt) ? nil : "\(pause)"
        }
        let policy = RetryPolicy(attempts: 2, base: .nanoseconds(3), cap: .nanoseconds(3))
        let pauses = (0..<8).map { policy.pause(after: 1, random: Fixed($0)) }
        #expect(Set(pauses) == Set((0...3).map { .nanoseconds($0) }))
    }

    @Test func `a success ends it, with as many tries as it took`() async throws {
        let time = DeterministicExecutor(seed: 1, start: morning)
        let retried = Log<Int>()
        let result = time.run { () -> Int? in
            try? await withRetry(
                RetryPolicy(attempts: 5, base: .seconds(1), cap: .seconds(9)),
                in: time.surroundings,
                isWorthwhile: { _ in true },
                onRetry: { attempt, _, _ in retried.add(attempt) },
                operation: { attempt in
                    if attempt < 4 { throw Oops() }
                    return attempt
                }
            )
        }
        #expect(result == 4)
        #expect(retried.entries == [1, 2, 3])
        #expect(time.now - morning <= .seconds(1 + 2 + 4))
    }

    @Test(arguments: [(true, 5), (false, 1)]) func `the last error is thrown when tries or hope are used up`(
        isWorthwhile: Bool,
        tries: Int
    ) {
        let time = DeterministicExecutor(seed: 1, start: morning)
        let tried = Log<Int>()
        let error = time.run { () -> (any Error)? in
            do {
                try await withRetry(
                    RetryPolicy(attempts: 5, base: .seconds(1), cap: .seconds(9)),
                    in: time.surroundings,
                    isWorthwhile: { _ in isWorthwhile },
                    operation: { attempt in
                        tried.add(attempt)
                        throw RunError.refused
                    }
                )
                return nil
            } catch {
                return error
            }
        }
        #expect(tried.entries == Array(1...tries))
        #expect(error as? RunError == .refused)
    }

    @Test func `a cancelled wait ends the tries`() {
        let time = DeterministicExecutor(seed: 1, start: morning)
        let tried = Log<Int>()
        time.run {
            await withTaskGroup { group in
                group.addTask {
                    _ = try? await withRetry(
                        RetryPolicy(attempts: 50, base: .seconds(100), cap: .seconds(100)),
                        in: time.surroundings,
                        isWorthwhile: { _ in true },
                        operation: { attempt in
                            tried.add(attempt)
                            throw Oops()
                        }
                    )
                }
                try? await time.sleep(for: .nanoseconds(1))
                group.cancelAll()
            }
        }
        #expect(tried.entries == [1])
    }
}

/// Chance that always falls the same way.
private struct Fixed: RandomSource {
    let value: UInt64

    init(_ value: UInt64) { self.value = value }

    func next() -> UInt64 { value }
}
