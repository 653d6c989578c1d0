import Orchestration

/// What a run comes to beyond its single cases: metrics, criteria, issues and recommendations.
struct RunDigest: JSONDescribed {
    let metrics: [MetricDigest]
    let criteria: [Criterion]
    let issues: [RunIssue]
    let recommendations: [Recommendation]

    init(_ run: RunResults?, of history: RunHistory) {
        let circumstances = Circumstances(run.map { [$0] } ?? [])
        let results = run?.cases ?? []
        metrics = circumstances.tallies.flatMap(MetricDigest.all)
        criteria = Criterion.all(results, history)
        issues = RunIssue.all(results, history)
        recommendations = Recommendation.all(in: circumstances)
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

    /// The metrics of a type, the most telling first.
    static func all(_ tally: TypeTally) -> [MetricDigest] {
        tally.metrics.compactMap { metric in
            let values = tally.sample(metric.name)
            guard let minimum = values.sorted.first, let median = values.median, let maximum = values.sorted.last else {
                return nil
            }
            return MetricDigest(
                type: tally.type,
                name: metric.name,
                unit: metric.unit,
                minimum: minimum,
                median: median,
                maximum: maximum,
                count: values.count
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
        let met = results.indices.count { results[$0].status == .met }
        let seen = results.indices.count { results[$0].verdict != .inconclusive }
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
        for rung in results.indices.lazy.filter({ results[$0].isToBeSupported }).flatMap({ results[$0].rungs }) {
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
