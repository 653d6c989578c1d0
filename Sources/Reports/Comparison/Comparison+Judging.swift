/// What the cases of a type came to on both sides.
struct TypePair: Sendable {
    let baseline: TypeTally
    let candidate: TypeTally

    var type: String { baseline.type }

    /// The types that both sides have, in the order of the baseline.
    static func all(_ baseline: [RunResults], _ candidate: [RunResults]) -> [TypePair] {
        let others = Dictionary(TypeTally.all(candidate).map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
        // Runs may be given in any order.
        let ordered = baseline.sorted { ($0.startedAt, $0.runID) < ($1.startedAt, $1.runID) }
        return TypeTally.all(ordered).compactMap { tally in
            others[tally.type].map { TypePair(baseline: tally, candidate: $0) }
        }
    }
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
