import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct TrendTests {
    @Test func `a step of 30 per cent is found where it is, with the kernel that came with it, and no other`() throws {
        var made = ComparisonRuns()
        let before = made.runs(100)
        made.factors = ["m7g.medium": 1.3]
        made.kernel = "6.12.0"
        let trend = Trend.all(before + made.runs(100, from: 100), of: [.headline])[0]
        #expect(trend.series.map(\.name) == made.types.keys.sorted())
        for series in trend.series where series.name != "m7g.medium" {
            #expect(series.changes.isEmpty && series.drift == nil, "\(series.name)")
        }
        let series = try #require(trend.series.first { $0.name == "m7g.medium" })
        #expect(series.points.count == 200 && series.changes.count == 1 && series.hasWorse)
        let change = try #require(series.changes.first)
        #expect((98...102).contains(change.index) && change.judgement == .worse)
        #expect(abs(change.share - 0.3) < 0.06)
        #expect(change.shifts.map { "\($0.what) \($0.before) \($0.after)" } == ["kernel 6.1.0 6.12.0"])
        let lines = trend.lines
        let told = lines.filter { $0.hasPrefix("  worse from ") }
        #expect(told.count == 1 && told[0].hasSuffix("; together with kernel 6.1.0 -> 6.12.0"), "\(lines)")
        #expect(lines.filter { $0 == "  no change" }.count == 4)
        #expect(trend.json["series"]?.array?.count == 5)
    }

    @Test func `a step in much noise is found from whatever seed`() {
        for seed in 1...10 {
            var made = ComparisonRuns()
            made.types = ["c7i.large": 21e-6]
            made.scatter = 0.2
            let before = made.runs(100, seed: UInt64(seed))
            made.factors = ["c7i.large": 1.3]
            let runs = before + made.runs(100, from: 100, seed: UInt64(seed))
            let changes = Trend.all(runs, of: [.headline])[0].series[0].changes
            #expect(changes.contains { (90...110).contains($0.index) && $0.judgement == .worse }, "seed \(seed)")
            #expect(changes.count <= 2, "seed \(seed): \(changes)")
        }
    }

    @Test func `noise alone has changes no more often than the level says`() {
        let count = 300
        let alarms = (0..<count).count { number in
            var chance = SeededGenerator(seed: 5).derived(number)
            let values = (0..<60).map { _ in chance.normal() }
            return !ChangePoints(level: 0.04).find(in: values, using: &chance).isEmpty
        }
        // 4 % of 300 are 12, and by chance hardly ever more than 23; a test that never spoke would be none.
        #expect((2...23).contains(alarms), "\(alarms) of \(count)")
    }

    @Test func `a series of noise has neither change nor drift`() {
        // The rules allow 1 % of trends; of 500 with this many runs 3 had one.
        let alarms = (1...20).count { seed in
            let trend = Trend.all(ComparisonRuns().runs(50, seed: UInt64(seed)), of: [.headline])[0]
            return trend.series.contains { !$0.changes.isEmpty || $0.drift != nil }
        }
        #expect(alarms <= 2)
    }

    @Test func `values that rise little by little are a drift, not steps`() throws {
        var chance = SeededGenerator(seed: 3)
        let observations = (0..<120).map { day in
            let usual = 20e-6 * (1 + 0.005 * Double(day))
            return Self.observation(day, usual * (1 + 0.05 * chance.normal()))
        }
        let series = Trend(observations, of: .headline).series[0]
        let drift = try #require(series.drift)
        #expect(series.changes.isEmpty && drift.judgement == .worse && series.hasWorse)
        #expect(abs(drift.perDay - 1e-7) < 0.15e-7 && abs(drift.share - 0.6) < 0.1)
        #expect(Trend(observations, of: .headline).lines.contains { $0.hasPrefix("  worse little by little: +") })
    }

    @Test func `a way there and back are two changes`() {
        var chance = SeededGenerator(seed: 8)
        let observations = (0..<90).map { day in
            let usual = (30..<60).contains(day) ? 30e-6 : 20e-6
            return Self.observation(day, usual * (1 + 0.1 * chance.normal()))
        }
        let changes = Trend(observations, of: .headline).series[0].changes
        #expect(changes.map(\.index) == [30, 60] && changes.map(\.judgement) == [.worse, .better])
    }

    @Test func `values that never change are no change, and few runs are told as few`() {
        let still = Trend((0..<50).map { Self.observation($0, 2e-5) }, of: .headline)
        #expect(still.series[0].changes.isEmpty && still.series[0].drift == nil)
        let few = Trend((0..<9).map { Self.observation($0, $0 < 5 ? 1 : 2) }, of: .headline)
        #expect(!few.series[0].isLongEnough && few.series[0].changes.isEmpty)
        #expect(few.lines.last == "  too few runs to tell a change: 10 are needed")
        #expect(Trend([], of: .headline).lines == ["total_error_bound: nobody has measured it"])
    }

    @Test func `series are told apart by what is asked for, and evidence of two kinds always is`() {
        let observations = (0..<20).map { day in
            Self.observation(day, 1, zone: day % 2 == 0 ? "a" : "b", environment: day < 10 ? "ec2" : "simulated")
        }
        #expect(Trend(observations, of: .headline).series.map(\.name) == ["c7i.large, ec2", "c7i.large, simulated"])
        let byZone = Trend(observations, of: .headline, by: [.type, .zone])
        #expect(byZone.series.map(\.name).first == "c7i.large, a, ec2" && byZone.series.count == 4)
        let real = Trend(Array(observations[..<10]), of: .headline, by: [.zone])
        #expect(real.series.map(\.name) == ["a", "b"])
        #expect(byZone.lines.contains { $0.hasPrefix("note: SIMULATED evidence proves nothing about real hardware; ") })
    }

    @Test func `cases of one run are one point, and order does not matter`() {
        let observations = (0..<40).flatMap { day in
            [1.0, 5, 3].map { Self.observation(day, $0 + Double(day % 7)) }
        }
        var chance = SeededGenerator(seed: 1)
        let trend = Trend(observations, of: .headline)
        #expect(trend.series[0].points.map(\.count) == [Int](repeating: 3, count: 40))
        #expect(trend.series[0].points[0].value == 3)
        #expect(Trend(observations.shuffled(using: &chance), of: .headline) == trend)
    }

    // MARK: - Fixtures

    static func observation(
        _ day: Int,
        _ value: Double,
        zone: String? = nil,
        environment: String = "ec2"
    ) -> Observation {
        var setting = CaseResults.Setting()
        setting.zone = zone
        setting.environment = environment
        return Observation(
            runID: "run-\(day)",
            startedAt: morning + .seconds(86_400 * day),
            caseID: CaseID("c7i.large#1"),
            type: "c7i.large",
            setting: setting,
            value: value
        )
    }
}
