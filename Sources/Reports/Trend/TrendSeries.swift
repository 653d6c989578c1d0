import Glibc
public import Orchestration

/// What a metric was in one group of cases, run by run.
public struct TrendSeries: Sendable, Equatable {
    /// The fewest runs of which anything is told.
    public static let fewestRuns = 2 * ChangePoints.smallestPart
    /// So much better than steps a line must fit to be taken for the truth: what has a step must not be called a drift.
    private static let preference = 10.0
    /// What is written for what is not known.
    static let unknown = "unknown"

    /// The median of one run.
    public struct Point: Sendable, Equatable {
        /// The run.
        public let runID: String
        /// When it began.
        public let startedAt: Timestamp
        /// The median of its cases.
        public let value: Double
        /// How many cases it has.
        public let count: Int
    }

    /// Something that cases ran on, before and after a change.
    public struct Shift: Sendable, Equatable {
        public let what: Grouping
        public let before: String
        public let after: String
    }

    /// A run from which on values are others.
    public struct Change: Sendable, Equatable {
        /// Its place among the points.
        public let index: Int
        /// The run.
        public let runID: String
        /// When it began.
        public let startedAt: Timestamp
        /// The median between the change before, if any, and this one.
        public let before: Double
        /// The median from here to the next change, if any.
        public let after: Double
        /// How likely a change at least as clear is by chance.
        public let p: Double
        /// What it is; `nil` where nobody knows which values are better.
        public let judgement: Comparison.Judgement?
        /// What changed together with it.
        public let shifts: [Shift]

        /// The change as a share of what was before; infinite where that was nothing.
        public var share: Double { after == before ? 0 : (after - before) / abs(before) }
    }

    /// A steady rise or fall.
    public struct Drift: Sendable, Equatable {
        /// How much values rise in a day.
        public let perDay: Double
        /// How much they rose in all, as a share of what they began with.
        public let share: Double
        /// How likely a drift at least as steady is by chance.
        public let p: Double
        /// What it is; `nil` where nobody knows which values are better.
        public let judgement: Comparison.Judgement?
    }

    /// What tells its cases from those of other series.
    public let name: String
    /// The runs, the oldest first.
    public let points: [Point]
    /// The places where values change.
    public let changes: [Change]
    /// A steady rise or fall, where that says it better than single changes.
    public let drift: Drift?

    /// Whether there are enough runs to tell anything.
    public var isLongEnough: Bool { points.count >= Self.fewestRuns }

    /// Whether anything became worse.
    public var hasWorse: Bool { changes.contains { $0.judgement == .worse } || drift?.judgement == .worse }

    init(_ name: String, _ runs: [RunOfSeries], of metric: Metric, level: Double, _ rules: Trend.Rules) {
        self.name = name
        points = runs.map(\.point)
        guard runs.count >= Self.fewestRuns else {
            (changes, drift) = ([], nil)
            return
        }
        var generator = SeededGenerator(seed: rules.seed, for: "trend", metric.name, name)
        let values = runs.map(\.point.value)
        let found = ChangePoints(level: level).find(in: values, using: &generator)
        let steps = Steps(values, found).relevant(to: metric, rules.tolerance)
        let line = Line(points, metric, rules.tolerance)
        let hasSteps = !steps.points.isEmpty
        if let line, line.p <= level, line.isRelevant, !hasSteps || line.cost + Self.preference < steps.cost {
            changes = []
            drift = line.drift
        } else {
            changes = steps.changes(runs, metric)
            drift = nil
        }
    }
}

extension Metric {
    /// What a change from one value to another is called.
    func judgement(_ before: Double, _ after: Double) -> Comparison.Judgement? {
        switch direction {
        case .neutral: nil
        case .lower: after > before ? .worse : .better
        case .higher: after < before ? .worse : .better
        }
    }
}

/// How well a model fits, and what its freedom costs: the smaller, the better (BIC with Laplace's distribution).
private func cost(_ deviations: [Double], freedom: Int) -> Double {
    let count = Double(deviations.count)
    let mean = deviations.map(abs).reduce(0, +) / count
    return mean > 0 ? 2 * count * log(mean) + Double(freedom) * log(count) : -.infinity
}

// MARK: - Steps

/// A series as levels that last for a while.
private struct Steps {
    private let values: [Double]
    private(set) var points: [ChangePoints.Point]

    init(_ values: [Double], _ points: [ChangePoints.Point]) {
        self.values = values
        self.points = points
    }

    private var bounds: [Int] { [0] + points.map(\.index) + [values.count] }

    private var parts: [Range<Int>] { zip(bounds, bounds.dropFirst()).map { $0..<$1 } }

    private var levels: [Double] { parts.map { SortedValues(values[$0]).median ?? 0 } }

    /// The same without steps that matter to nobody: the smallest one goes first, until none does.
    func relevant(to metric: Metric, _ tolerance: Double) -> Steps {
        var steps = self
        while true {
            let levels = steps.levels
            let sizes = zip(levels, levels.dropFirst()).map { before, after in
                let difference = after - before
                let share = difference == 0 ? 0 : difference / abs(before)
                let matters = metric.matters(share: share, difference: difference, tolerance: tolerance)
                return (share: abs(share), matters: matters)
            }
            let smallest = sizes.indices.filter { !sizes[$0].matters }.min { sizes[$0].share < sizes[$1].share }
            guard let smallest else { return steps }
            steps.points.remove(at: smallest)
        }
    }

    var cost: Double {
        let deviations = zip(parts, levels).flatMap { part, level in values[part].map { $0 - level } }
        return Reports.cost(deviations, freedom: 2 * points.count + 1)
    }

    func changes(_ runs: [RunOfSeries], _ metric: Metric) -> [TrendSeries.Change] {
        let (parts, levels) = (parts, levels)
        return points.enumerated().map { place, point in
            let run = runs[point.index].point
            return TrendSeries.Change(
                index: point.index,
                runID: run.runID,
                startedAt: run.startedAt,
                before: levels[place],
                after: levels[place + 1],
                p: point.p,
                judgement: metric.judgement(levels[place], levels[place + 1]),
                shifts: Self.shifts(runs[parts[place]], runs[parts[place + 1]])
            )
        }
    }

    /// What most runs before and most runs behind a change do not have in common.
    private static func shifts(
        _ before: ArraySlice<RunOfSeries>,
        _ after: ArraySlice<RunOfSeries>
    ) -> [TrendSeries.Shift] {
        (Grouping.surroundings + [.tool]).compactMap { what in
            guard let old = mostFrequent(before.map { $0.surroundings[what] }),
                let new = mostFrequent(after.map { $0.surroundings[what] }), old != new
            else { return nil }
            return TrendSeries.Shift(what: what, before: old, after: new)
        }
    }
}

// MARK: - A line

/// A series as a steady rise or fall.
private struct Line {
    private let slope: Slope
    private let metric: Metric
    private let share: Double
    /// Whether anybody cares.
    let isRelevant: Bool
    let cost: Double

    init?(_ points: [TrendSeries.Point], _ metric: Metric, _ tolerance: Double) {
        guard let first = points.first, let last = points.last else { return nil }
        let days = points.map { ($0.startedAt - first.startedAt).inSeconds / 86_400 }
        let values = points.map(\.value)
        guard let slope = Slope(times: days, values: values),
            let start = SortedValues(zip(days, values).map { $1 - $0 * slope.rise }).median
        else { return nil }
        let difference = slope.rise * (last.startedAt - first.startedAt).inSeconds / 86_400
        self.slope = slope
        self.metric = metric
        share = difference == 0 ? 0 : difference / abs(start)
        isRelevant = metric.matters(share: share, difference: difference, tolerance: tolerance)
        cost = Reports.cost(zip(days, values).map { $1 - $0 * slope.rise - start }, freedom: 2)
    }

    var p: Double { slope.p }

    var drift: TrendSeries.Drift {
        TrendSeries.Drift(
            perDay: slope.rise,
            share: share,
            p: slope.p,
            judgement: metric.judgement(0, slope.rise)
        )
    }
}
