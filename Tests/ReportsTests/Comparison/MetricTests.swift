import Reports
import Testing

@Suite struct MetricTests {
    @Test(arguments: [
        ("total_error_bound", 2.1234e-5, "21.2 \u{b5}s"), ("total_error_bound", 9.9e-8, "99 ns"),
        ("duration", 312.4, "312 s"), ("failed_readings", 0.0123, "1.23 %"), ("skew", 0.0519, "0.0519 ppm"),
        ("readings", 7500, "7500"), ("rms_offset", 0, "0 ns"), ("rms_offset", -0.0021, "-2.1 ms"),
        ("chrony_readings", 1.25, "1.25 1/s"), ("unheard-of", 1e300, "1e+300"),
    ]) func `values are told in the unit that suits them`(name: String, value: Double, words: String) {
        #expect(Metric.named(name).inWords(value) == words)
    }

    @Test func `each metric is there once, and what is judged has a direction`() {
        #expect(Set(Metric.table.map(\.name)).count == Metric.table.count)
        #expect(Metric.table.filter(\.isPrimary).allSatisfy { $0.direction != .neutral })
        #expect(Metric.headline.name == "total_error_bound" && Metric.headline.isPrimary)
        let unknown = Metric.named("of_tomorrow", unit: "V")
        #expect(unknown.direction == .neutral && !unknown.isPrimary && !unknown.isKnown)
    }
}
