import Orchestration

/// What the instances of some cases have used up to the last record.
struct Bill: JSONDescribed {
    let time: BilledTime
    /// Whether anybody could expect to hear of money.
    private let mayCost: Bool

    init(_ history: CaseHistory, of run: RunHistory) { self.init(run.billedTime(of: history), of: run) }

    init(_ time: BilledTime, of run: RunHistory) {
        self.time = time
        mayCost = run.plan.map { $0.environment != "simulated" || !$0.prices.isEmpty } ?? false
    }

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("instances", time.instances)
        sink.member("seconds", time.expense.seconds)
        sink.member("still_counting", time.counting)
        sink.members(time.expense.costs)
    }

    /// Tells it of a single case, as members among its others; without an instance there is nothing to tell.
    func describeCase<Sink: JSONSink>(to sink: inout Sink) {
        guard time.instances > 0 else { return }
        sink.member("billed_seconds", time.expense.seconds)
        sink.member("billed_from", time.neverReady > 0 ? "made" : "running")
        sink.member("billed_until", time.counting > 0 ? "still-counting" : "ended")
        if time.expense.isPriced { sink.member("cost_usd", time.expense.money.description) }
    }

    /// The bill in words; none where no instance was made.
    var line: String? {
        guard time.instances > 0 else { return nil }
        var words = "billed: \(time.expense.seconds) s in \(time.instances) "
        words += time.instances == 1 ? "instance" : "instances"
        if time.counting > 0 { words += ", \(time.counting) still counting" }
        return mayCost ? "\(words), \(time.expense.cost)" : words
    }
}
