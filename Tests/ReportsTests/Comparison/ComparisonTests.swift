import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct ComparisonTests {
    @Test func `a regression of 30 per cent in one type of five is found among 200 runs, and no other`() throws {
        let (before, after) = Self.planted(0.3)
        let comparison = try Comparison(baseline: before, candidate: after)
        let worse = comparison.metrics.filter { $0.judgement == .worse }
        #expect(Set(worse.map(\.type)) == ["m7g.medium"])
        #expect(worse.map(\.metric.name) == ["total_error_bound", "phc_error_bound", "system_time_median"])
        let total = try #require(worse.first)
        #expect(abs(total.change - 0.3) < 0.05 && total.changeAtLeast > 0.2 && total.changeAtMost < 0.4)
        #expect(total.effect > 0.8 && total.p < 1e-6 && total.baseline.count == 100 && total.candidate.count == 100)
        let others = comparison.metrics.filter { $0.judgement != nil && $0.type != "m7g.medium" }
        #expect(others.count == 20 && others.allSatisfy { [.same, .cannotTell].contains($0.judgement) })
        #expect(others.count { $0.judgement == .same } >= 18)
        #expect(comparison.support.allSatisfy { $0.judgement == .same })
        #expect(comparison.exitCode == 1)
        let lines = comparison.lines()
        #expect(lines.filter { $0.hasPrefix("worse: ") }.count == 3)
        #expect(lines.contains { $0.hasPrefix("worse: m7g.medium total_error_bound 2") }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("same: c7i.large: 100 of 100 supported") }, "\(lines)")
        #expect(lines.last == "something is worse")
        // Seen from the other side it is better, and nothing is worse.
        let back = try Comparison(baseline: after, candidate: before)
        #expect(Set(back.metrics.filter { $0.judgement == .better }.map(\.type)) == ["m7g.medium"])
        #expect(back.exitCode == 0 && back.lines().last == "nothing is worse, as far as that can be told")
    }

    @Test func `without a planted change nothing is worse, in whatever way the values fall`() throws {
        // With the usual number of draws and 500 seeds: 0 alarms; with 30 runs on each side, of 1,000 seeds 0, too.
        let seeds: ClosedRange<UInt64> = 1...12
        let alarms = try seeds.count { try Self.isAlarmed(by: ComparisonRuns().runs(200, seed: $0)) }
        #expect(alarms == 0)
    }

    @Test func `few values that scatter much raise no more false alarms than the rules allow`() throws {
        // The rules allow 1 %. Of 2,000 seeds 10 raised one; of 150 hardly ever more than 5 will.
        let seeds: ClosedRange<UInt64> = 1...150
        let alarms = try seeds.count { seed in
            var made = ComparisonRuns()
            made.scatter = 0.3
            return try Self.isAlarmed(by: made.runs(20, seed: seed))
        }
        #expect(alarms <= 5, "\(alarms) of 150")
    }

    @Test func `cases that share what is odd about their run are no values of their own`() throws {
        // Each case by itself would make 5 + 5 runs of 10 such cases a false alarm in nearly every second comparison.
        let seeds: ClosedRange<UInt64> = 1...40
        let alarms = try seeds.count { seed in
            var chance = SeededGenerator(seed: seed)
            var made = ComparisonRuns()
            made.quantity = 10
            made.scatter = 0.05
            let runs = (0..<10).flatMap { number in
                for type in made.types.keys.sorted() { made.factors[type] = 1 + 0.1 * max(-3, min(3, chance.normal())) }
                return made.runs(1, from: number, seed: seed)
            }
            return try Self.isAlarmed(by: runs)
        }
        #expect(alarms <= 2, "\(alarms) of 40")
    }

    /// Whether anything is called better or worse between the halves of runs among which there is no difference.
    private static func isAlarmed(by runs: [RunResults]) throws -> Bool {
        let half = runs.count / 2
        let comparison = try Comparison(baseline: Array(runs[..<half]), candidate: Array(runs[half...]), rules: quick)
        let judgements = comparison.metrics.compactMap(\.judgement) + comparison.support.map(\.judgement)
        return judgements.contains { $0 == .worse || $0 == .better }
    }

    /// Fewer draws than usual: what is better or worse does not depend on intervals.
    private static var quick: Comparison.Rules {
        var rules = Comparison.Rules()
        rules.draws = 50
        return rules
    }

    @Test func `neither the order of runs nor that of cases changes anything`() async throws {
        try await checkProperty("order does not matter", runs: 10) { (chance: inout SeededGenerator) -> UInt64 in
            chance.next()
        } refute: { (seed: UInt64) -> String? in
            let runs = ComparisonRuns().runs(12, seed: seed)
            var chance = SeededGenerator(seed: seed)
            let (before, after) = (Array(runs[..<6]), Array(runs[6...]))
            let one = try Comparison(baseline: before, candidate: after, rules: Self.quick)
            let other = try Comparison(
                baseline: before.shuffled(using: &chance),
                candidate: after.shuffled(using: &chance),
                rules: Self.quick
            )
            return one == other ? nil : "another comparison"
        }
    }

    @Test func `of two runs of one case each is said what can be said, and what it would take`() throws {
        var made = ComparisonRuns()
        made.types = ["c7i.large": 21e-6]
        made.factors = ["c7i.large": 1]
        let before = made.runs(1)
        made.factors = ["c7i.large": 3]
        let comparison = try Comparison(baseline: before, candidate: made.runs(1, from: 1))
        #expect(comparison.cases.map(\.judgement) == [.same])
        let judged = comparison.metrics.filter { $0.judgement != nil }
        #expect(judged.count == 5 && judged.allSatisfy { $0.judgement == .cannotTell })
        #expect(comparison.exitCode == 0)
        let lines = comparison.lines()
        #expect(lines.contains("cannot tell: too few cases: at least 7 on each side are needed"), "\(lines)")
        #expect(lines.contains { $0.hasPrefix("  c7i.large total_error_bound 2") }, "\(lines)")
        #expect(lines.contains("same: c7i.large: the verdict of 1 case"), "\(lines)")
        #expect(comparison.json["metrics"]?.array?.first?["judgement"] == "cannot-tell")
    }

    @Test func `a verdict that falls is worse at once where each side is one run`() throws {
        var made = ComparisonRuns()
        let before = made.runs(1)
        made.supported = ["c7i.large": 0]
        let comparison = try Comparison(baseline: before, candidate: made.runs(1, from: 1))
        #expect(comparison.cases.filter { $0.judgement == .worse }.map(\.id.text) == ["c7i.large#1"])
        #expect(comparison.exitCode == 1)
        #expect(comparison.lines().contains("worse: c7i.large#1: unsupported, was supported"))
    }

    @Test func `shares of supported cases are tested over many runs`() throws {
        var made = ComparisonRuns()
        let before = made.runs(40)
        made.supported = ["r7iz.xlarge": 0.5]
        let comparison = try Comparison(baseline: before, candidate: made.runs(40, from: 40))
        #expect(comparison.cases.isEmpty)
        #expect(comparison.support.filter { $0.judgement == .worse }.map(\.type) == ["r7iz.xlarge"])
        // Few cases that all work prove no share.
        let few = try Comparison(baseline: Array(before.prefix(4)), candidate: Array(before.suffix(4)))
        #expect(few.support.allSatisfy { $0.judgement == .cannotTell })
        #expect(few.exitCode == 4 && few.lines().last == "nothing can be told")
    }

    @Test func `pretended evidence is not compared with real evidence unless that is wanted`() throws {
        let real = ComparisonRuns().runs(2)
        var made = ComparisonRuns()
        made.environment = "simulated"
        let pretended = made.runs(2)
        let error = #expect(throws: RunError.self) { try Comparison(baseline: real, candidate: pretended) }
        #expect(error?.happened.contains("baseline is hosts, that of the candidate simulated") == true)
        #expect(throws: RunError.self) { try Comparison(baseline: real + pretended, candidate: real) }
        var rules = Comparison.Rules()
        rules.allowsMixing = true
        let mixed = try Comparison(baseline: real, candidate: pretended, rules: rules)
        #expect(mixed.notes.contains("the evidence is of different kinds: hosts, simulated"))
        #expect(mixed.notes.contains("SIMULATED evidence proves nothing about real hardware"))
        made.environment = "ec2"
        let both = try Comparison(baseline: real, candidate: made.runs(2))
        #expect(both.notes == ["the evidence is of different kinds: ec2, hosts", "on both sides: run-0, run-1"])
    }

    @Test func `a side without runs is refused`() {
        #expect(throws: RunError.self) { try Comparison(baseline: [], candidate: ComparisonRuns().runs(1)) }
        #expect(throws: RunError.self) { try Comparison(baseline: ComparisonRuns().runs(1), candidate: []) }
    }

    @Test func `what is on one side only is told`() throws {
        let finding = CaseResults.Conclusion(id: "F09", cause: "the driver is old", remedy: "Build a newer one.")
        var made = ComparisonRuns()
        made.conclusions = ["m7i.large": [finding, finding]]
        made.quantity = 2
        let before = made.runs(3)
        made.types["c7i.large"] = nil
        made.types["x8g.large"] = 20e-6
        made.conclusions = [:]
        made.quantity = 1
        made.kernel = "6.12.0"
        made.planDigest = "other"
        let comparison = try Comparison(baseline: before, candidate: made.runs(3, from: 3))
        let differences = comparison.differences
        #expect((differences.newTypes, differences.goneTypes) == (["x8g.large"], ["c7i.large"]))
        #expect(differences.newCases.isEmpty && differences.goneCases.contains("m7i.large#2"))
        let gone = try #require(differences.conclusions.first)
        #expect((gone.id, gone.before, gone.after, gone.cases, gone.isNew) == ("F09", 6, 0, 6, false))
        let kernel = try #require(differences.surroundings.first)
        #expect((kernel.what, kernel.gone, kernel.new) == (.kernel, ["6.1.0"], ["6.12.0"]))
        #expect(kernel.types.count == 4 && differences.surroundings.count == 1)
        let lines = comparison.lines()
        #expect(lines.contains("gone finding: F09 in 6 of 6 cases of m7i.large: the driver is old"), "\(lines)")
        #expect(lines.contains { $0.hasPrefix("other kernel: 6.1.0 -> 6.12.0 (") }, "\(lines)")
        #expect(lines.contains { $0.contains("the plans are not all the same") }, "\(lines)")
    }

    @Test func `metrics by which nothing is judged are shown only to those who want all`() throws {
        let (before, after) = Self.planted(0.3)
        let comparison = try Comparison(baseline: before, candidate: after)
        let quantile = try #require(comparison.metrics.first { $0.metric.name == "total_error_bound_p99" })
        #expect(quantile.judgement == nil)
        #expect(!comparison.lines().contains { $0.contains("total_error_bound_p99") })
        #expect(comparison.lines(isComplete: true).contains { $0.contains("total_error_bound_p99") })
    }

    @Test func `a change that is sure but matters to nobody is the same`() throws {
        let (before, after) = Self.planted(0.05)
        let comparison = try Comparison(baseline: before, candidate: after)
        #expect(!comparison.hasWorse)
        var rules = Comparison.Rules()
        rules.tolerance = 0.03
        #expect(try Comparison(baseline: before, candidate: after, rules: rules).hasWorse)
    }

    // MARK: - Fixtures

    /// Twice a hundred runs, the later ones worse in one type.
    static func planted(_ share: Double) -> (before: [RunResults], after: [RunResults]) {
        var made = ComparisonRuns()
        let before = made.runs(100)
        made.factors = ["m7g.medium": 1 + share]
        return (before, made.runs(100, from: 100))
    }
}
