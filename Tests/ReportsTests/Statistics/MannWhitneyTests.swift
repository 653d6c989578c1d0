import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct MannWhitneyTests {
    /// Two samples, and what scipy 1.17.1 makes of them.
    struct Reference: Sendable {
        let first: [Double]
        let second: [Double]
        let pairs: Double
        let p: Double
    }

    /// Without ties `mannwhitneyu(method="exact")`; with ties all ways to choose ranks of `rankdata`, twice the tail.
    private static let exact = [
        Reference(first: [1, 2, 3, 4, 5], second: [6, 7, 8, 9, 10], pairs: 25, p: 0.007936507936507936),
        Reference(first: [1.1, 2.2, 3.3, 4.4], second: [2.5, 3.5, 4.5, 5.5, 6.5], pairs: 17, p: 0.1111111111111111),
        Reference(first: [1, 2, 2, 3, 5], second: [2, 3, 3, 4, 6, 7], pairs: 23, p: 0.17316017316017315),
        Reference(first: [5], second: [1, 2, 3, 4, 6, 7, 8], pairs: 3, p: 1),
        Reference(first: [3, 3, 3], second: [3, 3, 3], pairs: 4.5, p: 1),
        Reference(first: [0, 0, 0, 0, 1], second: [0, 0, 1, 1, 1, 1], pairs: 22, p: 0.35064935064935066),
    ]

    /// By `mannwhitneyu(method="asymptotic", use_continuity=True)`.
    private static let normal = [
        Reference(
            first: values(40) { ($0 * 37) % 101 }.map { $0 / 10 },
            second: values(45) { ($0 * 53) % 97 }.map { $0 / 10 + 1.5 },
            pairs: 1073,
            p: 0.12879227419361394
        ),
        Reference(
            first: values(50) { ($0 * 7) % 10 },
            second: values(60) { ($0 * 3) % 10 + ($0 % 3 == 0 ? 1 : 0) },
            pairs: 1595,
            p: 0.5686847754435537
        ),
    ]

    private static func values(_ count: Int, _ value: (Int) -> Int) -> [Double] {
        (0..<count).map { index in Double(value(index)) }
    }

    @Test func `small samples are counted out, as scipy does`() throws {
        for reference in Self.exact {
            let test = try #require(MannWhitney(SortedValues(reference.first), SortedValues(reference.second)))
            #expect(test.isExact && test.pairs == reference.pairs && abs(test.p - reference.p) < 1e-12, "\(test)")
        }
    }

    @Test func `large samples are judged by the normal distribution, as scipy does`() throws {
        for reference in Self.normal {
            let test = try #require(MannWhitney(SortedValues(reference.first), SortedValues(reference.second)))
            #expect(!test.isExact && test.pairs == reference.pairs && abs(test.p - reference.p) < 1e-12, "\(test)")
        }
    }

    @Test func `sides, order and place do not matter`() async throws {
        try await checkProperty("symmetries of the test", runs: 100) { (chance: inout SeededGenerator) -> [[Double]] in
            let range = Int.random(in: 1...40, using: &chance)
            return (0..<2).map { _ in
                let count = Int.random(in: 1...30, using: &chance)
                return (0..<count).map { _ in Double(Int.random(in: 0...range, using: &chance)) }
            }
        } refute: { (samples: [[Double]]) -> String? in
            let (first, second) = (samples[0], samples[1])
            guard let test = MannWhitney(SortedValues(first), SortedValues(second)),
                let back = MannWhitney(SortedValues(second), SortedValues(first)),
                let moved = MannWhitney(
                    SortedValues(first.map { $0 * 8 + 64 }),
                    SortedValues(second.map { $0 * 8 + 64 })
                ),
                let mirrored = MannWhitney(SortedValues(first.map { -$0 }), SortedValues(second.map { -$0 }))
            else { return "no test" }
            guard (0...1).contains(test.p), (-1...1).contains(test.dominance) else { return "\(test)" }
            guard abs(back.p - test.p) < 1e-12, abs(back.dominance + test.dominance) < 1e-12 else { return "\(back)" }
            guard moved == test else { return "moved: \(moved)" }
            guard abs(mirrored.p - test.p) < 1e-12 else { return "mirrored: \(mirrored)" }
            var pairs = 0.0
            for one in first { for other in second { pairs += other > one ? 1 : other == one ? 0.5 : 0 } }
            guard pairs == test.pairs else { return "\(pairs) pairs" }
            let least = MannWhitney.smallestP(first.count, second.count)
            return !test.isExact || test.p >= least * (1 - 1e-12) ? nil : "p below \(least)"
        }
    }

    @Test func `without a difference p is below a level no more often than the level says`() throws {
        var below = 0
        for number in 0..<600 {
            var chance = SeededGenerator(seed: 2).derived(number)
            let samples = [11, 40].map { count in SortedValues((0..<count).map { _ in chance.normal() }) }
            if let test = MannWhitney(samples[0], samples[1]), test.p <= 0.05 { below += 1 }
        }
        #expect((14...46).contains(below), "\(below) of 600")
    }

    @Test func `it is known how many values it takes`() {
        #expect(MannWhitney.smallestP(5, 5) == 2.0 / 252 && MannWhitney.smallestP(1, 1) == 1)
        #expect(MannWhitney.smallestP(0, 9) == 1)
        #expect(MannWhitney.countNeeded(for: 0.05) == 4 && MannWhitney.countNeeded(for: 0.01) == 5)
        #expect(MannWhitney(SortedValues([]), SortedValues([1])) == nil)
    }
}
