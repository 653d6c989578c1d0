/// Makes environments and gets rid of them.
///
/// **Who cleans up:** a provisioner records the intent of everything it makes (`RunEvent.resourceIntended`) before the
/// call that makes it, and the id afterwards. Whatever then goes wrong in `provision`, it may just throw: the
/// orchestrator releases what the journal says, and so does `sweep` after a crash. There is no second way to clean up.
public protocol Provisioner: Sendable {
    /// Makes what all cases of the run share; called once, before the first case.
    func prepare(_ plan: RunPlan, recordingIn journal: Journal) async throws
    /// Makes the environment of one case and returns when it can be used.
    func provision(_ instanceCase: InstanceCase, of plan: RunPlan, recordingIn journal: Journal) async throws
        -> EnvironmentInfo
    /// Is told each time before anything is changed in the environment of a case: whoever wants it as it was
    /// afterwards records that as a resource.
    ///
    /// - Throws: when that cannot be recorded; then nothing is changed.
    func willChange(_ instanceCase: InstanceCase, recordingIn journal: Journal) throws
    /// Whether an environment is still there: asked by whoever waits for it.
    func health(of environment: EnvironmentInfo) async -> HealthStatus
    /// What the provider itself can show of an environment into which nobody gets, if it can.
    func testimony(about environment: EnvironmentInfo) async -> Evidence?
    /// Sees to it that a resource stays, and says until when; `nil` is for ever.
    func keep(_ resource: Resource, id: String, of environment: EnvironmentInfo?) async throws -> Timestamp?
    /// Ends a resource and waits until the provider confirms it. Without an id it is looked up by its token.
    func release(_ resource: Resource, id: String?) async -> ReleaseOutcome
}

extension Provisioner {
    /// Nothing is shared.
    public func prepare(_ plan: RunPlan, recordingIn journal: Journal) async throws {}

    /// What is ended in the end may be changed.
    public func willChange(_ instanceCase: InstanceCase, recordingIn journal: Journal) throws {}

    /// It can show nothing.
    public func testimony(about environment: EnvironmentInfo) async -> Evidence? { nil }
}

/// What became of a resource that was to be released.
public enum ReleaseOutcome: Sendable, Equatable {
    /// The provider confirms that there is no such resource.
    case gone
    /// It may still be there; the remedy is a command that removes it.
    case unconfirmed(reason: String, remedy: String)
}
