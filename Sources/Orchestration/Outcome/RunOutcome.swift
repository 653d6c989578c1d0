/// What a run came to.
public struct RunOutcome: Sendable {
    /// Everything that happened.
    public let history: RunHistory
    /// Reporters that could not do their work.
    public private(set) var reporterFailures: [CompositeReporter.Failure]
    /// Why the journal is not complete, if it is not.
    public let journalFailure: JournalError?

    /// The same outcome, of which somebody could not be told afterwards.
    package func adding(_ failures: [CompositeReporter.Failure]) -> RunOutcome {
        var outcome = self
        outcome.reporterFailures += failures
        return outcome
    }

    /// What to tell the shell.
    ///
    /// A success that could not be written down or reported is none.
    public var exitCode: Int {
        let code = history.exitCode
        let isTold = reporterFailures.isEmpty && journalFailure == nil
        return code == ExitCode.success && !isTold ? ExitCode.notAsExpected : code
    }
}

/// An instance whose case is over and that runs on until somebody decides.
public struct HeldInstance: Sendable {
    /// Its case.
    public let instanceCase: InstanceCase
    /// What it is and where.
    public let environment: EnvironmentInfo
    /// What was observed.
    public let verdict: Verdict

    init?(_ machine: CaseStateMachine) {
        guard let environment = machine.environment else { return nil }
        instanceCase = machine.instanceCase
        self.environment = environment
        verdict = machine.verdict
    }
}
