import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct SharesTests {
    /// Two shares, and `fisher_exact` of scipy 1.17.1.
    struct Reference: Sendable {
        let first: SharesTest.Share
        let second: SharesTest.Share
        let p: Double
    }

    private static let references = [
        Reference(first: .init(3, of: 5), second: .init(0, of: 5), p: 0.16666666666666666),
        Reference(first: .init(8, of: 10), second: .init(3, of: 12), p: 0.029973122852379817),
        Reference(first: .init(100, of: 100), second: .init(90, of: 100), p: 0.0015420521254357008),
        Reference(first: .init(5, of: 5), second: .init(5, of: 5), p: 1),
        Reference(first: .init(1, of: 30), second: .init(7, of: 25), p: 0.01753949589687659),
        Reference(first: .init(40, of: 400), second: .init(80, of: 500), p: 0.01009673769111558),
    ]

    @Test func `shares differ as much as scipy says`() throws {
        for reference in Self.references {
            let test = try #require(SharesTest(reference.first, reference.second))
            #expect(abs(test.p - reference.p) < 1e-9, "\(test)")
        }
    }

    @Test func `the interval is that of Newcombe's paper`() throws {
        // Newcombe 1998, table II, method 10: 56/70 less 48/80 lies between 0.0524 and 0.3339.
        let test = try #require(SharesTest(.init(48, of: 80), .init(56, of: 70)))
        #expect(abs(test.difference.low - 0.0524287) < 1e-6 && abs(test.difference.high - 0.3338749) < 1e-6)
    }

    @Test func `sides do not matter, and p is a probability that some groups can reach`() async throws {
        try await checkProperty("symmetries of the test", runs: 500) {
            (chance: inout SeededGenerator) -> [SharesTest.Share] in
            (0..<2).map { _ in
                let all = Int.random(in: 1...60, using: &chance)
                return SharesTest.Share(Int.random(in: 0...all, using: &chance), of: all)
            }
        } refute: { (shares: [SharesTest.Share]) -> String? in
            guard let test = SharesTest(shares[0], shares[1]), let back = SharesTest(shares[1], shares[0]) else {
                return "no test"
            }
            guard (0...1).contains(test.p), abs(test.p - back.p) < 1e-9 else { return "\(test) and \(back)" }
            guard abs(test.difference.low + back.difference.high) < 1e-12 else { return "\(test) and \(back)" }
            let least = SharesTest.smallestP(shares[0].all, shares[1].all)
            return test.p >= least * (1 - 1e-9) ? nil : "p below \(least)"
        }
        #expect(SharesTest(.init(0, of: 0), .init(1, of: 1)) == nil)
    }

    @Test func `slopes are those of Theil and Sen, and as sure as Kendall says`() throws {
        // scipy 1.17.1, theilslopes and kendalltau(method="asymptotic"), without and with ties.
        let plain = try #require(
            Slope(times: (0..<12).map(Double.init), values: [1, 1.2, 0.9, 1.5, 1.4, 1.7, 1.6, 1.6, 2, 1.9, 2.3, 2.1])
        )
        #expect(abs(plain.rise - 0.1) < 1e-12 && abs(plain.p - 0.00045583384693797136) < 1e-12)
        let tied = try #require(
            Slope(times: [0, 0, 1, 1, 2, 3, 3, 4, 5, 6], values: [2, 1, 1, 3, 3, 2, 5, 4, 4, 6])
        )
        #expect(abs(tied.rise - 0.6333333333333333) < 1e-12 && abs(tied.p - 0.010032668570986957) < 1e-12)
        #expect(Slope(times: [1, 1, 1], values: [1, 2, 3]) == nil && Slope(times: [1, 2], values: [1, 2]) == nil)
        #expect(try #require(Slope(times: [1, 2, 3, 4], values: [5, 5, 5, 5])).p == 1)
    }

    @Test func `of very many points medians of neighbours tell the slope`() throws {
        var chance = SeededGenerator(seed: 6)
        let times = (0..<5000).map(Double.init)
        let slope = try #require(Slope(times: times, values: times.map { 3 * $0 + 100 * chance.normal() }))
        #expect(abs(slope.rise - 3) < 0.02 && slope.p < 1e-6)
    }
}
