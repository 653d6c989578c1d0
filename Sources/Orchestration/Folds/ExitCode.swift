/// What a run tells the shell (DESIGN 9).
public enum ExitCode {
    /// All as expected.
    public static let success = 0
    /// Some case is not as expected, or a report could not be written.
    public static let notAsExpected = 1
    /// Usage or configuration.
    public static let usage = 2
    /// Something may still be running.
    public static let cleanupUnconfirmed = 3
    /// Nothing contradicts the expectations, but not everything could be observed.
    public static let inconclusive = 4

    /// Stopped by a signal, after orderly cleanup.
    public static func signal(_ number: Int) -> Int { 128 + number }
}

extension RunHistory {
    /// The exit code that follows from what happened.
    ///
    /// What could not be observed does not count where the plan says so; what was not even finished always does.
    /// Money first: what may still be running outweighs every verdict.
    public var exitCode: Int {
        guard ledger.leaks.isEmpty else { return ExitCode.cleanupUnconfirmed }
        for cause in stopCauses {
            if case .signal(let number) = cause { return ExitCode.signal(number) }
        }
        if plan?.refusal != nil { return ExitCode.usage }
        let statuses = Set(outcomes.map(\.status))
        if statuses.contains(.notMet) || state == .failed { return ExitCode.notAsExpected }
        // A history that does not know its plan or does not reach the end of the run proves nothing.
        guard let plan, state == .completed else { return ExitCode.inconclusive }
        let harmless: Set<CaseOutcome.Status> = plan.toleratesInconclusive ? [.met, .inconclusive] : [.met]
        guard statuses.isSubset(of: harmless) else { return ExitCode.inconclusive }
        return ExitCode.success
    }
}
