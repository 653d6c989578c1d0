/// What a case came to.
///
/// Every planned case has exactly one, whatever happened.
public struct CaseOutcome: Sendable, Equatable {
    /// How the verdict compares with the expectation.
    public enum Status: String, Sendable, CaseIterable {
        /// The verdict is the expected one.
        case met
        /// It is another one.
        case notMet = "not-met"
        /// There is no verdict to compare.
        case inconclusive
        /// It was under way when the run was stopped.
        case interrupted
        /// It was never begun.
        case notRun = "not-run"
    }

    /// What became of the case's instance, or of what was changed on a machine that was there before.
    public enum Disposal: String, Sendable, CaseIterable {
        case neverMade = "never-made"
        case terminated
        /// The machine is as it was.
        case restored
        case kept
        case unconfirmed
    }

    /// Verdict against expectation.
    public let status: Status
    /// What was observed.
    public let verdict: Verdict
    /// What became of the instance.
    public let disposal: Disposal
    /// Why there is no verdict, if there is none.
    public let failure: RunError?

    /// States an outcome.
    public init(status: Status, verdict: Verdict, disposal: Disposal, failure: RunError? = nil) {
        self.status = status
        self.verdict = verdict
        self.disposal = disposal
        self.failure = failure
    }

    /// The outcome of a case that was never begun.
    public static func notRun(because reason: RunError) -> CaseOutcome {
        CaseOutcome(status: .notRun, verdict: .inconclusive, disposal: .neverMade, failure: reason)
    }
}
