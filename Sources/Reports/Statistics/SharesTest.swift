/// Fisher's exact test: whether a share differs between two groups, and how far apart the shares may be.
package struct SharesTest: Sendable, Equatable {
    /// So many of so many.
    package struct Share: Sendable, Equatable {
        package let count: Int
        package let all: Int

        package init(_ count: Int, of all: Int) {
            precondition(count >= 0 && count <= all, "\(count) of \(all)")
            self.count = count
            self.all = all
        }

        package var value: Double { all == 0 ? 0 : Double(count) / Double(all) }
    }

    /// How likely a difference that is at least as rare is when there is none.
    package let p: Double
    /// Where the difference, second less first, may be.
    package let difference: MedianChange.Interval

    /// Compares two shares; `nil` where one is of nothing.
    package init?(_ first: Share, _ second: Share, deviations: Double = 1.96) {
        guard first.all > 0, second.all > 0 else { return nil }
        p = Self.fisher(first, second)
        let (one, two) = (Self.wilson(first, deviations), Self.wilson(second, deviations))
        let middle = second.value - first.value
        func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        // Newcombe's hybrid of two intervals of Wilson.
        difference = MedianChange.Interval(
            low: middle - length(second.value - two.low, one.high - first.value),
            high: middle + length(two.high - second.value, first.value - one.low)
        )
    }

    /// The smallest p that groups of such sizes can come to: when all of one and none of the other have it.
    package static func smallestP(_ first: Int, _ second: Int) -> Double {
        MannWhitney.smallestP(first, second) / (first == second ? 1 : 2)
    }

    private static func fisher(_ first: Share, _ second: Share) -> Double {
        let having = first.count + second.count
        let range = max(0, having - second.all)...min(first.all, having)
        // How likely each count of the first group is, as a multiple of the likeliest.
        func step(_ count: Int) -> Double {
            Double(having - count) * Double(first.all - count)
                / (Double(count + 1) * Double(second.all - having + count + 1))
        }
        let mode = min(
            max((having + 1) * (first.all + 1) / (first.all + second.all + 2), range.lowerBound),
            range.upperBound
        )
        var weights = [Double](repeating: 1, count: range.count)
        for count in mode..<range.upperBound {
            weights[count + 1 - range.lowerBound] = weights[count - range.lowerBound] * step(count)
        }
        for count in (range.lowerBound..<mode).reversed() {
            weights[count - range.lowerBound] = weights[count + 1 - range.lowerBound] / step(count)
        }
        // What is equally rare may differ in its last bits.
        let limit = weights[first.count - range.lowerBound] * (1 + 1e-7)
        return min(1, weights.filter { $0 <= limit }.reduce(0, +) / weights.reduce(0, +))
    }

    private static func wilson(_ share: Share, _ z: Double) -> MedianChange.Interval {
        let n = Double(share.all)
        let middle = (share.value + z * z / (2 * n)) / (1 + z * z / n)
        let half =
            z / (1 + z * z / n) * (share.value * (1 - share.value) / n + z * z / (4 * n * n)).squareRoot()
        return MedianChange.Interval(low: max(0, middle - half), high: min(1, middle + half))
    }
}
