import Orchestration
import PTP
import PTPTesting
import Shell
import Testing

@Suite struct LadderTests {
    /// An answer for each rung that breaks it alone.
    private static let breaks: [(rung: Ladder.Rung, changes: [Probe: CommandResult?])] = [
        (.hardware, [.sources: .said("#,*,PHC0,0,0,377,1,0,0,0\n^,-,169.254.169.123,3,4,377,9,0,0,0\n")]),
        (.driver, [.driver: .said("ixgbevf\n")]), (.enabled, [.enabled: .said("0\n")]),
        (.device, [.devices: .said("ptp0 ena-ptp-05\nptp1 ena-ptp-06\n")]),
        (.advances, [.reading: .said("0 1000000000 0\n")]),
        (.followed, [.referenceClock: .said("/dev/ptp1\n")]), (.quality, [.errorBound: .said("200000\n")]),
    ]

    @Test func `a healthy host is supported, with every rung held and its evidence`() {
        let ladder = Host.healthy.ladder
        #expect(ladder.verdict.verdict == .supported)
        let checks = ladder.checks()
        #expect(checks.map(\.id) == Ladder.Rung.allCases.map(\.rawValue))
        #expect(checks.filter { $0.status != .held || $0.evidence.isEmpty }.map(\.id) == [])
        let known = Set(Host.healthy.outputs.evidence.map(\.id))
        #expect(known.isSuperset(of: checks.flatMap(\.evidence)), "a check rests on something that was never asked")
    }

    @Test func `each rung fails alone, and any of the proof costs the verdict`() {
        let proof: Set<Ladder.Rung> = [.device, .advances, .followed, .quality]
        for (rung, changes) in Self.breaks {
            let host = Host.healthy.with(changes)
            for other in Ladder.Rung.allCases {
                let expected: Check.Status = other == rung ? .failed : .held
                #expect(host.ladder.standing(other).status == expected, "\(other) when \(rung) is broken")
            }
            #expect(host.verdict == (proof.contains(rung) ? .partial : .supported), "\(rung)")
        }
    }

    @Test func `supported means that all of the proof holds, whatever the host says`() async throws {
        try await checkProperty("supported only with all of device, advances, followed, quality", runs: 4_000) {
            Self.host(&$0)
        } refute: { host in
            let ladder = host.ladder
            let proof: [Ladder.Rung] = [.device, .advances, .followed, .quality]
            let holds = proof.filter { ladder.standing($0).status != .held }.isEmpty
            return (host.verdict == .supported) == holds ? nil : "\(host.verdict)"
        }
    }

    @Test func `what was not asked or not answered is not measured, never failed and never absent`() {
        let needs: [(Ladder.Rung, Probe)] = [
            (.hardware, .sources), (.driver, .driver), (.enabled, .enabled), (.device, .devices), (.advances, .reading),
            (.followed, .sources), (.followed, .tracking), (.followed, .referenceClock), (.quality, .tracking),
            (.quality, .errorBound),
        ]
        for (rung, probe) in needs {
            for answer in [nil, CommandResult.failed, .said("nonsense, really\nof two lines\n")] {
                if probe == .referenceClock, answer?.isSuccess == true { continue }
                let host = Host.healthy.with([probe: answer])
                #expect(host.ladder.standing(rung).status == .notMeasured, "\(rung) without \(probe)")
                #expect(host.verdict != .unsupported)
            }
        }
        #expect(Host(answers: [:]).verdict == .inconclusive)
        for probe in Probe.allCases { #expect(Host(answers: [probe: .failed]).verdict == .inconclusive) }
    }

    @Test func `absence needs a ready driver, a list of clocks without ours, and an ordinary time source`() {
        let absent = Host.healthy.with([
            .devices: .said("ptp0 ptp_kvm\n"), .symlink: .failed, .reading: .failed, .errorBound: .failed,
            .sources: .said("^,*,169.254.169.123,3,4,377,9,0,0,0\n"), .referenceClock: .said(""),
        ])
        #expect(absent.verdict == .unsupported)
        #expect(absent.with([.devices: .said("")]).verdict == .unsupported)
        let doubts: [[Probe: CommandResult?]] = [
            [.devices: .failed], [.devices: nil], [.driver: .said("vif\n")], [.driver: .failed],
            [.enabled: .said("0\n")],
            [.enabled: .failed], [.sources: .failed], [.sources: .said("")],
            [.sources: .said("^,?,169.254.169.123,0,6,0,4294967295,0,0,0\n")],
            [.sources: .said("^,*,10.0.0.1,3,4,377,9,0,0,0\n")],
        ]
        for doubt in doubts { #expect(absent.with(doubt).verdict == .inconclusive, "\(doubt)") }
        let enhanced = absent.with([.sources: .said("^,*,169.254.169.123,1,4,377,9,0,0,0\n")])
        #expect(enhanced.verdict == .partial, "enhanced hardware without its clock")
    }

    @Test func `PHC0 of another clock is never our clock`() {
        for name in ["ptp_kvm", "hyperv", "ena-ptp", "ena-ptp-5", "ena-ptp-0G", "ENA-PTP-05", "x ena-ptp-05"] {
            let host = Host.healthy.with([.devices: .said("ptp0 \(name)\n")])
            #expect(host.ladder.standing(.device).status == .failed, "\(name)")
            #expect(host.ladder.standing(.followed).status == .failed, "\(name)")
            #expect(host.verdict != .supported)
        }
        let both = Host.healthy.with([
            .devices: .said("ptp0 ptp_kvm\nptp1 ena-ptp-05\n"), .symlink: .said("/dev/ptp1\n"),
        ])
        #expect(both.verdict == .supported)
        #expect(both.with([.referenceClock: .said("/dev/ptp0\n")]).verdict == .partial)
        #expect(both.with([.symlink: .said("/dev/ptp0\n")]).verdict == .partial, "the symlink goes to the wrong clock")
        #expect(both.with([.referenceClock: .said("/dev/ptp_ena\n/dev/ptp0\n")]).verdict == .partial)
    }

    @Test(arguments: [
        ("1000000000 1000000000 0", true), ("1100000000 1000000000 999999999", true),
        ("1100000001 1000000000 0", false), ("1000000000 1000000000 1000000000", false),
        ("1000000000 1000000000 37000000000", false), ("0 0 0", false), ("50000000 0 0", false),
        ("-1000000000 -1000000000 0", false), ("9223372036854775807 -9223372036854775808 0", false),
        ("1000000000 1000000000 -9223372036854775808", false), ("-9223372036854775808 9223372036854775807 0", false),
    ]) func `a clock advances with time and is near it, whatever it says`(reading: String, holds: Bool) {
        let status = Host.healthy.with([.reading: .said(reading + "\n")]).ladder.standing(.advances).status
        #expect(status == (holds ? .held : .failed))
    }

    @Test func `no bound is not a good bound`() {
        let unbounded = Host.healthy.with([.errorBound: .said("0\n")])
        #expect(unbounded.ladder.standing(.quality).status == .notMeasured)
        #expect(unbounded.ladder.totalBound == nil)
        #expect(unbounded.verdict != .supported)
        let names = Host.healthy.ladder.figures.map(\.name)
        #expect(names.contains("total_error_bound") && names.contains("phc_error_bound"))
        #expect(Host(answers: [:]).ladder.figures == [])
    }

    // MARK: - Fixtures

    /// A host that answers each question well, badly or not at all.
    private static func host(_ generator: inout SeededGenerator) -> Host {
        var host = Host.healthy
        for (probe, good) in Host.healthy.answers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let others =
                breaks.compactMap { $0.changes[probe] ?? nil } + [.failed, .said(""), .said("x"), .said("1 2 3")]
            let choice = Int.random(in: 0..<(others.count * 4), using: &generator)
            host.answers[probe] = choice < others.count ? others[choice] : good
        }
        return host
    }
}
