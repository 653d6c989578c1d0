import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct GateThresholdTests {
    @Test(arguments: [
        ("p99(error_bound) < 50us", "p99(total_error_bound) < 50us"),
        ("p50( offset )<=1\u{b5}s", "median(system_time) <= 1us"),
        ("median(clock_bound) \u{2264} 1.50 \u{3bc}s", "median(phc_error_bound) <= 1.5us"),
        ("last(offset) < 2e-3ms", "last(system_time) < 0.002ms"), ("errors < 1 %", "failed_readings < 1%"),
        ("failed_reads<=0%", "failed_reads <= 0%"), ("p90(skew) < 1ppm", "p90(skew) < 1ppm"),
        ("duration < 10 min", "duration < 10min"), ("samples >= 300", "samples >= 300"),
        ("readings_per_second < 125 per second", "chrony_readings < 125/s"), ("rms_offset < 1us", "rms_offset < 1us"),
        ("\tmax(root_delay)  >\t0ns ", "max(root_delay) > 0ns"),
    ])
    func `a threshold is read as it is meant`(text: String, canonical: String) throws {
        #expect("\(try GateThreshold(parsing: text))" == canonical)
    }

    @Test(arguments: [
        ("", 1, "a figure is missing"), ("  < 5", 3, "\"< 5\" does not begin with a figure"),
        ("p99(eror_bound) < 1us", 5, "no figure is called \"eror_bound\""),
        ("p95(error_bound) < 1us", 1, "there is no function \"p95\""),
        ("error_bound < 1us", 1, "error_bound is measured again and again: say what is meant"),
        ("max(errors) < 1%", 5, "errors is one number of a case"),
        ("last(skew) < 1ppm", 6, "skew has no last"),
        ("max(offset < 1us", 12, "the parenthesis behind offset is missing"),
        ("max() < 1us", 5, "max() is of nothing"), ("errors", 7, "there is nothing to compare with"),
        ("errors = 1%", 8, "\"=\" compares nothing"), ("errors != 1%", 8, "\"!=\" compares nothing"),
        ("errors <", 9, "a number is missing"), ("errors < -1%", 10, "a limit is not negative"),
        ("errors < .5%", 10, "a number is missing"), ("errors < 1e999%", 10, "\"1e999\" is no number"),
        ("errors < 1", 11, "the number has no unit"), ("errors < 1us", 11, "\"us\" is no unit of failed_readings"),
        ("errors < 101%", 10, "a share is at most 100%"),
        ("errors < 0%", 10, "nothing is less than 0: this never holds"),
        ("samples > 5 of them", 13, "\"of them\" is no unit of samples"),
        ("duration < 1e308h", 12, "nothing is as large as that"),
    ])
    func `what is no threshold is told with its place`(text: String, character: Int, message: String) {
        do throws(GateSyntaxError) {
            let threshold = try GateThreshold(parsing: text)
            Issue.record("\(text) was read as \(threshold)")
        } catch {
            #expect("\(error)" == "at character \(character): \(message)")
            #expect(error.remedy?.contains("did you mean error_bound?") != false || !text.contains("eror"))
        }
    }

    @Test func `a limit in one unit is the same number in another`() throws {
        for text in ["p99(offset) < 50us", "p99(offset) < 50000ns", "p99(offset) < 0.05ms", "p99(offset) < 0.00005s"] {
            let policy = try policy(rule: "thresholds: ['\(text)']")
            let run = { (value: Double) in
                RunResults.made([.made(figures: ["system_time_median_p99": value]), .made(index: 2, figures: [:])])
            }
            #expect(decide([run(0.00005)], policy).kinds == [.threshold, .notMeasured], "\(text)")
            #expect(decide([run(-0.00005)], policy).kinds == [.threshold, .notMeasured], "an amount counts: \(text)")
            #expect(decide([run(0.000049999)], policy).kinds == [.notMeasured], "\(text)")
        }
    }

    @Test func `a value near the limit is never told in the words of the limit`() throws {
        let policy = try policy(rule: "thresholds: ['p99(error_bound) < 50us']")
        let decision = decide([.made([.made(figures: ["total_error_bound_p99": 5.00000001e-5])])], policy)
        #expect(decision.reasons.first?.value?.hasPrefix("50.0000001") == true, "\(decision.reasons)")
    }

    @Test func `what is written is read as the same, and what is read is written the same`() async throws {
        try await checkProperty(
            "printing and parsing a threshold gives it again",
            runs: 2_000,
            generate: { Self.threshold(&$0) },
            refute: { text in
                let first = try GateThreshold(parsing: text)
                let second = try GateThreshold(parsing: "\(first)")
                return first == second && "\(first)" == "\(second)" ? nil : "\(first) became \(second)"
            }
        )
    }

    @Test func `no text makes the parser crash, and every error has a place in it`() async throws {
        let pieces = [
            "p99", "(", ")", "error_bound", "errors", "<", "<=", "50", "us", "%", " ", "\t", "-", "e", ".", "1e9",
            "\u{b5}",
            "\u{1F600}", "\u{301}", "\n", "\"", "max", "last", "samples", "per second", "\u{2264}", "=", "0",
        ]
        try await checkProperty(
            "a text is a threshold, or an error within it",
            runs: 5_000,
            generate: { generator in
                (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                    pieces[Int.random(in: 0..<pieces.count, using: &generator)]
                }.joined()
            },
            refute: { text in
                do throws(GateSyntaxError) {
                    let threshold = try GateThreshold(parsing: text)
                    return try GateThreshold(parsing: "\(threshold)") == threshold ? nil : "\(threshold) changes"
                } catch {
                    return (0...text.unicodeScalars.count).contains(error.offset) ? nil : "the place is \(error.offset)"
                }
            }
        )
    }

    /// Some threshold as somebody might write it.
    private static func threshold(_ generator: inout SeededGenerator) -> String {
        let metric = GateMetric.all[Int.random(in: 0..<GateMetric.all.count, using: &generator)]
        let functions = GateFunction.allCases.filter { (try? GateFigure(parsing: "\($0)(\(metric.name))")) != nil }
        let figure =
            functions.isEmpty
            ? metric.name : "\(functions[Int.random(in: 0..<functions.count, using: &generator)])(\(metric.name))"
        let units = GateUnit.allCases.filter { (try? GateThreshold(parsing: "\(figure) < 1\($0.rawValue)")) != nil }
        let unit = units[Int.random(in: 0..<units.count, using: &generator)]
        let comparison = GateThreshold.Comparison.allCases[Int.random(in: 0..<4, using: &generator)]
        let most = unit == .percent ? 100.0 : 1e6
        let number =
            Bool.random(using: &generator)
            ? "\(Int.random(in: 1...100, using: &generator))" : "\(Double.random(in: 1e-12...most, using: &generator))"
        return "\(figure) \(comparison.rawValue) \(number)\(unit.rawValue)"
    }
}
