public import Orchestration

/// One measured value of one case, with all by which trends are told apart.
public struct Observation: Sendable, Equatable {
    /// The run that measured it.
    public let runID: String
    /// When that run began.
    public let startedAt: Timestamp
    /// The case in the run's plan.
    public let caseID: CaseID
    /// The kind of thing that was verified, such as an instance type.
    public let type: String
    /// Where it ran and on what.
    public let setting: CaseResults.Setting
    /// What was measured: in the unit of its metric.
    public let value: Double

    /// Notes a value.
    public init(
        runID: String,
        startedAt: Timestamp,
        caseID: CaseID,
        type: String,
        setting: CaseResults.Setting,
        value: Double
    ) {
        self.runID = runID
        self.startedAt = startedAt
        self.caseID = caseID
        self.type = type
        self.setting = setting
        self.value = value
    }
}

extension CaseResults {
    /// The metric of how long a case took, in seconds.
    public static let durationMetric = "duration"

    /// The value of a metric: a figure, or the duration of the case; `nil` where it was not measured.
    public func value(of metric: String) -> Double? {
        guard metric == Self.durationMetric else { return figure(metric) }
        guard let startedAt, let endedAt else { return nil }
        return (endedAt - startedAt).inSeconds
    }
}

extension RunResults {
    /// What a metric was in the cases of this run that measured it.
    public func observations(of metric: String) -> [Observation] {
        cases.compactMap { results in
            results.value(of: metric).map { value in
                Observation(
                    runID: runID,
                    startedAt: startedAt,
                    caseID: results.planned.id,
                    type: results.planned.type,
                    setting: results.setting,
                    value: value
                )
            }
        }
    }
}
