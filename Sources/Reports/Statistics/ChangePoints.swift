package import Orchestration

/// Places in a series from which on values are others than before.
///
/// The series is cut where the ranks of what is before and behind differ most, when chance seldom makes such a
/// difference: the same values in another order are the measure. Then its parts are looked at in the same way.
package struct ChangePoints: Sendable {
    /// A place where a series changes.
    package struct Point: Sendable, Equatable {
        /// The first value that is another.
        package let index: Int
        /// How likely a cut at least as good is in the same values without any order.
        package let p: Double
    }

    /// The fewest values on either side of a change.
    package static let smallestPart = 5

    /// How seldom a series without any change is to be taken for one with a change.
    private let level: Double
    /// How many other orders of the values are looked at.
    private let orders: Int

    /// Decides how sure a change must be.
    package init(level: Double) {
        self.level = level
        // Enough to tell half the level apart from it.
        orders = min(max(999, Int((5 / level).rounded(.up)) - 1), 99_999)
    }

    /// Finds the places, the first one first.
    package func find(in values: [Double], using generator: inout SeededGenerator) -> [Point] {
        var found: [Point] = []
        var parts = [0..<values.count]
        while let part = parts.popLast() {
            guard part.count >= 2 * Self.smallestPart,
                let point = cut(values[part], using: &generator)
            else { continue }
            found.append(point)
            parts += [part.lowerBound..<point.index, point.index..<part.upperBound]
        }
        return found.sorted { $0.index < $1.index }
    }

    private func cut(_ values: ArraySlice<Double>, using generator: inout SeededGenerator) -> Point? {
        var ranks = Self.centredRanks(values)
        let weights = Self.weights(ranks.count)
        let (place, height) = Self.steepest(ranks, weights)
        guard height > 0 else { return nil }
        // Whoever has seen that many better orders knows enough: the series has no change.
        let limit = Int((level * Double(orders + 1)).rounded(.down))
        var better = 0
        for _ in 0..<orders {
            ranks.shuffle(using: &generator)
            // The same sums in another order may differ in their last bits.
            if Self.steepest(ranks, weights).height >= height * (1 - 1e-12) { better += 1 }
            if better >= limit { return nil }
        }
        return Point(index: values.startIndex + place, p: Double(better + 1) / Double(orders + 1))
    }

    /// The ranks less their mean; ties share theirs.
    private static func centredRanks(_ values: ArraySlice<Double>) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            let rank = Double(start + 1 + end) / 2 - Double(order.count + 1) / 2
            for place in start..<end { ranks[order[place] - values.startIndex] = rank }
            start = end
        }
        return ranks
    }

    /// What makes sums of few ranks and of many comparable.
    private static func weights(_ count: Int) -> [Double] {
        (0..<count).map { $0 == 0 ? 0 : 1 / (Double($0) * Double(count - $0)).squareRoot() }
    }

    /// Before which value the ranks are best cut in two, and how good that is.
    private static func steepest(_ ranks: [Double], _ weights: [Double]) -> (place: Int, height: Double) {
        var sum = 0.0
        var best = (place: 0, height: 0.0)
        for place in 0..<(ranks.count - smallestPart) {
            if place >= smallestPart {
                let height = abs(sum) * weights[place]
                if height > best.height { best = (place, height) }
            }
            sum += ranks[place]
        }
        // The last place has all but the smallest part before it.
        let last = ranks.count - smallestPart
        let height = abs(sum) * weights[last]
        return height > best.height ? (last, height) : best
    }
}
