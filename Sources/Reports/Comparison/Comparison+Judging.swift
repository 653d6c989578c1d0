/// What the cases of a type came to on both sides.
struct TypePair: Sendable {
    let baseline: TypeTally
    let candidate: TypeTally
    /// The medians of each run of a side; `nil` where each side is one run, and its cases are all there is.
    private let medians: (baseline: RunMedians, candidate: RunMedians)?

    var type: String { baseline.type }

    /// What is counted as one value.
    var unit: String { medians == nil ? "cases" : "runs" }

    /// The values of a metric on both sides.
    ///
    /// Cases of one run share its hour and often its hosts: they are no values of their own where runs are compared.
    func values(_ metric: String) -> (SortedValues, SortedValues) {
        guard let medians else { return (baseline.sample(metric), candidate.sample(metric)) }
        return (medians.baseline.sample(type, metric), medians.candidate.sample(type, metric))
    }

    /// The types that both sides have, in the order of the baseline.
    static func all(_ baseline: [RunResults], _ candidate: [RunResults]) -> [TypePair] {
        let others = Dictionary(TypeTally.all(candidate).map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
        // Runs may be given in any order.
        let ordered = baseline.sorted { ($0.startedAt, $0.runID) < ($1.startedAt, $1.runID) }
        let isSingle = baseline.count == 1 && candidate.count == 1
        let medians = isSingle ? nil : (RunMedians(baseline), RunMedians(candidate))
        return TypeTally.all(ordered).compactMap { tally in
            others[tally.type].map { TypePair(baseline: tally, candidate: $0, medians: medians) }
        }
    }
}

/// The median of each run, by type and metric.
private struct RunMedians: Sendable {
    private var byType: [String: [String: [Double]]] = [:]

    init(_ runs: [RunResults]) {
        for tally in runs.lazy.flatMap({ TypeTally.all([$0]) }) {
            for (metric, values) in tally.values {
                guard let median = SortedValues(values).median else { continue }
                byType[tally.type, default: [:]][metric, default: []].append(median)
            }
        }
    }

    func sample(_ type: String, _ metric: String) -> SortedValues { SortedValues(byType[type]?[metric] ?? []) }
}

extension Comparison {
    /// Judges all that is judged as one family of tests.
    static func judged(_ pairs: [TypePair], _ rules: Rules) -> ([MetricChange], [SupportChange]) {
        let measured = pairs.flatMap { pair in
            pair.baseline.metrics.compactMap { MeasuredPair(pair, $0, rules) }
        }
        let support = pairs.map(SupportPair.init)
        let judged = measured.filter(\.isJudged)
        let family = TestFamily(judged.map(\.trial) + support.map(\.trial), level: rules.significance)
        var corrected = family.corrected[...]
        let metrics = measured.map { pair in
            guard pair.isJudged, let p = corrected.popFirst() else { return pair.told(nil, corrected: nil) }
            return pair.told(pair.ruling(corrected: p, needed: family.needed, rules), corrected: p)
        }
        let supported = zip(support, corrected).map { pair, p in
            pair.told(corrected: p, needed: family.needed, rules)
        }
        return (metrics, supported)
    }
}
