import Orchestration

/// How many cases of a group came to what.
struct CaseTally: JSONDescribed {
    private(set) var planned = 0
    /// How many are as expected.
    private(set) var met = 0
    private(set) var supported = 0

    init(_ outcomes: some Sequence<CaseOutcome>) {
        for outcome in outcomes { add(outcome) }
    }

    private mutating func add(_ outcome: CaseOutcome) {
        planned += 1
        met += outcome.status == .met ? 1 : 0
        supported += outcome.verdict == .supported ? 1 : 0
    }

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("planned", planned)
        sink.member("met", met)
        sink.member("supported", supported)
    }

    /// The tallies of groups, first come first.
    static func json(_ outcomes: [(name: String, outcome: CaseOutcome)]) -> JSONObject {
        var order: [String] = []
        var tallies: [String: CaseTally] = [:]
        for (name, outcome) in outcomes {
            if tallies[name] == nil { order.append(name) }
            tallies[name, default: CaseTally([])].add(outcome)
        }
        var object = JSONObject()
        for name in order { object[name] = tallies[name].map { .object($0.json) } }
        return object
    }
}
