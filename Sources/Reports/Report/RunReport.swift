public import Orchestration

/// What a run came to, as one value that every rendering shows: JSON, YAML and the console tell the same story.
///
/// A pure function of the history, so that the report of a killed run can be made from its journal.
public struct RunReport: Sendable, JSONDescribed {
    /// The version of the report's shape; grows when a key changes its meaning or goes away.
    public static let schemaVersion = 1

    /// The history that is told.
    public let history: RunHistory

    /// The same in what can be counted; `nil` where the journal does not even tell the plan.
    public let results: RunResults?

    /// What the cases came to together.
    let totals: RunTotals

    /// What follows from all cases.
    let digest: RunDigest

    /// Finds what went on over time.
    let series: SeriesReader

    /// What is not told.
    public let redaction: Redaction

    /// Reports a history: counts it once, for all renderings.
    ///
    /// - Parameters:
    ///   - series: finds what went on over time in what was observed of a case.
    ///   - redaction: what is not told; without one, what the run's configuration says.
    public init(
        _ history: RunHistory,
        series: @escaping SeriesReader = { _ in [] },
        redaction: Redaction? = nil
    ) {
        self.history = history
        results = RunResults(history)
        totals = RunTotals(results?.cases ?? [], of: history)
        digest = RunDigest(results, of: history)
        self.series = series
        self.redaction = redaction ?? Redaction(history.plan)
    }

    /// Tells the report; what is not known is absent.
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        describeTotals(to: &sink)
        let results = results?.cases ?? []
        var familiar: [FamiliarResult] = []
        sink.key("cases")
        sink.array { cases in
            for index in results.indices {
                let report = CaseReport(history.cases[index], of: history)
                cases.object { report.describe(to: &$0) }
                familiar.append(FamiliarResult(results[index], report))
            }
        }
        sink.member("results", familiar)
        describeConclusions(to: &sink)
    }

    /// Tells what is told before the cases.
    func describeTotals<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("schema_version", Self.schemaVersion)
        sink.member("test_id", ifPresent: history.plan?.runID)
        sink.member("run", .object(run))
        sink.member("summary", totals)
        sink.member("test_summary", FamiliarSummary(report: self))
    }

    /// Tells what is told after them.
    func describeConclusions<Sink: JSONSink>(to sink: inout Sink) {
        digest.describe(to: &sink)
        sink.member("cleanup", .object(cleanup))
        sink.member("configuration", history.plan?.configuration ?? [])
        sink.member("not_exercised", blindSpots.map(\.description))
        sink.member("notes", history.notes)
    }

    /// How long it took, as far as its journal goes.
    var duration: Duration? { history.startedAt.flatMap { start in history.lastAt.map { $0 - start } } }

    private var run: JSONObject {
        let object: JSONObject = [
            "id": JSONValue(history.plan?.runID),
            "tool": "ptp-verify",
            "tool_version": .string(history.toolVersion),
            "environment": JSONValue(environment),
            "simulated": .bool(isSimulated),
            "plan_digest": JSONValue(results?.planDigest),
            "started": JSONValue(history.startedAt?.description),
            "last_record": JSONValue(history.lastAt?.description),
            "duration_seconds": JSONValue(duration?.inSeconds),
            "state": .string(history.state.rawValue),
            "complete": .bool(history.recordedExitCode != nil),
            "stopped_by": .array(history.stopCauses.map { .string($0.text) }),
            "exit_code": .integer(Int64(history.exitCode)),
        ]
        return object.withoutNulls
    }

}

extension RunReport {
    /// The cases grouped by type, in the order of the plan.
    public var casesByType: [(type: String, cases: [CaseHistory])] {
        var groups: [(type: String, cases: [CaseHistory])] = []
        var places: [String: Int] = [:]
        for history in history.cases {
            let type = history.instanceCase.type
            if let place = places[type] {
                groups[place].cases.append(history)
            } else {
                places[type] = groups.count
                groups.append((type, [history]))
            }
        }
        return groups
    }

    /// What was made and what became of it; what may still be there comes with the command that removes it.
    private var cleanup: JSONObject {
        let all = history.ledger.all
        return [
            "made": JSONValue(all.count),
            "gone": JSONValue(all.count { $0.state == .gone }),
            "kept": .array(all.filter(\.state.isKept).map { .object(ResourceReport($0, of: history.plan).json) }),
            "not_confirmed": .array(
                all.filter(\.state.mayLeak).map { .object(ResourceReport($0, of: history.plan).json) }
            ),
        ]
    }
}
