import Orchestration

/// The totals under the names by which users of earlier tools know them.
struct FamiliarSummary: JSONDescribed {
    let report: RunReport

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        let totals = report.totals
        sink.member("total_instances", totals.all.planned)
        for verdict in Verdict.allCases { sink.member("ptp_\(verdict.rawValue)", totals.verdicts[verdict] ?? 0) }
        sink.member("test_duration_seconds", ifPresent: report.duration?.inSeconds)
        sink.member("timestamp", ifPresent: report.history.startedAt)
        sink.key("instance_type_summary")
        sink.object { types in
            for case (let type?, let group) in totals.types.all {
                types.member(type, "\(group.supported)/\(group.planned)")
            }
        }
    }
}

/// A case under the names by which users of earlier tools know it; all there is to know stands among `cases`.
struct FamiliarResult: JSONDescribed {
    private let results: CaseResults
    private let instanceID: String?
    private let device: String?

    init(_ results: CaseResults, _ report: CaseReport) {
        self.results = results
        instanceID = report.instance?.id
        device = report.result?.metadata["clock"]?.string
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
            status.member("clock_device", ifPresent: device)
            status.member("time_offset_ns", ifPresent: results.figure("system_time").map(Self.nanoseconds))
            status.member("error_bound_ns", ifPresent: results.figure("total_error_bound").map(Self.nanoseconds))
        }
        if results.status != .met { sink.member("error_message", ifPresent: results.reason) }
    }

    /// No clock here is better than a thousandth of a nanosecond.
    private static func nanoseconds(_ seconds: Double) -> Double { (seconds * 1e12).rounded() / 1000 }

    /// Whether a rung held; `nil` where nobody could tell.
    private func held(_ id: String) -> Bool? {
        switch results.rungs.first(where: { $0.id == id })?.status {
        case .held: true
        case .failed: false
        case .notMeasured, nil: nil
        }
    }
}
