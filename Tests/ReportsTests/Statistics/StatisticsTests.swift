import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct StatisticsTests {
    @Test func `quantiles are those of the nearest rank`() {
        let sample = SortedValues([5, 1, 4, 2, 3, .nan])
        #expect([0, 0.2, 0.21, 0.5, 0.9, 1].map { sample.quantile($0) } == [1, 1, 2, 3, 5, 5])
        #expect(SortedValues([4, 1, 3, 2]).median == 2.5 && SortedValues([7]).median == 7)
        #expect(SortedValues([]).median == nil)
    }

    @Test func `Holm's correction is that of statsmodels`() {
        // statsmodels 0.15.0, multipletests(method="holm")
        let corrected = holmCorrected([0.01, 0.04, 0.03, 0.005, 0.5])
        #expect(zip(corrected, [0.04, 0.09, 0.09, 0.025, 0.5]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(holmCorrected([]).isEmpty && holmCorrected([0.7]) == [0.7])
    }

    @Test func `normal and gamma numbers have the mean and the variance that they should`() {
        var chance = SeededGenerator(seed: 4)
        let normal = (0..<20_000).map { _ in chance.normal() }
        let mean = normal.reduce(0, +) / 20_000
        let variance = normal.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20_000
        #expect(abs(mean) < 0.03 && abs(variance - 1) < 0.04)
    }

    @Test func `the interval of a median change holds the truth about as often as it says`() throws {
        var hits = 0
        for number in 0..<200 {
            var chance = SeededGenerator(seed: 11).derived(number)
            let first = SortedValues((0..<40).map { _ in 10 + chance.normal() })
            let second = SortedValues((0..<40).map { _ in 13 + chance.normal() })
            let change = try #require(
                MedianChange(first, second, confidence: 0.95, draws: 200, using: &chance)
            )
            if change.share.low <= 0.3, change.share.high >= 0.3 { hits += 1 }
        }
        // 190 of 200 are 95 %.
        #expect((179...199).contains(hits), "\(hits) of 200")
    }

    @Test func `redrawn medians scatter as those of samples that are really drawn again`() throws {
        var chance = SeededGenerator(seed: 21)
        let values = (0..<31).map { _ in 100 + 10 * chance.normal() }
        let change = try #require(
            MedianChange(SortedValues([0]), SortedValues(values), confidence: 0.9, draws: 4000, using: &chance)
        )
        let drawn = SortedValues(
            (0..<4000).map { _ in
                SortedValues((0..<31).map { _ in values[Int.random(in: 0..<31, using: &chance)] }).median ?? 0
            }
        )
        // Both are values of the sample: they may be neighbours, no more.
        let sorted = values.sorted()
        let place = { (value: Double?) in sorted.firstIndex { $0 == value } ?? -99 }
        #expect(abs(place(change.difference.low) - place(drawn.quantile(0.05))) <= 1)
        #expect(abs(place(change.difference.high) - place(drawn.quantile(0.95))) <= 1)
    }

    @Test func `a median of nothing that becomes something is a change without measure`() throws {
        var chance = SeededGenerator(seed: 1)
        let change = try #require(
            MedianChange(
                SortedValues([0, 0, 0]),
                SortedValues([1, 1, 1]),
                confidence: 0.95,
                draws: 50,
                using: &chance
            )
        )
        #expect(change.shareOfFirst == .infinity && change.difference.low == 1 && change.difference.high == 1)
        let still = MedianChange(SortedValues([0]), SortedValues([0]), confidence: 0.95, draws: 50, using: &chance)
        #expect(still?.shareOfFirst == 0 && still?.share.high == 0)
        #expect(MedianChange(SortedValues([]), SortedValues([1]), confidence: 0.95, draws: 50, using: &chance) == nil)
    }
}
