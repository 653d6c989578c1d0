/// Finds out about an environment, by whatever means.
public protocol Executor: Sendable {
    /// Does the work and says what was observed.
    ///
    /// - Throws: when nothing could be observed; the case is then inconclusive, never negative.
    func execute(_ target: ExecutionTarget) async throws -> ExecutionResult
}

/// What an executor works on.
public struct ExecutionTarget: Sendable {
    /// The planned case, with its labels.
    public let instanceCase: InstanceCase
    /// The environment that was made for it.
    public let environment: EnvironmentInfo
    /// How much time is left.
    public let timeout: Duration
    /// Whether the environment is still there.
    public let health: @Sendable () async -> HealthStatus
    /// Has to be called before anything is changed there.
    public let willChange: @Sendable () throws -> Void
    /// Writes into the journal that something failed and is tried again.
    public let noteRetry: @Sendable (_ what: String, _ attempt: Int, _ pause: Duration, _ reason: String) -> Void
    /// Writes into the journal what machine it turned out to be.
    public let noteMachine: @Sendable (MachineInfo) -> Void

    /// Describes a target.
    public init(
        instanceCase: InstanceCase,
        environment: EnvironmentInfo,
        timeout: Duration,
        health: @escaping @Sendable () async -> HealthStatus = { .healthy },
        willChange: @escaping @Sendable () throws -> Void = {},
        noteRetry: @escaping @Sendable (String, Int, Duration, String) -> Void = { _, _, _, _ in },
        noteMachine: @escaping @Sendable (MachineInfo) -> Void = { _ in }
    ) {
        self.instanceCase = instanceCase
        self.environment = environment
        self.timeout = timeout
        self.health = health
        self.willChange = willChange
        self.noteRetry = noteRetry
        self.noteMachine = noteMachine
    }
}
