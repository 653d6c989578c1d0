import Orchestration

/// What a run comes to beyond its single cases: metrics, criteria, issues and recommendations.
struct RunDigest: JSONDescribed {
    let metrics: [MetricDigest]
    let criteria: [Criterion]
    let issues: [RunIssue]
    let recommendations: [Recommendation]

    init(_ results: [CaseResults], of report: RunReport) {
        let history = report.history
        metrics = MetricDigest.all(results)
        criteria = Criterion.all(results, history)
        issues = RunIssue.all(results, history)
        recommendations = Recommendation.all(for: RunResults(report, cases: results).map { [$0] } ?? [])
    }

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("metrics", metrics)
        sink.member("success_criteria", criteria)
        sink.member("issues", issues)
        sink.member("recommendations", .array(recommendations.map { .object($0.json) }))
    }
}

/// One metric over all instances of a type that measured it.
struct MetricDigest: JSONDescribed {
    let type: String
    let name: String
    let unit: String
    let minimum: Double
    let median: Double
    let maximum: Double
    let count: Int

    /// The metrics of each type, in the order in which they were first seen.
    static func all(_ results: [CaseResults]) -> [MetricDigest] {
        var types: [String] = []
        var byType: [String: [CaseResults]] = [:]
        for result in results {
            if byType[result.planned.type] == nil { types.append(result.planned.type) }
            byType[result.planned.type, default: []].append(result)
        }
        return types.flatMap { of($0, byType[$0] ?? []) }
    }

    private static func of(_ type: String, _ results: [CaseResults]) -> [MetricDigest] {
        var order: [(name: String, unit: String)] = []
        var values: [String: [Double]] = [:]
        for figure in results.lazy.flatMap(\.figures) {
            if values[figure.name] == nil { order.append((figure.name, figure.unit)) }
            values[figure.name, default: []].append(figure.value)
        }
        return order.map { name, unit in
            let sorted = (values[name] ?? []).sorted()
            return MetricDigest(
                type: type,
                name: name,
                unit: unit,
                minimum: sorted[0],
                median: sorted[(sorted.count - 1) / 2],
                maximum: sorted[sorted.count - 1],
                count: sorted.count
            )
        }
    }

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("type", type)
        sink.member("metric", name)
        sink.member("unit", unit)
        sink.member("cases", count)
        sink.member("min", minimum)
        sink.member("median", median)
        sink.member("max", maximum)
    }
}

/// Something a run has to meet to be a success, and whether it does.
struct Criterion: JSONDescribed {
    let name: String
    /// `nil` where nobody could tell.
    let isMet: Bool?
    let detail: String

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("criterion", name)
        sink.member("met", ifPresent: isMet)
        sink.member("detail", detail)
    }

    static func all(_ results: [CaseResults], _ history: RunHistory) -> [Criterion] {
        let met = results.count { $0.status == .met }
        let seen = results.count { $0.verdict != .inconclusive }
        let leaks = history.ledger.leaks.count
        let first = [
            Criterion("every case is as expected", met == results.count, "\(met) of \(results.count)"),
            Criterion("every case could be observed", seen == results.count, "\(seen) of \(results.count)"),
        ]
        return first + [declaration(results)] + rungs(results) + [
            Criterion(
                "nothing is left behind",
                leaks == 0,
                leaks == 0 ? "\(history.ledger.all.count) made, none unaccounted for" : "\(leaks) not confirmed"
            )
        ]
    }

    private init(_ name: String, _ isMet: Bool?, _ detail: String) {
        self.name = name
        self.isMet = isMet
        self.detail = detail
    }

    private static func declaration(_ results: [CaseResults]) -> Criterion {
        let agreements = results.compactMap(\.agreesWithDeclaration)
        let agreeing = agreements.count { $0 }
        return Criterion(
            "declared and observed support agree",
            agreements.isEmpty ? nil : agreeing == agreements.count,
            agreements.isEmpty ? "nothing to compare" : "\(agreeing) of \(agreements.count)"
        )
    }

    /// Each proof, over the cases that should have a clock.
    private static func rungs(_ results: [CaseResults]) -> [Criterion] {
        var order: [String] = []
        var tallies: [String: (held: Int, failed: Int, open: Int)] = [:]
        for rung in results.lazy.filter(\.isToBeSupported).flatMap(\.rungs) {
            if tallies[rung.id] == nil { order.append(rung.id) }
            switch rung.status {
            case .held: tallies[rung.id, default: (0, 0, 0)].held += 1
            case .failed: tallies[rung.id, default: (0, 0, 0)].failed += 1
            case .notMeasured: tallies[rung.id, default: (0, 0, 0)].open += 1
            }
        }
        return order.compactMap { id in
            tallies[id].map { tally in
                Criterion(
                    "rung \(id)",
                    tally.failed > 0 ? false : tally.held > 0 ? true : nil,
                    "held \(tally.held), failed \(tally.failed), not measured \(tally.open)"
                )
            }
        }
    }
}

extension CaseResults {
    /// Whether somebody expects a working clock.
    fileprivate var isToBeSupported: Bool {
        switch planned.expectation {
        case .supported: true
        case .unsupported: false
        case .any, .declared: declaredSupport != false
        }
    }
}
