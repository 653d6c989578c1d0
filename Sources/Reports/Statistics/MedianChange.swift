package import Orchestration

/// How far the median of one sample is from that of another, and how sure that is.
package struct MedianChange: Sendable, Equatable {
    /// From where to where something may be.
    package struct Interval: Sendable, Equatable {
        package let low: Double
        package let high: Double
    }

    /// The median of the first sample.
    package let before: Double
    /// The median of the second sample.
    package let after: Double
    /// Where their difference may be.
    package let difference: Interval
    /// Where their difference as a share of the first may be; infinite where that may be nothing.
    package let share: Interval

    /// Compares two samples; `nil` where one of them is empty.
    ///
    /// The intervals are those of a bootstrap: what becomes of the medians when values are drawn again and again.
    package init?(
        _ first: SortedValues,
        _ second: SortedValues,
        confidence: Double,
        draws: Int,
        using generator: inout SeededGenerator
    ) {
        guard let before = first.median, let after = second.median, draws > 0 else { return nil }
        self.before = before
        self.after = after
        let (firstMedian, secondMedian) = (RedrawnMedian(of: first), RedrawnMedian(of: second))
        var differences: [Double] = []
        var shares: [Double] = []
        for _ in 0..<draws {
            let from = firstMedian.draw(using: &generator)
            let to = secondMedian.draw(using: &generator)
            differences.append(to - from)
            shares.append(Self.share(from, to))
        }
        difference = Self.interval(differences, confidence)
        share = Self.interval(shares, confidence)
    }

    /// The difference as a share of the first median; infinite where that is nothing and the other is not.
    package var shareOfFirst: Double { Self.share(before, after) }

    private static func share(_ from: Double, _ to: Double) -> Double {
        let difference = to - from
        return difference == 0 ? 0 : difference / abs(from)
    }

    private static func interval(_ values: [Double], _ confidence: Double) -> Interval {
        let sorted = values.sorted()
        func place(_ share: Double) -> Int {
            min(max(Int((share * Double(sorted.count)).rounded(.up)) - 1, 0), sorted.count - 1)
        }
        let rest = (1 - confidence) / 2
        return Interval(low: sorted[place(rest)], high: sorted[place(1 - rest)])
    }
}

/// The median of as many values as a sample has, drawn from it with replacement.
///
/// Which values are in the middle follows from the median of so many uniform numbers, which has a beta distribution: so
/// a draw costs the same for ten values and for a million.
private struct RedrawnMedian {
    private let sorted: [Double]
    /// The rank of the lower one in the middle.
    private let rank: Int
    private let hasTwoMiddles: Bool

    init(of sample: SortedValues) {
        sorted = sample.sorted
        rank = (sample.count + 1) / 2
        hasTwoMiddles = sample.count % 2 == 0
    }

    func draw(using generator: inout SeededGenerator) -> Double {
        let below = generator.gamma(Double(rank))
        // Between neighbours among sorted uniform numbers lies the share of one.
        let between = hasTwoMiddles ? generator.gamma(1) : 0
        let above = generator.gamma(Double(sorted.count - rank + (hasTwoMiddles ? 0 : 1)))
        let all = below + between + above
        return value(at: below / all) / 2 + value(at: (below + between) / all) / 2
    }

    private func value(at share: Double) -> Double {
        sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
    }
}
