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

    var median: Double? { quantile(0.5) }
    var maximum: Double? { sorted.last }
}

/// A duration in seconds in the unit that suits it.
func inWords(seconds: Double) -> String {
    let units: [(limit: Double, factor: Double, name: String)] = [
        (1e-5, 1e9, "ns"), (1e-2, 1e6, "\u{b5}s"), (10, 1e3, "ms"), (1e9, 1, "s"),
    ]
    guard let unit = units.first(where: { abs(seconds) < $0.limit }) else { return "more than 30 years" }
    let tenths = (seconds * unit.factor * 10).rounded()
    let isWhole = unit.name == "ns" || tenths.truncatingRemainder(dividingBy: 10) == 0
    return "\(isWhole ? "\(Int((seconds * unit.factor).rounded()))" : "\(tenths / 10)") \(unit.name)"
}

/// A share in per cent, to a hundredth.
func inWords(share: Double) -> String {
    guard share.isFinite, abs(share) < 1e6 else { return "far too many" }
    return "\((share * 10_000).rounded() / 100) %"
}
