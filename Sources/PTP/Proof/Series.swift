/// Measured values of one kind.
struct Series: Sendable {
    /// In ascending order.
    private let sorted: [Double]

    init(_ values: some Sequence<Double>) { sorted = values.sorted() }

    /// The value that the share of all does not exceed; `nil` without any.
    func quantile(_ share: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let rank = (share * Double(sorted.count)).rounded(.up)
        return sorted[min(max(Int(rank) - 1, 0), sorted.count - 1)]
    }

    /// The value in the middle; of two in the middle their mean.
    var median: Double? {
        sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2] / 2 + sorted[sorted.count / 2] / 2
    }

    var maximum: Double? { sorted.last }
}

/// A duration in seconds in the unit that suits it.
func inWords(seconds: Double) -> String {
    let units: [(limit: Double, factor: Double, parts: Double, name: String)] = [
        (1e4, 1e9, 1, "ns"), (1e4, 1e6, 10, "\u{b5}s"), (1e4, 1e3, 10, "ms"), (1e9, 1, 10, "s"),
    ]
    // By what is printed: 0.00001 is a little less than what stands there.
    for unit in units {
        let parts = (seconds * unit.factor * unit.parts).rounded()
        guard abs(parts) < unit.limit * unit.parts else { continue }
        let isWhole = parts.truncatingRemainder(dividingBy: unit.parts) == 0
        return "\(isWhole ? "\(Int(parts / unit.parts))" : "\(parts / unit.parts)") \(unit.name)"
    }
    return "more than 30 years"
}

/// A share in per cent, to a hundredth.
func inWords(share: Double) -> String {
    guard share.isFinite, abs(share) < 1e6 else { return "far too many" }
    return "\((share * 10_000).rounded() / 100) %"
}
