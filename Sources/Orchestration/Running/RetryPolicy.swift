/// How often and after which pauses something is tried again.
///
/// Pauses use *full jitter*: anything between zero and an exponentially growing limit, so that many clients that failed
/// together do not come back together.
public struct RetryPolicy: Sendable, Equatable {
    /// Tries in all, the first included.
    public let attempts: Int
    /// The limit of the first pause.
    public let base: Duration
    /// What the limit never exceeds.
    public let cap: Duration

    /// Makes a policy; there is always at least one try.
    public init(attempts: Int, base: Duration, cap: Duration) {
        precondition(attempts >= 1 && attempts <= 1000, "between 1 and 1000 attempts")
        precondition(base > .zero && cap >= base, "the pause grows from base to cap")
        self.attempts = attempts
        self.base = base
        self.cap = cap
    }

    /// The longest pause after a failed try, counted from 1.
    public func limit(after attempt: Int) -> Duration {
        precondition(attempt >= 1, "attempts are counted from 1")
        let (nanoseconds, isTooMuch) = base.nanoseconds.multipliedReportingOverflow(by: 1 << min(attempt - 1, 30))
        return isTooMuch ? cap : min(cap, .nanoseconds(nanoseconds))
    }

    /// A random pause after a failed try.
    public func pause(after attempt: Int, random: any RandomSource) -> Duration {
        let limit = UInt64(limit(after: attempt).nanoseconds)
        return .nanoseconds(Int64(random.next() % (limit + 1)))
    }
}

/// Runs `operation` until it succeeds, its error is not worth another try, or policy or budget are used up.
///
/// - Throws: the last error of `operation`, or the clock's when the wait between two tries was cancelled.
@inlinable
public func withRetry<Result: Sendable>(
    _ policy: RetryPolicy,
    budget: RetryBudget? = nil,
    in surroundings: Surroundings,
    isWorthwhile: (any Error) -> Bool,
    onRetry: (_ attempt: Int, _ pause: Duration, _ error: any Error) -> Void = { _, _, _ in },
    operation: (_ attempt: Int) async throws -> Result
) async throws -> Result {
    var attempt = 1
    while true {
        do {
            let result = try await operation(attempt)
            budget?.succeed(at: attempt)
            return result
        } catch {
            guard attempt < policy.attempts, isWorthwhile(error), !Task.isCancelled else { throw error }
            guard budget?.payForRetry() ?? true else { throw error }
            let pause = policy.pause(after: attempt, random: surroundings.random)
            onRetry(attempt, pause, error)
            try await surroundings.clock.sleep(for: pause)
            attempt += 1
        }
    }
}
