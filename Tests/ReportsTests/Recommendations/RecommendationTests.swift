import Orchestration
import Reports
import Testing

/// Each rule of recommendations with circumstances in which it speaks, and with such in which it only nearly does.
@Suite struct RecommendationTests {
    private typealias Conclusion = CaseResults.Conclusion

    @Test(arguments: Scene.all) func `a rule speaks where it should, and not where it only nearly should`(scene: Scene)
    {
        let said = scene.positive().filter { $0.rule == scene.rule }
        #expect(said.count == scene.count, "\(said.map(\.line))")
        #expect(said.first?.because.contains(scene.because) == true, "\(said.map(\.line))")
        #expect(scene.nearMiss().filter { $0.rule == scene.rule }.map(\.line) == [])
    }

    @Test func `every rule has a scene, and its number says its place`() {
        #expect(Scene.all.map(\.rule) == RecommendationRule.all.map(\.id))
        #expect(RecommendationRule.all.map(\.id) == RecommendationRule.all.map(\.id).sorted())
        #expect(Set(RecommendationRule.all.map(\.title)).count == RecommendationRule.all.count)
    }

    @Test func `a good run on real machines needs no advice`() {
        #expect(Recommendation.all(for: ComparisonRuns().runs(3)) == [])
    }

    @Test func `findings are grouped over the types of a family, the most frequent first`() {
        var made = ComparisonRuns()
        made.types = ["c7i.large": 2e-5, "c7i.xlarge": 2e-5, "m7g.medium": 2e-5]
        let old = CaseResults.Conclusion(id: "F09", cause: "the driver is old", remedy: "Build a newer one.")
        let rare = CaseResults.Conclusion(id: "F36", cause: "not there yet", remedy: "Step once.")
        made.conclusions = ["c7i.large": [old], "c7i.xlarge": [old], "m7g.medium": [rare]]
        let said = Recommendation.all(for: made.runs(2)).filter { $0.rule == "R03" }
        #expect(said.map(\.about) == ["c7i.*", "m7g.medium"])
        #expect(said[0].line == "R03 c7i.*: F09 in 4 of 4 cases of c7i.*: the driver is old. Build a newer one.")
        #expect(said[0].json["rule"] == "R03")
    }

    @Test func `ten thousand cases are no burden`() {
        var made = ComparisonRuns()
        made.quantity = 1000
        let runs = made.runs(2)
        #expect(runs.map(\.cases.count) == [5000, 5000])
        let duration = ContinuousClock().measure { _ = Recommendation.all(for: runs) }
        #expect(duration < .seconds(5), "\(duration), in a debug build")
    }
}

/// A rule, circumstances in which it applies, and circumstances in which it only nearly does.
struct Scene: Sendable, CustomTestStringConvertible {
    let rule: String
    var count = 1
    /// What its reason must say.
    let because: String
    let positive: @Sendable () -> [Recommendation]
    let nearMiss: @Sendable () -> [Recommendation]

    var testDescription: String { rule }
}

extension Scene {
    static let all = results + histories + insufficient

    private static let finding = CaseResults.Conclusion(id: "F09", cause: "the driver is old", remedy: "Build one.")

    /// Results of one type, case by case.
    private static func of(
        _ count: Int,
        type: String = "c7i.large",
        value: Double? = nil,
        _ change: (Int) -> CaseShape = { _ in CaseShape() }
    ) -> [CaseResults] {
        (1...count).map { index in
            let shape = change(index)
            var setting = CaseResults.Setting()
            setting.zone = shape.zone
            return CaseResults(
                planned: InstanceCase(type: type, index: index, of: count),
                setting: setting,
                status: shape.status,
                verdict: shape.verdict,
                disposal: shape.disposal,
                reason: shape.reason,
                declaredSupport: shape.declared,
                conclusions: shape.conclusions,
                figures: shape.figures
                    + (value.map { [Figure("total_error_bound", $0 + Double(index) * 1e-8, unit: "s")] } ?? [])
            )
        }
    }

    private static func said(_ cases: [CaseResults], environment: String = "ec2") -> [Recommendation] {
        Recommendation.all(for: [run(cases, environment: environment)])
    }

    private static func run(_ cases: [CaseResults], environment: String = "ec2") -> RunResults {
        RunResults(
            runID: "r",
            fingerprint: "f",
            toolVersion: "1",
            planDigest: "d",
            environment: environment,
            startedAt: morning,
            lastAt: morning,
            isComplete: true,
            exitCode: 0,
            cases: cases
        )
    }

    private static let results = [
        Scene(
            rule: "R01",
            because: "c7i.large#1 of r",
            positive: { said(of(1) { _ in CaseShape(disposal: .unconfirmed) }) },
            nearMiss: { said(of(1) { _ in CaseShape(disposal: .kept) }) }
        ),
        Scene(
            rule: "R02",
            because: "the evidence is emulated",
            positive: { said(of(1), environment: "emulated") },
            nearMiss: { said(of(1), environment: "hosts") }
        ),
        Scene(
            rule: "R03",
            because: "F09 in 1 of 10 cases of c7i.large",
            positive: { said(of(10) { CaseShape(conclusions: $0 == 1 ? [finding] : []) }) },
            nearMiss: { said(of(11) { CaseShape(conclusions: $0 == 1 ? [finding] : []) }) }
        ),
    ]

    private static let histories = [
        Scene(
            rule: "R04",
            because: "it is unsupported and was supported",
            positive: { compared([run(of(1))], [run(of(1) { _ in CaseShape(verdict: .unsupported) })]) },
            nearMiss: { compared([run(of(1))], [run(of(1) { _ in CaseShape(verdict: .inconclusive) })]) }
        ),
        Scene(
            rule: "R05",
            count: 3,
            because: "total_error_bound is",
            positive: { compared(ComparisonTests.planted(0.3)) },
            nearMiss: { compared(ComparisonTests.planted(0.05)) }
        ),
        Scene(
            rule: "R06",
            because: "together with kernel 6.1.0 -> 6.12.0",
            positive: { followed(1.5, kernel: "6.12.0") },
            nearMiss: { followed(1.5, kernel: "6.1.0") }
        ),
        Scene(
            rule: "R07",
            because: "worse from",
            positive: { followed(1.5, kernel: "6.1.0") },
            nearMiss: { followed(0.5, kernel: "6.1.0") }
        ),
        Scene(
            rule: "R08",
            because: "worse little by little",
            positive: { drifting(0.01) },
            nearMiss: { drifting(-0.004) }
        ),
        Scene(
            rule: "R09",
            because: "none of 2 observed cases",
            positive: { said(of(2) { _ in CaseShape(verdict: .partial, declared: true) }) },
            nearMiss: { said(of(2) { CaseShape(verdict: $0 == 1 ? .supported : .unsupported, declared: true) }) }
        ),
        Scene(
            rule: "R10",
            because: "1 of 2 observed cases",
            positive: { said(of(2) { CaseShape(verdict: $0 == 1 ? .supported : .unsupported, declared: false) }) },
            nearMiss: { said(of(2) { _ in CaseShape(verdict: .unsupported, declared: false) }) }
        ),
    ]

    private static let insufficient = [
        Scene(
            rule: "R11",
            because: "1 of 2 cases found no capacity",
            positive: {
                said(of(2) { CaseShape(verdict: $0 == 1 ? .inconclusive : .supported, reason: full, zone: "z") })
            },
            nearMiss: { said(of(2) { _ in CaseShape(verdict: .inconclusive, reason: "quota", zone: "z") }) }
        ),
        Scene(
            rule: "R12",
            because: "1 of 5 cases could not be observed, mostly: lost",
            positive: { said(of(5) { CaseShape(verdict: $0 == 1 ? .inconclusive : .supported, reason: "lost") }) },
            nearMiss: { said(of(6) { CaseShape(verdict: $0 == 1 ? .inconclusive : .supported, reason: "lost") }) }
        ),
        Scene(
            rule: "R13",
            because: "in 5 of m7g.large",
            positive: { said(of(5, value: 2e-5) + of(5, type: "m7g.large", value: 5e-5)) },
            nearMiss: {
                said(
                    of(5, value: 2e-5) + of(5, type: "m7g.large", value: 3.9e-5)
                        + of(4, type: "m7i.large", value: 9e-5) + of(9, type: "m7i.xlarge", value: 9e-5)
                )
            }
        ),
        Scene(
            rule: "R14",
            because: "53 of 60 planned samples",
            positive: { said(of(1) { _ in CaseShape(samples: 53) }) },
            nearMiss: { said(of(1) { _ in CaseShape(samples: 54) }) }
        ),
        Scene(
            rule: "R15",
            because: "too few cases: at least",
            positive: { compared([run(of(2, value: 1e-5))], [run(of(2, value: 1e-5))]) },
            nearMiss: { compared([run(of(99, value: 1e-5))], [run(of(99, value: 1e-5))]) }
        ),
        Scene(
            rule: "R16",
            because: "was measured in 9 runs at most",
            positive: { followed(runs: 9) },
            nearMiss: { followed(runs: 10) }
        ),
    ]

    private static let full = "RunInstances: InsufficientInstanceCapacity: no room"

    private static func compared(_ sides: ([RunResults], [RunResults])) -> [Recommendation] {
        compared(sides.0, sides.1)
    }

    private static func compared(_ before: [RunResults], _ after: [RunResults]) -> [Recommendation] {
        guard let comparison = try? Comparison(baseline: before, candidate: after) else { return [] }
        return Recommendation.all(for: after, comparison: comparison)
    }

    private static func followed(_ factor: Double, kernel: String) -> [Recommendation] {
        var made = ComparisonRuns()
        made.types = ["c7i.large": 2e-5]
        let before = made.runs(20)
        made.factors = ["c7i.large": factor]
        made.kernel = kernel
        return Recommendation.all(for: [], trends: Trend.all(before + made.runs(20, from: 20), of: [.headline]))
    }

    private static func followed(runs count: Int) -> [Recommendation] {
        Recommendation.all(for: [], trends: Trend.all(ComparisonRuns().runs(count), of: [.headline]))
    }

    private static func drifting(_ rise: Double) -> [Recommendation] {
        let observations = (0..<80).map { TrendTests.observation($0, 2e-5 * (1 + rise * Double($0))) }
        return Recommendation.all(for: [], trends: [Trend(observations, of: .headline)])
    }
}

/// What is special about a case.
struct CaseShape {
    var verdict = Verdict.supported
    var disposal = CaseOutcome.Disposal.terminated
    var reason: String?
    var declared: Bool?
    var zone: String?
    var conclusions: [CaseResults.Conclusion] = []
    var samples: Double?

    var status: CaseOutcome.Status {
        switch verdict {
        case .supported: .met
        case .partial, .unsupported: .notMet
        case .inconclusive: .inconclusive
        }
    }

    var figures: [Figure] {
        samples.map { [Figure("samples", $0, unit: ""), Figure("samples_planned", 60, unit: "")] } ?? []
    }
}
