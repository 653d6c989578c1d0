import Orchestration
import PTP
import PTPTesting
import Shell
import Testing

@Suite struct LadderTests {
    /// What breaks each rung alone.
    static let breaks: [(rung: Ladder.Rung, change: @Sendable (inout Host) -> Void)] = [
        (.declared, { $0.launch.placement = "none" }),
        (.hardware, { $0.answers[.sources] = .said(CommandResult.rows.replacing("123,1,", with: "123,3,")) }),
        (.driver, { $0.answers[.interface] = .said("name=ens5\ndriver=ixgbevf\naddress=0000:00:05.0\n") }),
        (.enabled, { $0.answers[.module] = .module("2.16.1g", enabled: "0") }),
        (.device, { $0.answers[.timestamping] = .said("Time stamping parameters for ens5:\nPTP Hardware Clock: 3\n") }),
        (.advances, { $0.answers[.reading] = .said("0 1000000000 0 900\n") }),
        (.followed, { $0.answers[.chronyConfiguration] = .said("refclock PHC /dev/ptp1\n") }),
        (.quality, { $0.samples = .samples(tracking: { .tracking(systemTime: "0.000011000", second: $0) }) }),
        (.bound, { $0.samples = .samples(bound: { _ in "200000" }) }),
        (.stability, { $0.samples = .samples(17, planned: 20) }),
        (.counters, { $0.answers[.counters] = .counters(good: 1600, expired: 20) }),
    ]

    @Test func `a healthy host is supported, with every rung held and its evidence`() {
        let ladder = Host.healthy.ladder
        #expect(ladder.verdict.verdict == .supported, "\(ladder.verdict.reason)")
        let checks = ladder.checks()
        #expect(checks.map(\.id) == Ladder.Rung.allCases.map(\.rawValue))
        #expect(checks.filter { $0.status != .held }.map(\.id) == ["survives"])
        #expect(checks.filter { $0.evidence.isEmpty }.map(\.id) == ["declared"])
        let asked = Set(Host.healthy.answers.keys.map(\.rawValue))
        #expect(ladder.checks(restingOn: asked).allSatisfy { asked.isSuperset(of: $0.evidence) })
        #expect(Host.healthy.findings == [])
    }

    @Test func `each rung fails alone, and any of the proof costs the verdict`() {
        #expect(Set(Self.breaks.map(\.rung)) == Set(Ladder.Rung.allCases).subtracting([.survives]))
        for (rung, change) in Self.breaks {
            let host = Host.healthy.with([:], change)
            for other in Ladder.Rung.allCases where other != .survives {
                let standing = host.ladder.standing(other)
                #expect(
                    standing.status == (other == rung ? .failed : .held),
                    "\(other) when \(rung) is broken: \(standing.detail)"
                )
            }
            #expect(host.verdict == (Ladder.Rung.proof.contains(rung) ? .partial : .supported), "\(rung)")
        }
    }

    @Test func `supported means that all of the proof holds, whatever the host says`() async throws {
        try await checkProperty("supported only with all of the proof", runs: 1_000) {
            Self.host(&$0)
        } refute: { host in
            let ladder = host.ladder
            let holds = Ladder.Rung.proof.allSatisfy {
                ladder.standing($0).status == .held || ladder.standing($0).isUntold
            }
            // Only two things can be untold, and only by a driver of the kernel's own.
            let untold = Ladder.Rung.allCases.filter { ladder.standing($0).isUntold }
            guard Set(untold).isSubset(of: [.bound, .counters]) else { return "untold: \(untold)" }
            return (host.verdict == .supported) == holds ? nil : "\(host.verdict)"
        }
    }

    @Test func `what was not asked or not answered is not measured, never failed and never absent`() {
        let needs: [(Ladder.Rung, Probe)] = [
            (.hardware, .sources), (.driver, .interface), (.driver, .module), (.device, .clocks), (.device, .symlink),
            (.advances, .reading), (.followed, .tracking), (.followed, .chronyConfiguration), (.counters, .counters),
        ]
        for (rung, probe) in needs {
            for answer in [
                nil, CommandResult.failed("sudo: a password is required"), .said("nonsense, really\nof two lines\n"),
            ] {
                let host = Host.healthy.with([probe: answer, .nodes: nil])
                let standing = host.ladder.standing(rung)
                #expect(standing.status == .notMeasured, "\(rung) without \(probe): \(standing.detail)")
                #expect(!standing.isUntold)
                #expect(
                    host.verdict
                        == (Ladder.Rung.proof.contains(rung) || probe == .sources ? .inconclusive : .supported),
                    "\(rung) \(probe)"
                )
            }
        }
        #expect(Host(answers: [:]).verdict == .inconclusive)
        for probe in Probe.allCases {
            let host = Host(answers: [probe: .failed("no")])
            #expect(host.verdict == .inconclusive)
            #expect(host.ladder.checks().allSatisfy { $0.status == .notMeasured }, "\(probe)")
        }
    }

    @Test func `absence needs a ready driver, a list of clocks without ours, and an ordinary time source`() {
        let absent = Host.ordinary
        #expect(absent.verdict == .unsupported)
        #expect(absent.with([.clocks: .said("")]).verdict == .unsupported)
        let doubts: [[Probe: CommandResult?]] = [
            [.clocks: .failed("no")], [.clocks: nil], [.interface: .said("name=ens5\ndriver=vif\naddress=\n")],
            [.interface: .failed("no")], [.module: .module("2.16.1g", enabled: "0")], [.module: .failed("no")],
            [.sources: .failed("506"), .tracking: .failed("506")],
            [
                .sources: .said("^,?,169.254.169.123,0,6,0,4294967295,0.000000000,0.000000000,0.000000000\n"),
                .tracking: nil,
            ],
            [.sources: .said("^,*,10.0.0.1,3,4,377,9,0.000000000,0.000000000,0.000000000\n"), .tracking: nil],
        ]
        for doubt in doubts { #expect(absent.with(doubt).verdict == .inconclusive, "\(doubt)") }
        #expect(Host.hidden.verdict == .partial, "enhanced hardware without its clock")
    }

    @Test func `a launch that could not have the clock says nothing of its type`() {
        func verdict(
            _ declared: Bool?,
            _ placement: String?,
            _ region: String = "eu-west-1",
            _ type: String = "c7i.large"
        ) -> Verdict {
            Host.ordinary.with {
                $0.launch.declared = declared
                $0.launch.placement = placement
                $0.launch.region = region
                $0.launch.type = type
            }.verdict
        }
        #expect(verdict(true, "precision-time") == .unsupported)
        #expect(verdict(nil, nil) == .unsupported)
        #expect(verdict(false, nil) == .unsupported)
        for placement in ["none", "cluster", nil] { #expect(verdict(true, placement) == .inconclusive) }
        #expect(
            verdict(true, "none", "us-east-1", "m7g.large") == .unsupported,
            "region and family have it without a group"
        )
        #expect(verdict(true, "none", "us-east-1", "c7i.large") == .inconclusive)
    }

    // MARK: - Fixtures

    /// A host that answers each question well, badly or not at all, with everything around it well or badly too.
    private static func host(_ generator: inout SeededGenerator) -> Host {
        var host = Host.healthy
        for (_, change) in breaks where Int.random(in: 0..<20, using: &generator) == 0 { change(&host) }
        if Bool.random(using: &generator) {
            host.answers[.module] = .module("", enabled: "")
            host.answers[.devlink] = .said(
                "pci/0000:00:05.0:\n  name enable_phc type generic\n    values:\n      cmode driverinit value true\n"
            )
            host.samples = .samples(bound: { _ in "" })
            host.answers[.errorBound] = .absent
            host.answers[.counters] = .absent
        }
        for probe in Probe.allCases where Int.random(in: 0..<25, using: &generator) == 0 {
            let others: [CommandResult?] = [nil, .failed("no"), .absent, .said(""), .said("x"), .said("1 2 3")]
            host.answers[probe] = others[Int.random(in: 0..<others.count, using: &generator)]
        }
        if Int.random(in: 0..<12, using: &generator) == 0 { host.samples = nil }
        if Int.random(in: 0..<12, using: &generator) == 0 { host.before = nil }
        return host
    }
}
