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

    /// The value in the middle; of an even number the lower of the two.
    package var median: Double? { quantile(0.5) }
}
