public import Orchestration

/// Credentials for a long run: kept while they are valid, renewed before they end, once for all who wait.
public actor CachedCredentials: CredentialProvider {
    /// So long before their end credentials are renewed.
    static let window: Duration = .minutes(5)
    /// So long after a try nobody tries again as long as the credentials at hand are valid.
    static let rest: Duration = .minutes(1)

    private typealias Outcome = Result<AWSCredentials, CredentialError>

    private let provider: any CredentialProvider
    private let clock: any RunClock
    private var held: AWSCredentials?
    private var lastTry: Timestamp?
    private var isRenewing = false
    private var waiting: [AsyncStream<Outcome>.Continuation] = []

    /// Keeps what a provider gives.
    public init(_ provider: any CredentialProvider, clock: any RunClock) {
        self.provider = provider
        self.clock = clock
    }

    /// Credentials that are valid now.
    ///
    /// A renewal ahead of time that fails is no error: the old credentials go on being used until they end.
    public func credentials() async throws(CredentialError) -> AWSCredentials {
        while true {
            if let held, !isDue(held) || (isRenewing && isValid(held)) { return held }
            guard isRenewing else { return try await renew() }
            if let outcome = await othersOutcome() { return try outcome.get() }
            guard !Task.isCancelled else { throw Self.cancelled }
        }
    }

    /// New credentials in place of those that AWS says have ended.
    public func credentials(insteadOf refused: AWSCredentials) async throws(CredentialError) -> AWSCredentials {
        invalidate(refused)
        return try await credentials()
    }

    /// Forgets credentials that AWS refused, so that the next ones are new; those renewed since then stay.
    public func invalidate(_ refused: AWSCredentials) {
        guard held == refused else { return }
        held = nil
        lastTry = nil
    }

    private func isValid(_ credentials: AWSCredentials) -> Bool {
        credentials.expiresAt.map { $0 > clock.now } ?? true
    }

    private func isDue(_ credentials: AWSCredentials) -> Bool {
        guard let end = credentials.expiresAt else { return false }
        let now = clock.now
        let isResting = lastTry.map { now - $0 < Self.rest } ?? false
        return end <= now || (end - now <= Self.window && !isResting)
    }

    private func renew() async throws(CredentialError) -> AWSCredentials {
        isRenewing = true
        var outcome: Outcome
        do {
            outcome = .success(try await provider.credentials())
        } catch {
            outcome = .failure(error)
        }
        isRenewing = false
        lastTry = clock.now
        if case .success(let credentials) = outcome {
            held = credentials
        } else if let held, isValid(held) {
            outcome = .success(held)
        }
        pass(outcome)
        return try outcome.get()
    }

    /// Tells those who waited.
    ///
    /// A failure that may come from this task's own cancellation is none of theirs: one of them
    /// tries again.
    private func pass(_ outcome: Outcome) {
        let isOurs = if case .failure = outcome { Task.isCancelled } else { false }
        for waiter in waiting {
            if !isOurs { waiter.yield(outcome) }
            waiter.finish()
        }
        waiting = []
    }

    /// What the renewal under way comes to; `nil` when it was given up, or the waiting task was cancelled.
    private func othersOutcome() async -> Outcome? {
        let (outcomes, waiter) = AsyncStream<Outcome>.makeStream()
        waiting.append(waiter)
        for await outcome in outcomes { return outcome }
        return nil
    }

    private static let cancelled = CredentialError(
        attempt: "wait for AWS credentials that are being renewed",
        happened: "the run was stopped meanwhile",
        next: "Run again."
    )
}
