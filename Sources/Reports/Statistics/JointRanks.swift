/// The ranks that the values of two samples have among all of them.
///
/// Ties share the mean of their ranks; all ranks are doubled, so that they are whole.
struct JointRanks: Sendable {
    /// Of all values, the smallest first.
    private(set) var doubled: [Int] = []
    /// The sum of those that belong to the second sample.
    private(set) var ofSecond = 0
    /// The sum of t^3 - t over groups of t equal values.
    private(set) var ties = 0.0

    init(_ first: SortedValues, _ second: SortedValues) {
        doubled.reserveCapacity(first.count + second.count)
        var (i, j) = (0, 0)
        while i < first.count || j < second.count {
            let (before, secondBefore) = (i + j, j)
            let value = min(
                i < first.count ? first.sorted[i] : .infinity,
                j < second.count ? second.sorted[j] : .infinity
            )
            while i < first.count, first.sorted[i] == value { i += 1 }
            while j < second.count, second.sorted[j] == value { j += 1 }
            let size = i + j - before
            let rank = 2 * before + size + 1
            doubled.append(contentsOf: repeatElement(rank, count: size))
            ofSecond += rank * (j - secondBefore)
            ties += Double(size) * Double(size) * Double(size) - Double(size)
        }
    }

    /// How likely it is that so many values, chosen by chance, have at most, and at least, such a sum of doubled ranks.
    ///
    /// All ways to choose are counted.
    func tails(choosing chosen: Int, sum: Int) -> (lower: Double, upper: Double) {
        let most = doubled.suffix(chosen).reduce(0, +)
        let width = most + 1
        // How many ways there are to choose so many values with such a sum, of the ranks gone through so far.
        var ways = [Double](repeating: 0, count: (chosen + 1) * width)
        ways[0] = 1
        for (index, rank) in doubled.enumerated() {
            for count in stride(from: min(chosen, index + 1), to: 0, by: -1) {
                let (here, below) = (count * width, (count - 1) * width - rank)
                var reached = rank
                while reached < width {
                    ways[here + reached] += ways[below + reached]
                    reached += 1
                }
            }
        }
        let all = ways[(chosen * width)...]
        let total = all.reduce(0, +)
        let lower = all.prefix(sum + 1).reduce(0, +)
        let upper = all.dropFirst(sum).reduce(0, +)
        return (lower / total, upper / total)
    }
}
