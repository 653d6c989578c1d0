import Glibc

/// The test of Mann and Whitney: whether values of one sample tend to be larger than those of another.
package struct MannWhitney: Sendable, Equatable {
    /// In how many of all pairs the value of the second sample is the larger one; ties count half.
    package let pairs: Double
    /// How likely pairs at least as lopsided are when there is no difference, in either direction.
    package let p: Double
    /// Whether all ways to share out the values were counted, instead of taking a normal distribution for them.
    package let isExact: Bool
    /// Cliff's delta: 1 where every value of the second sample is larger than every one of the first, -1 the reverse.
    package let dominance: Double

    /// Compares two samples; `nil` where one of them is empty.
    package init?(_ first: SortedValues, _ second: SortedValues) {
        guard first.count > 0, second.count > 0 else { return nil }
        let ranks = JointRanks(first, second)
        let (m, n) = (first.count, second.count)
        pairs = Double(ranks.ofSecond - n * (n + 1)) / 2
        dominance = 2 * pairs / (Double(m) * Double(n)) - 1
        isExact = Self.isCountable(m, n)
        if isExact {
            let all = ranks.doubled.reduce(0, +)
            let (lower, upper) =
                m < n
                ? ranks.tails(choosing: m, sum: all - ranks.ofSecond) : ranks.tails(choosing: n, sum: ranks.ofSecond)
            p = min(1, 2 * min(lower, upper))
        } else {
            p = Self.normalP(pairs, Double(m), Double(n), ties: ranks.ties)
        }
    }

    /// Whether counting all ways takes no more than moments.
    private static func isCountable(_ first: Int, _ second: Int) -> Bool {
        min(first, second) * (first + second) <= 450
    }

    private static func normalP(_ pairs: Double, _ m: Double, _ n: Double, ties: Double) -> Double {
        let all = m + n
        let variance = m * n / 12 * (all + 1 - ties / (all * (all - 1)))
        guard variance > 0 else { return 1 }
        let distance = abs(pairs - m * n / 2) - 0.5
        return min(1, erfc(distance / (2 * variance).squareRoot()))
    }
}

extension MannWhitney {
    /// The smallest p that samples of such sizes can come to: when they do not overlap at all.
    package static func smallestP(_ first: Int, _ second: Int) -> Double {
        guard first > 0, second > 0 else { return 1 }
        return min(1, 2 / binomial(first + second, min(first, second)))
    }

    /// How many values each side needs at least for a p of that level.
    package static func countNeeded(for level: Double) -> Int {
        var count = 1
        while count < 1000, smallestP(count, count) > level { count += 1 }
        return count
    }
}

/// In how many ways so many can be chosen of all.
func binomial(_ all: Int, _ chosen: Int) -> Double {
    var ways = 1.0
    for index in 0..<chosen {
        ways *= Double(all - index) / Double(index + 1)
        // More than anybody asks for.
        if ways > 1e300 { return ways }
    }
    return ways.rounded()
}
