import Orchestration

/// What the instances of some cases have used up to the last record.
struct Bill: JSONDescribed {
    private let time: BilledTime

    init(_ cases: [CaseHistory], of run: RunHistory) {
        time = run.billedTime(of: cases)
    }

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("instances", time.instances)
        sink.member("seconds", time.seconds)
        sink.member("still_counting", time.counting)
    }

    /// Tells it of a single case, as members among its others; without an instance there is nothing to tell.
    func describeCase<Sink: JSONSink>(to sink: inout Sink) {
        guard time.instances > 0 else { return }
        sink.member("billed_seconds", time.seconds)
        sink.member("billed_from", time.neverReady > 0 ? "made" : "running")
        sink.member("billed_until", time.counting > 0 ? "still-counting" : "ended")
    }

    /// The bill in words; none where no instance was made.
    var line: String? {
        guard time.instances > 0 else { return nil }
        let words = "billed: \(time.seconds) s in \(time.instances) \(time.instances == 1 ? "instance" : "instances")"
        return time.counting > 0 ? "\(words), \(time.counting) still counting" : words
    }
}
