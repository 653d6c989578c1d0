import Orchestration

/// What the cases of a run came to, in all and by where and on what they ran.
struct RunTotals {
    /// Cases that have something in common.
    struct Group {
        private(set) var planned = 0
        /// How many are as expected.
        private(set) var met = 0
        private(set) var supported = 0
        private(set) var billed = BilledTime()

        fileprivate mutating func add(_ results: CaseResults, _ time: BilledTime) {
            planned += 1
            met += results.status == .met ? 1 : 0
            supported += results.verdict == .supported ? 1 : 0
            billed.add(time)
        }
    }

    /// Groups by name, first seen first; what nobody knows has no name.
    struct Groups {
        private(set) var all: [(name: String?, group: Group)] = []
        private var places: [String?: Int] = [:]

        fileprivate mutating func add(_ name: String?, _ results: CaseResults, _ time: BilledTime) {
            let place = places[name] ?? all.count
            if place == all.count {
                places[name] = place
                all.append((name, Group()))
            }
            all[place].group.add(results, time)
        }
    }

    private(set) var all = Group()
    private(set) var statuses: [CaseOutcome.Status: Int] = [:]
    private(set) var verdicts: [Verdict: Int] = [:]
    private(set) var types = Groups()
    private(set) var families = Groups()
    private(set) var zones = Groups()
    private(set) var architectures = Groups()
    private let run: RunHistory

    /// Counts the results of all cases of a run, in plan order.
    init(_ results: [CaseResults], of run: RunHistory) {
        self.run = run
        for index in results.indices { add(results[index], run.billedTime(of: run.cases[index])) }
    }

    private mutating func add(_ results: CaseResults, _ time: BilledTime) {
        all.add(results, time)
        statuses[results.status, default: 0] += 1
        verdicts[results.verdict, default: 0] += 1
        types.add(results.planned.type, results, time)
        families.add(results.planned.family, results, time)
        zones.add(results.setting.zone, results, time)
        architectures.add(results.setting.architecture, results, time)
    }
}

extension RunTotals: JSONDescribed {
    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("planned", all.planned)
        sink.key("status")
        sink.object { sink in
            for status in CaseOutcome.Status.allCases { sink.member(status.rawValue, statuses[status] ?? 0) }
        }
        sink.key("verdict")
        sink.object { sink in
            for verdict in Verdict.allCases { sink.member(verdict.rawValue, verdicts[verdict] ?? 0) }
        }
        sink.member("billed", Bill(all.billed, of: run))
        describe(types, as: "types", withBills: true, to: &sink)
        describe(families, as: "families", to: &sink)
        describe(zones, as: "zones", to: &sink)
        describe(architectures, as: "architectures", to: &sink)
    }

    private func describe<Sink: JSONSink>(
        _ groups: Groups,
        as name: String,
        withBills: Bool = false,
        to sink: inout Sink
    ) {
        sink.key(name)
        sink.object { sink in
            for case (let name?, let group) in groups.all {
                sink.key(name)
                sink.object { sink in
                    sink.member("planned", group.planned)
                    sink.member("met", group.met)
                    sink.member("supported", group.supported)
                    if withBills { sink.member("billed", Bill(group.billed, of: run)) }
                }
            }
        }
    }
}
