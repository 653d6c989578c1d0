import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct HTMLPlotTests {
    @Test func `every value is drawn as long as there is room`() throws {
        #expect(try Self.counts((0..<60).map { Double($0) * 1e-9 }) == (60, 60))
        #expect(try Self.counts([5e-9]) == (1, 1))
        #expect(try Self.counts([Double](repeating: 0, count: 30)) == (30, 30))
        #expect(try Self.counts([1, .nan, 2, .infinity, 3]) == (3, 3))
        let (points, samples) = try Self.counts((0..<3600).map { Double($0 % 7) })
        #expect(points <= 720 && points > 180 && samples == 3600)
    }

    @Test(arguments: [[], [.nan], [.infinity, -.infinity, .nan]] as [[Double]])
    func `where nothing was measured nothing is drawn, and the page says so`(values: [Double]) throws {
        let page = try Self.page(values)
        #expect(page.values["data-points"] == nil)
        #expect(page.text.contains("no sample has a value"))
    }

    @Test func `the page says how values stand to their limit`() throws {
        #expect(try Self.page([1e-6, 2e-6], limit: 5e-6).text.contains("all within the limit 5 \u{b5}s"))
        #expect(try Self.page([1e-6, -7e-6], limit: 5e-6).text.contains("1 of 2 beyond the limit 5 \u{b5}s"))
        let far = try Self.page([1e-9, 2e-9], limit: 5e-6)
        #expect(far.text.contains(", off this scale"))
        #expect(try Self.page([1e-9]).text.contains("the limit") == false)
    }

    @Test(arguments: [
        1e300, -1e300, Double.leastNormalMagnitude / 4096, .leastNonzeroMagnitude, 1e99, -1e99, 123_456_789,
    ])
    func `no number breaks the drawing`(value: Double) throws {
        for values in [[value], [value, 0], [value, -value, value], [value, 1e-9]] {
            for limit in [nil, 1e-9, 1e300, .nan, 0, -1, value] as [Double?] {
                let page = try Self.page(values, limit: limit)
                #expect(page.values["d"]?.contains { $0.contains("n") } != true)
            }
        }
    }

    @Test func `a gap interrupts the line`() throws {
        let page = try Self.page([1, 2, .nan, 3, 4])
        let line = page.values["d"]?.last ?? ""
        #expect(line.count { $0 == "M" } == 2)
        #expect(page.text.contains("1 without a value"))
    }

    private static func page(_ values: [Double], limit: Double? = nil) throws -> HTMLOutline {
        let points = values.enumerated().map { CaseSeries.Point(seconds: Double($0), value: $1) }
        let series = CaseSeries(name: "a", title: "Offset", unit: "s", points: points, limit: limit)
        let plan = RunPlan(runID: "r", environment: "ec2", cases: [InstanceCase(type: "c7i.large")])
        let history = RunHistory([
            .runBegan(plan, toolVersion: "1", processID: 1), .executed(plan.cases[0].id, .scripted(.supported)),
        ])
        return try HTMLOutline(RunReport(history) { _ in [series] }.renderHTML())
    }

    private static func counts(_ values: [Double]) throws -> (points: Int, samples: Int) {
        let page = try page(values)
        let points = try #require(page.values["data-points"]?.first.flatMap { Int($0) })
        let samples = try #require(page.values["data-samples"]?.first.flatMap { Int($0) })
        return (points, samples)
    }
}
