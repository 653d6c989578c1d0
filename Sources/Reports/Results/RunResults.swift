public import Orchestration

/// A run in what can be counted: what stores keep, and what is compared, followed over time and judged.
///
/// There is no evidence in it; that stays in the run's directory.
public struct RunResults: Sendable, Equatable {
    /// The run's name.
    public let runID: String
    /// What tells it from another run of that name, such as a simulated one of the same seed with other settings.
    public let fingerprint: String
    /// The version of the tool that made it.
    public let toolVersion: String
    /// What runs share that verify the same things in the same way.
    public let planDigest: String
    /// What the evidence is of: `ec2`, `hosts`, `simulated` or `emulated`.
    public let environment: String
    /// When it began.
    public let startedAt: Timestamp
    /// When its last record was written.
    public let lastAt: Timestamp
    /// Whether it lived to write down its exit code.
    public let isComplete: Bool
    /// What it came to.
    public let exitCode: Int
    /// What each planned case came to, in plan order.
    public let cases: [CaseResults]

    /// Collects the results of a run.
    public init(
        runID: String,
        fingerprint: String,
        toolVersion: String,
        planDigest: String,
        environment: String,
        startedAt: Timestamp,
        lastAt: Timestamp,
        isComplete: Bool,
        exitCode: Int,
        cases: [CaseResults]
    ) {
        self.runID = runID
        self.fingerprint = fingerprint
        self.toolVersion = toolVersion
        self.planDigest = planDigest
        self.environment = environment
        self.startedAt = startedAt
        self.lastAt = lastAt
        self.isComplete = isComplete
        self.exitCode = exitCode
        self.cases = cases
    }
}

extension RunResults {
    /// Takes from a report what it tells: nothing that its redaction hides.
    public static func told(by report: RunReport) throws(JSONError) -> RunResults? {
        guard let results = report.results, !report.redaction.isIdle else { return report.results }
        return try RunResults(json: report.redaction.apply(results.json))
    }

    /// Counts a history; `nil` where it does not even tell the plan.
    init?(_ history: RunHistory) {
        guard let plan = history.plan, let startedAt = history.startedAt, let lastAt = history.lastAt else {
            return nil
        }
        self.init(
            runID: plan.runID,
            fingerprint: plan.fingerprint,
            toolVersion: history.toolVersion,
            planDigest: plan.digest,
            environment: history.provenance ?? plan.environment,
            startedAt: startedAt,
            lastAt: lastAt,
            isComplete: history.recordedExitCode != nil,
            exitCode: history.exitCode,
            cases: history.cases.indices.map { CaseResults(CaseReport(history.cases[$0], of: history)) }
        )
    }
}
