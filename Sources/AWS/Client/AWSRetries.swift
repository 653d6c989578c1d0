public import Orchestration

/// How patient calls of AWS are, as far as it can be said for all of them.
public struct AWSRetries: Sendable {
    /// Tries in all where nobody says otherwise: more than other tools make, for here a failed call costs a whole run.
    public static let usualAttempts = 8

    /// How often and after which pauses a call is tried again.
    public private(set) var policy: RetryPolicy
    /// What all retries share; `nil` for what must be done whatever it costs, such as cleaning up.
    public private(set) var budget: RetryBudget?
    /// Minutes, on average: an outage that is over sooner must not leave anything running.
    private static let cleanupAttempts = 150

    /// So many tries, and a full budget.
    public init(attempts: Int = usualAttempts) {
        policy = RetryPolicy(attempts: attempts, base: .milliseconds(200), cap: .seconds(5))
        budget = RetryBudget()
    }

    /// As `AWS_MAX_ATTEMPTS` says, or `max_attempts` of the profile.
    public init(environment: [String: String], profile: [String: String] = [:]) throws(AWSSettingError) {
        let names = [(environment, "AWS_MAX_ATTEMPTS"), (profile, "max_attempts")]
        guard let (name, text) = names.lazy.compactMap({ source, name in source[name].map { (name, $0) } }).first else {
            self.init()
            return
        }
        guard let attempts = Int(text), (1...1000).contains(attempts) else {
            throw AWSSettingError(happened: "\(name) is '\(text)'", next: "Give a number from 1 to 1000.")
        }
        self.init(attempts: attempts)
    }

    /// The patience of who cleans up: without a limit that others could have used up, and through outages.
    public var forCleanup: AWSRetries {
        var copy = self
        copy.budget = nil
        copy.policy = RetryPolicy(
            attempts: max(policy.attempts, Self.cleanupAttempts),
            base: policy.base,
            cap: policy.cap
        )
        return copy
    }

    /// Calls until it succeeds, fails for good, or patience is used up; attempts are numbered for the record of calls.
    public func call<Answer: Sendable>(
        in surroundings: Surroundings,
        onRetry: (_ attempt: Int, _ pause: Duration, _ error: AWSError) -> Void = { _, _, _ in },
        _ body: () async throws -> Answer
    ) async throws -> Answer {
        try await withRetry(policy, budget: budget, in: surroundings) { error in
            (error as? AWSError)?.isWorthRetrying ?? false
        } onRetry: { attempt, pause, error in
            if let error = error as? AWSError { onRetry(attempt, pause, error) }
        } operation: { attempt in
            try await AWSCaller.$attempt.withValue(attempt) { try await body() }
        }
    }
}
