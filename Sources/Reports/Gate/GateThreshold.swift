/// What a figure of every case must be, such as `p99(total_error_bound) < 50us`.
package struct GateThreshold: Sendable, Hashable, CustomStringConvertible {
    /// How a figure is held against a limit.
    package enum Comparison: String, Sendable, CaseIterable {
        case atMost = "<="
        case atLeast = ">="
        case less = "<"
        case more = ">"

        /// Whether what holds is below the limit.
        var isUpper: Bool { self == .less || self == .atMost }
        /// Whether the limit itself does not hold.
        var isStrict: Bool { self == .less || self == .more }
    }

    /// What is held against the limit.
    package let figure: GateFigure
    /// How.
    package let comparison: Comparison
    /// The number as it was written.
    package let number: Double
    /// The unit behind it.
    package let unit: GateUnit

    init(_ figure: GateFigure, _ comparison: Comparison, _ number: Double, _ unit: GateUnit) {
        precondition(unit.dimension == figure.metric.dimension, "\(figure) is not measured in \(unit.rawValue)")
        precondition(number.isFinite && number >= 0, "an amount is held against \(number)")
        self.figure = figure
        self.comparison = comparison
        self.number = number
        self.unit = unit
    }

    package var description: String { "\(figure) \(limitInWords)" }

    /// The limit as it stands behind the figure.
    package var limitInWords: String { "\(comparison.rawValue) \(GateUnit.text(number))\(unit.rawValue)" }

    /// The limit in what figures are recorded in.
    var limit: Double { unit.recorded(number) }

    /// Whether a value is as it must be.
    func holds(for value: Double) -> Bool {
        switch comparison {
        case .less: value < limit
        case .atMost: value <= limit
        case .more: value > limit
        case .atLeast: value >= limit
        }
    }

    /// A value in the unit of the limit, and never in the words of the limit where it is another one.
    func words(for value: Double) -> String {
        let short = unit.words(for: value)
        return short == unit.words(for: limit) && value != limit ? "\(value / unit.recorded(1))\(unit.rawValue)" : short
    }

    /// Whether nothing can be as both demand.
    ///
    /// Of the values of one case the median is not above the 90th percentile, and so on up to the largest.
    func contradicts(_ other: GateThreshold) -> Bool {
        guard figure.metric == other.figure.metric, comparison.isUpper != other.comparison.isUpper else { return false }
        let (upper, lower) = comparison.isUpper ? (self, other) : (other, self)
        guard lower.figure.isNeverAbove(upper.figure) else { return false }
        return lower.limit > upper.limit
            || lower.limit == upper.limit && (lower.comparison.isStrict || upper.comparison.isStrict)
    }
}

extension GateFigure {
    /// Whether it cannot be more than another figure of its metric.
    fileprivate func isNeverAbove(_ other: GateFigure) -> Bool {
        if self == other { return true }
        guard let rank = function?.rank, let otherRank = other.function?.rank else { return false }
        return rank < otherRank
    }
}
