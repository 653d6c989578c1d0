import Orchestration
import PTPTesting
import Testing

@Suite struct TimestampTests {
    /// Python: `datetime(1970, 1, 1) + timedelta(seconds=n)`.
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000000Z"), (-1, "1969-12-31T23:59:59.000000000Z"),
        (951_782_400, "2000-02-29T00:00:00.000000000Z"), (1_709_164_800, "2024-02-29T00:00:00.000000000Z"),
        (4_107_542_400, "2100-03-01T00:00:00.000000000Z"), (4_107_542_399, "2100-02-28T23:59:59.000000000Z"),
        (-2_203_891_200, "1900-03-01T00:00:00.000000000Z"), (-9_214_560_000, "1678-01-01T00:00:00.000000000Z"),
        (1_795_263_715, "2026-11-21T12:21:55.000000000Z"),
        (9_215_596_799, "2262-01-11T23:59:59.000000000Z"),
    ]) func `known dates are written and read as Python does`(seconds: Int64, text: String) {
        let moment = Timestamp(nanoseconds: seconds * 1_000_000_000)
        #expect(moment.description == text)
        #expect(Timestamp(text) == moment)
    }

    @Test func `every moment survives being written, the first and the last included`() async throws {
        try await checkProperty("a timestamp is read back", runs: 5_000) {
            $0.moment()
        } refute: { moment in
            Timestamp(moment.description) == moment ? nil : "written as \(moment)"
        }
    }

    @Test(arguments: [
        ("Z", 0, 0), (".5Z", 500_000_000, 0), (".123Z", 123_000_000, 0), (".123456789Z", 123_456_789, 0),
        (".1234567899Z", 123_456_789, 0), ("+00:00", 0, 0), ("-00:00", 0, 0), (".25+00:00", 250_000_000, 0),
        ("+02:00", 0, -7200), ("-05:30", 0, 19_800), ("+0100", 0, -3600),
    ])
    func `moments of others are read as RFC 3339 has them`(end: String, nanoseconds: Int64, seconds: Int64) {
        let moment = Timestamp("2026-11-21T12:21:55\(end)")
        #expect(moment == Timestamp(nanoseconds: (1_795_263_715 + seconds) * 1_000_000_000 + nanoseconds))
    }

    @Test func `texts sort like moments`() async throws {
        try await checkProperty("order of texts is order of moments", runs: 2_000) {
            (first: $0.moment(), second: $0.moment())
        } refute: { pair in
            (pair.first < pair.second) == (pair.first.description < pair.second.description) ? nil : "they do not"
        }
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T12:21:55", "2026-11-21T12:21:55.Z", "2026-11-21T12:21:55+24:00",
        "2026-11-21T12:21:55+0:00", "2026-11-21T12:21:55.5", "2026-11-21T12:21:55ZZ", "2026-11-21T12:21Z",
        "2026-11-21T12:21:55.000000000z", "2026-11-21 12:21:55.000000000Z",
        "2026-13-01T00:00:00.000000000Z", "2026-00-01T00:00:00.000000000Z", "2026-01-00T00:00:00.000000000Z",
        "2026-02-30T00:00:00.000000000Z", "2025-02-29T00:00:00.000000000Z", "2026-04-31T00:00:00.000000000Z",
        "2026-01-01T24:00:00.000000000Z", "2026-01-01T00:60:00.000000000Z", "2026-01-01T00:00:60.000000000Z",
        "2026-11-21T12:21:55.000000000Z ", "２026-11-21T12:21:55.000000000Z", "1677-09-21T00:12:43.145224191Z",
        "2262-04-11T23:47:16.854775808Z", "9999-12-31T23:59:59.999999999Z", "0000-01-01T00:00:00.000000000Z",
    ]) func `what is no moment is not read`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `sums and differences stop at the ends of time`() {
        let (first, last) = (Timestamp(nanoseconds: .min), Timestamp(nanoseconds: .max))
        #expect(last + .seconds(1) == last)
        #expect(first + .seconds(-1) == first)
        #expect(morning + .seconds(1 << 60) == last)
        #expect(Timestamp(nanoseconds: -1) + .seconds(-(1 << 60)) == first)
        #expect(last - first > .seconds(1))
        #expect(first - last < .seconds(-1))
        #expect((morning + .seconds(90)) - morning == .seconds(90))
    }

    @Test func `a duration in nanoseconds stops at the ends of 64 bits`() {
        #expect(Duration.seconds(9_223_372_036).nanoseconds == 9_223_372_036_000_000_000)
        #expect((Duration.seconds(9_223_372_036) + .milliseconds(999)).nanoseconds == .max)
        #expect((Duration.seconds(-9_223_372_036) - .milliseconds(999)).nanoseconds == .min)
        #expect(Duration.seconds(Int64.max).nanoseconds == .max)
        #expect(Duration.seconds(Int64.min).nanoseconds == .min)
        #expect(Duration.nanoseconds(-1).nanoseconds == -1)
        #expect(Duration.minutes(2) == .seconds(120))
    }

    @Test func `the compact form fits a file name`() {
        #expect(morning.compact == "20261121T122155Z")
    }
}
