public import Orchestration

/// What came of running a command.
public enum ProcessOutcome: Sendable, Equatable {
    /// It ended by itself, having said something; what it said may be secret.
    case exited(status: Int32, output: Secret)
    /// A signal ended it.
    case signalled(Int32)
    /// It was not done in time, and was killed.
    case timedOut
    /// It said more than anybody wants to hear, and was killed.
    case tooMuchOutput
    /// It could not be started.
    case notStarted(reason: String)
    /// The task that waited for it was cancelled, and it was killed.
    case cancelled
}
