import Orchestration
import PTP
import Shell
import Testing

/// How good the clock is, over time and at one look.
@Suite struct QualityTests {
    private static func standing(
        _ rung: Ladder.Rung,
        _ samples: CommandResult?,
        _ changes: [Probe: CommandResult?] = [:]
    ) -> Ladder.Standing {
        Host.healthy.with(changes) { $0.samples = samples }.ladder.standing(rung)
    }

    @Test func `each figure has its limit`() {
        let cases: [(String, CommandResult, Bool)] = [
            (
                "system time at its limit",
                .samples(tracking: { .tracking(systemTime: $0 == 3 ? "0.000010000" : "0.000000900", second: $0) }), true
            ),
            (
                "one look too far off",
                .samples(tracking: { .tracking(systemTime: $0 == 3 ? "-0.000010001" : "0.0", second: $0) }), false
            ),
            ("typically too far off", .samples(tracking: { .tracking(systemTime: "-0.000001100", second: $0) }), false),
            ("dispersion", .samples(tracking: { .tracking(second: $0, dispersion: "0.000010100") }), false),
            ("delay", .samples(tracking: { .tracking(second: $0, delay: "0.000020100") }), false),
            ("skew", .samples(tracking: { .tracking(second: $0, skew: "1.010") }), false),
            (
                "an average that rises", .samples(tracking: { .tracking(second: $0, rms: "0.00000200\($0 % 10)") }),
                false
            ),
        ]
        for (name, samples, holds) in cases {
            #expect((Self.standing(.quality, samples).status == .held) == holds, "\(name)")
        }
    }

    @Test func `the average of offsets counts only once the clock was followed for two minutes`() {
        let falling = CommandResult.samples(tracking: { .tracking(second: $0, rms: "0.0000\(99 - $0)000") })
        let long = CommandResult.said("2026-11-21T10:00:00+0000 host chronyd[12]: Selected source PHC0\n")
        #expect(Self.standing(.quality, falling, [.chronyLog: .said("-- no entries --\n")]).status == .held)
        #expect(Self.standing(.quality, falling, [.chronyLog: long]).status == .failed)
    }

    @Test func `the bound counts everything, and no bound is not a good bound`() {
        let standing = Self.standing(.bound, .samples())
        #expect(
            standing.detail.contains("28.4 \u{b5}s"),
            "20 ns + 10/2 \u{b5}s + 600 ns + 22.8 \u{b5}s: \(standing.detail)"
        )
        #expect(Self.standing(.bound, .samples(bound: { $0 == 7 ? "100001" : "22800" })).status == .failed)
        for untold in ["", "0"] {
            let samples = CommandResult.samples(bound: { _ in untold })
            let standing = Self.standing(.bound, samples, [.errorBound: .absent])
            #expect(standing.status == .notMeasured && !standing.isUntold, "\(standing.detail)")
            let host = Host.healthy.with([.errorBound: .absent]) { $0.samples = samples }
            #expect(host.verdict == .inconclusive)
            #expect(
                !host.ladder.figures.contains {
                    $0.name.hasPrefix("total_error_bound") || $0.value == 0 && $0.name == "phc_error_bound"
                }
            )
        }
    }

    @Test func `what the kernel's own driver never tells is said and not held against it, unless asked for`() {
        let host = Host.healthy.with([
            .module: .module("", enabled: ""), .errorBound: .absent, .counters: .absent,
            .devlink: .said(
                "pci/0000:00:05.0:\n  name enable_phc type generic\n    values:\n      cmode driverinit value true\n"
            ),
        ]) { $0.samples = .samples(bound: { _ in "" }) }
        #expect(host.verdict == .supported)
        #expect(host.ladder.verdict.reason.contains("the total error is not measured"))
        #expect(host.findings.map(\.id) == ["F39"] && host.findings[0].severity == .warning)
        var strict = Thresholds()
        strict.requiresClockBound = true
        #expect(Ladder(host.situation, thresholds: strict).verdict.verdict == .inconclusive)
        let denied = host.with([.errorBound: .failed("cat: Permission denied")])
        #expect(denied.verdict == .inconclusive, "who may not look cannot say that there is nothing")
    }

    @Test func `stability is one clock, fresh, in nearly all samples, without steps`() {
        let lost = CommandResult.samples(rows: {
            $0 == 9 ? CommandResult.rows.replacing("#,*", with: "#,?") : CommandResult.rows
        })
        let stale = CommandResult.samples(rows: { _ in CommandResult.rows.replacing("377,1,", with: "377,5,") })
        let fresh = CommandResult.samples(rows: { _ in CommandResult.rows.replacing("377,1,", with: "277,4,") })
        let twice = CommandResult.samples(rows: { _ in
            CommandResult.rows + "#,-,PHC1,0,0,377,1,0.000000012,0.000000015,0.000005030\n"
        })
        let cases: [(String, CommandResult, Bool)] = [
            ("18 of 20", .samples(18, planned: 20), true), ("17 of 20", .samples(17, planned: 20), false),
            ("lost once", lost, false),
            ("stale", stale, false), ("four polls old, one missed", fresh, true), ("two clocks", twice, false),
            ("standing still", .samples(tracking: { _ in .tracking() }), false),
            ("going back", .samples(tracking: { .tracking(second: -$0) }), false),
            ("one failed reading", .samples(bound: { $0 == 3 ? "" : "22800" }), false),
            ("no reading at all", .samples(bound: { _ in "" }), true),
        ]
        for (name, samples, holds) in cases {
            #expect((Self.standing(.stability, samples).status == .held) == holds, "\(name)")
        }
        for (moment, holds) in [("2026-11-21T09:00:00", true), ("2026-11-21T23:00:00", false)] {
            let log = CommandResult.said("\(moment)+0000 host chronyd[12]: System clock was stepped by 0.814 seconds\n")
            #expect((Self.standing(.stability, .samples(), [.chronyLog: log]).status == .held) == holds)
        }
    }

    @Test func `a limit is said in the unit that suits it, and a share is no more than all`() throws {
        var limits = Thresholds()
        let coverage = try #require(Thresholds.named.first { $0.name == "coverage" })
        let dispersion = try #require(Thresholds.named.first { $0.name == "root_dispersion" })
        #expect(!limits.set(coverage, to: "200%") && limits.coverage == 0.9)
        #expect(limits.set(coverage, to: "100%") && limits.set(dispersion, to: "10us"))
        let far = Host.healthy.with {
            $0.samples = .samples(tracking: { .tracking(second: $0, dispersion: "0.000020") })
        }
        let detail = Ladder(far.situation, thresholds: limits).standing(.quality).detail
        #expect(detail.contains("root dispersion 20 \u{b5}s is more than 10 \u{b5}s"), "\(detail)")
    }

    @Test func `one look is called so, and shows no stability`() {
        let host = Host.healthy.with { $0.samples = nil }
        #expect(host.ladder.standing(.quality).detail.hasPrefix("one look"))
        #expect(host.ladder.standing(.stability).status == .notMeasured)
        #expect(host.verdict == .inconclusive)
        #expect(Host.healthy.with { $0.samples = .failed("timeout") }.ladder.standing(.quality).status == .notMeasured)
    }

    @Test func `figures have their quantiles, and what was not measured is not among them`() {
        let figures = Dictionary(uniqueKeysWithValues: Host.healthy.ladder.figures.map { ($0.name, $0.value) })
        #expect(figures["samples"] == 20 && figures["samples_planned"] == 20 && figures["samples_followed"] == 20)
        #expect(
            figures["chrony_readings"] == 25 && figures["root_delay"].map { abs($0 - 10e-6) < 1e-12 } == true
        )
        #expect(abs((figures["total_error_bound"] ?? 0) - 28.42e-6) < 1e-9)
        #expect(figures["failed_readings"] == 0 && figures["readings"] == 1500)
        #expect(Host(answers: [:]).ladder.figures == [])
        let absurd = Host.healthy.with {
            $0.samples = .samples(tracking: { .tracking(systemTime: "1e300", second: $0) })
        }
        #expect(absurd.verdict == .partial)
    }
}
