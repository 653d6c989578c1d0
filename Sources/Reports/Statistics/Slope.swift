import Glibc

/// How fast values rise over time, by Theil and Sen, and by Kendall whether they do at all.
package struct Slope: Sendable, Equatable {
    /// More pairs than of so many points nobody needs.
    private static let mostPoints = 500

    /// How much a value rises with each unit of time: the median of the slopes between all pairs of points.
    package let rise: Double
    /// How likely a rise or fall at least as steady is when there is none.
    package let p: Double

    /// Looks at points in the order of time; `nil` with fewer than three, or where no time passes.
    package init?(times: [Double], values: [Double]) {
        precondition(times.count == values.count, "\(times.count) times of \(values.count) values")
        let (times, values) = Self.thinned(times, values)
        guard times.count >= 3 else { return nil }
        var slopes: [Double] = []
        slopes.reserveCapacity(times.count * (times.count - 1) / 2)
        var score = 0
        for later in times.indices {
            for earlier in 0..<later where times[later] > times[earlier] {
                let difference = values[later] - values[earlier]
                slopes.append(difference / (times[later] - times[earlier]))
                score += difference > 0 ? 1 : difference < 0 ? -1 : 0
            }
        }
        guard let rise = SortedValues(slopes).median else { return nil }
        self.rise = rise
        let variance = Self.variance(times, values)
        p = variance > 0 ? min(1, erfc(abs(Double(score)) / (2 * variance).squareRoot())) : 1
    }

    /// The medians of neighbouring points where there are very many.
    private static func thinned(_ times: [Double], _ values: [Double]) -> ([Double], [Double]) {
        let size = (times.count + mostPoints - 1) / mostPoints
        guard size > 1 else { return (times, values) }
        let blocks = stride(from: 0, to: times.count, by: size).map { $0..<min($0 + size, times.count) }
        return (blocks.map { SortedValues(times[$0]).median ?? 0 }, blocks.map { SortedValues(values[$0]).median ?? 0 })
    }

    /// The variance of Kendall's score, with ties among times and among values.
    private static func variance(_ times: [Double], _ values: [Double]) -> Double {
        let n = Double(times.count)
        let (x, y) = (ties(times), ties(values))
        func sum(_ ties: [Double], _ term: (Double) -> Double) -> Double { ties.map(term).reduce(0, +) }
        let long = { (t: Double) in t * (t - 1) * (2 * t + 5) }
        let pairs = { (t: Double) in t * (t - 1) }
        let triples = { (t: Double) in t * (t - 1) * (t - 2) }
        return (long(n) - sum(x, long) - sum(y, long)) / 18
            + sum(x, pairs) * sum(y, pairs) / (2 * pairs(n))
            + sum(x, triples) * sum(y, triples) / (9 * triples(n))
    }

    /// The sizes of the groups of equal values.
    private static func ties(_ values: [Double]) -> [Double] {
        Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +).values.map { Double($0) }
    }
}
