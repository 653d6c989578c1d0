/// Measured values of one kind in ascending order; only finite ones.
package struct SortedValues: Sendable, Equatable {
    /// The values, the smallest first.
    package let sorted: [Double]

    /// Takes values in any order.
    package init(_ values: some Sequence<Double>) { sorted = values.filter(\.isFinite).sorted() }

    /// How many there are.
    package var count: Int { sorted.count }

    /// The value that the share of all does not exceed, by the nearest rank; `nil` without any.
    package func quantile(_ share: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let rank = (share * Double(count)).rounded(.up)
        return sorted[min(max(Int(rank) - 1, 0), count - 1)]
    }

    /// The value in the middle; of two in the middle their mean, so that of two values neither is hidden.
    package var median: Double? {
        sorted.isEmpty ? nil : sorted[(count - 1) / 2] / 2 + sorted[count / 2] / 2
    }
}
