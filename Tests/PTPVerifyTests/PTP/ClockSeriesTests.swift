import Orchestration
import PTP
import PTPVerify
import Reports
import Testing

/// What is drawn of samples is what the proof rests on.
@Suite struct ClockSeriesTests {
    private static let moment = Timestamp(nanoseconds: 1_795_000_000_000_000_000)

    @Test func `the extremes of the series are the figures of the proof`() throws {
        var generator = SeededGenerator(seed: 4)
        let samples = (0..<300).map { number in
            Self.sample(
                number,
                Int.random(in: -900...900, using: &generator),
                Int.random(in: 1...99_999, using: &generator)
            )
        }
        let evidence = Self.evidence(of: samples, planned: 300)
        let series = Self.series(evidence)
        #expect(series.map(\.name) == ["system_time", "total_error_bound", "phc_error_bound"])
        #expect(series.map(\.limit) == [10e-6, 100e-6, 100e-6] && series.allSatisfy { $0.unit == "s" })
        let ladder = Ladder(HostRecord([evidence]).situation)
        for (name, values) in series.map({ ($0.name, $0.points.map(\.value)) }) {
            let figure = try #require(ladder.figures.first { $0.name.hasPrefix(name) && $0.name.hasSuffix("_max") })
            #expect(values.map(\.magnitude).max() == figure.value, "\(name)")
            #expect(values.count == 300)
        }
        #expect(series.first?.points.map(\.seconds) == (0..<300).map(Double.init))
    }

    @Test func `the limits are those that were set`() {
        var thresholds = Thresholds()
        thresholds.systemTimeMaximum = 1e-6
        thresholds.totalBound = 2e-6
        thresholds.clockBound = 3e-6
        let evidence = Self.evidence(of: [Self.sample(0, 5, 7)], planned: 1)
        #expect(Self.series(evidence, thresholds).map(\.limit) == [1e-6, 2e-6, 3e-6])
    }

    @Test func `seconds without a sample are gaps, and what the driver does not tell is not there`() {
        let evidence = Self.evidence(of: [Self.sample(2, 1, nil), Self.sample(5, -3, nil)], planned: 9)
        let series = Self.series(evidence)
        #expect(series.map(\.name) == ["system_time"])
        #expect(series.first?.points.map(\.seconds) == [2, 3, 4, 5])
        #expect(series.first?.points.map(\.value.isNaN) == [false, true, true, false])
    }

    @Test(arguments: [
        "", "@@ptp-verify samples 5\n@@ptp-verify end\n", "no such file", "@@ptp-verify samples 99999999999",
    ])
    func `what cannot be read has no series`(output: String) {
        let evidence = Evidence(id: "samples", command: "", exitStatus: 0, output: output, at: Self.moment)
        #expect(Self.series(evidence) == [])
        #expect(Self.series(Evidence(id: "other", command: "", exitStatus: 0, output: output, at: Self.moment)) == [])
    }

    // MARK: - Fixtures

    private static func series(_ evidence: Evidence, _ thresholds: Thresholds = Thresholds()) -> [CaseSeries] {
        let result = ExecutionResult(
            verdict: .supported,
            summary: "",
            evidence: [evidence],
            startedAt: moment,
            endedAt: moment
        )
        return ClockSeries.reader(thresholds)(result)
    }

    private static func evidence(of samples: [String], planned: Int) -> Evidence {
        let output = "@@ptp-verify samples \(planned)\n\(samples.joined())@@ptp-verify end\n"
        return Evidence(id: "samples", command: "", exitStatus: 0, output: output, at: moment)
    }

    private static func sample(_ number: Int, _ nanoseconds: Int, _ bound: Int?) -> String {
        let digits = String(1_000_000_000 + nanoseconds.magnitude).dropFirst()
        return """
            @@ptp-verify sample \(number) \(bound.map { "\($0)" } ?? "")
            #,*,PHC0,0,0,377,0,0.000000012,0.000000015,0.000000041
            @@ptp-verify tracking
            50484330,PHC0,1,\(1_795_000_000 + number).123456789,\(nanoseconds < 0 ? "-" : "")0.\(digits),\
            0.000000011,0.000000030,1.500,0.000,0.050,0.000000010,0.000001200,1.0,Normal

            """
    }
}
