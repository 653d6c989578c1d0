import Orchestration

/// The totals under the names by which users of earlier tools know them.
struct FamiliarSummary: JSONDescribed {
    let report: RunReport

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        let history = report.history
        let verdicts = history.cases.map(\.finalOutcome.verdict)
        sink.member("total_instances", history.cases.count)
        for verdict in Verdict.allCases { sink.member("ptp_\(verdict.rawValue)", verdicts.count { $0 == verdict }) }
        sink.member("test_duration_seconds", ifPresent: report.duration?.inSeconds)
        sink.member("timestamp", ifPresent: history.startedAt)
        sink.key("instance_type_summary")
        sink.object { types in
            for group in report.casesByType {
                let supported = group.cases.count { $0.finalOutcome.verdict == .supported }
                types.member(group.type, "\(supported)/\(group.cases.count)")
            }
        }
    }
}

/// A case under the names by which users of earlier tools know it; all there is to know stands among `cases`.
struct FamiliarResult: JSONDescribed {
    private let results: CaseResults
    private let instanceID: String?
    private let metadata: JSONObject

    init(_ results: CaseResults, instanceID: String?, metadata: JSONObject?) {
        self.results = results
        self.instanceID = instanceID
        self.metadata = metadata ?? [:]
    }

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("case", results.planned.id.text)
        sink.member("instance_type", results.planned.type)
        sink.member("instance_index", results.planned.index)
        sink.member("quantity", results.planned.quantity)
        sink.member("instance_id", ifPresent: instanceID)
        sink.member("region", ifPresent: results.setting.region)
        sink.member("availability_zone", ifPresent: results.setting.zone)
        sink.member("architecture", ifPresent: results.setting.architecture)
        sink.member("timestamp", ifPresent: results.startedAt)
        sink.member("duration_seconds", ifPresent: results.value(of: CaseResults.durationMetric))
        sink.key("ptp_status")
        sink.object { status in
            // What could not be observed is neither supported nor unsupported.
            status.member(
                "supported",
                ifPresent: results.verdict == .inconclusive ? nil : results.verdict == .supported
            )
            status.member("verdict", results.verdict.rawValue)
            status.member("hardware_clock_present", ifPresent: held("device"))
            status.member("chrony_synchronized", ifPresent: held("followed"))
            status.member("driver_version", ifPresent: results.setting.driver)
            status.member("clock_device", ifPresent: metadata["clock"]?.string)
            status.member("time_offset_ns", ifPresent: results.figure("system_time").map { $0 * 1e9 })
            status.member("error_bound_ns", ifPresent: results.figure("total_error_bound").map { $0 * 1e9 })
        }
        if results.status != .met { sink.member("error_message", ifPresent: results.reason) }
    }

    /// Whether a rung held; `nil` where nobody could tell.
    private func held(_ id: String) -> Bool? {
        switch results.rungs.first(where: { $0.id == id })?.status {
        case .held: true
        case .failed: false
        case .notMeasured, nil: nil
        }
    }
}
