import Orchestration

/// How a metric of a type differs between two sides.
public struct MetricChange: Sendable, Equatable {
    /// The values of one side.
    public struct Values: Sendable, Equatable {
        /// How many there are: runs, or where each side is one run, cases.
        public let count: Int
        /// The one in the middle.
        public let median: Double
    }

    /// The type.
    public let type: String
    /// What was measured.
    public let metric: Metric
    /// What it was.
    public let baseline: Values
    /// What it is.
    public let candidate: Values
    /// The change of the median as a share of what it was; infinite where that was nothing.
    public let change: Double
    /// The least that the change may be, as sure as the rules want.
    public let changeAtLeast: Double
    /// The most that it may be.
    public let changeAtMost: Double
    /// The effect: 1 where every value is larger than every one of the baseline, -1 the reverse, 0 for no difference.
    public let effect: Double
    /// How likely such a difference is by chance; corrected for the number of tests where there is a judgement.
    public let p: Double
    /// What it is called; `nil` for metrics by which types are not judged.
    public let judgement: Comparison.Judgement?
    /// Why nothing can be told, where that is so.
    public let reason: String?
}

/// The values of a metric on both sides, before anything is judged.
struct MeasuredPair: Sendable {
    let type: String
    let metric: Metric
    let first: SortedValues
    let second: SortedValues
    let test: MannWhitney
    let change: MedianChange
    let unit: String

    init?(_ pair: TypePair, _ metric: Metric, _ rules: Comparison.Rules) {
        let (first, second) = pair.values(metric.name)
        var generator = SeededGenerator(seed: rules.seed, for: pair.type, metric.name)
        guard let test = MannWhitney(first, second),
            let change = MedianChange(
                first,
                second,
                confidence: rules.confidence,
                draws: rules.draws,
                using: &generator
            )
        else { return nil }
        type = pair.type
        unit = pair.unit
        self.metric = metric
        self.first = first
        self.second = second
        self.test = test
        self.change = change
    }

    /// Whether its type is judged by it.
    var isJudged: Bool { metric.isPrimary && metric.direction != .neutral }

    var trial: TestFamily.Trial {
        TestFamily.Trial(p: test.p, smallestP: MannWhitney.smallestP(first.count, second.count))
    }

    /// The change with what it is called; `ruling` is `nil` where it is not judged.
    func told(_ ruling: Ruling?, corrected: Double?) -> MetricChange {
        MetricChange(
            type: type,
            metric: metric,
            baseline: .init(count: first.count, median: change.before),
            candidate: .init(count: second.count, median: change.after),
            change: change.shareOfFirst,
            changeAtLeast: change.share.low,
            changeAtMost: change.share.high,
            effect: test.dominance,
            p: corrected ?? test.p,
            judgement: ruling?.judgement,
            reason: ruling?.reason
        )
    }

    func ruling(corrected: Double?, needed: Int, _ rules: Comparison.Rules) -> Ruling {
        let rises = change.after > change.before
        return Ruling(
            p: corrected,
            needed: needed,
            unit: unit,
            level: rules.significance,
            isRelevant: matters(change.shareOfFirst, change.after - change.before, rules),
            isSurelySmall: !matters(change.share.low, change.difference.low, rules)
                && !matters(change.share.high, change.difference.high, rules),
            isForTheWorse: rises == (metric.direction == .lower),
            span: "between \(inWords(change: change.share.low)) and \(inWords(change: change.share.high))"
        )
    }

    private func matters(_ share: Double, _ difference: Double, _ rules: Comparison.Rules) -> Bool {
        metric.matters(share: share, difference: difference, tolerance: rules.tolerance)
    }
}

extension Metric {
    /// Whether a difference is large enough for anybody to care, as a share of what was and by itself.
    func matters(share: Double, difference: Double, tolerance: Double) -> Bool {
        // A tenth of something may be a little less than that in its last bits.
        difference != 0 && abs(share) >= tolerance * (1 - 1e-9) && abs(difference) >= grain
    }
}
