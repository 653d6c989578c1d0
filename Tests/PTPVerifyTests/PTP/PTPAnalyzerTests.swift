import Orchestration
import PTP
import PTPTesting
import PTPVerify
import Simulation
import Testing

/// Each rule with what triggers it and what almost does.
@Suite struct PTPAnalyzerTests {
    private typealias Host = AnalyzedHost

    private static let hosts = failures + absences + contradictions + drivers + devices + clocks

    private static let failures =
        [Host("no capacity", findings: ["F03"]).with { $0.failure = .capacity }]
        + ([.quota, .permission, .connection, .instanceLost, .timeout] as [RunError.Code]).map { code in
            Host("not capacity but \(code.rawValue)", findings: []).with { $0.failure = code }
        }

    private static let absences = [
        Host("an ordinary host of a type without", Host.ordinary, findings: ["F01"]).with { $0.declared = false },
        Host("an ordinary host of a type with", Host.ordinary, findings: ["F02"]),
        Host("an ordinary host of a type that nobody speaks of", Host.ordinary, findings: [])
            .with { $0.declared = nil },
        Host("no proof of absence", Host.ordinary.merging([.sources: Host.failed("506")]) { $1 }, findings: [])
            .with { $0.declared = false },
    ]

    private static let contradictions = [
        Host("as declared and expected", findings: []),
        Host("a clock that nobody speaks of", findings: []).with { $0.declared = nil },
        Host("a clock that was not declared", findings: ["declared-not-observed"]).with { $0.declared = false },
        Host("a clock that was not expected", findings: ["unexpected-clock"]).with { $0.expectation = .unsupported },
        Host("a clock that may be", findings: []).with { $0.expectation = .any },
        Host("neither declared nor expected", findings: ["declared-not-observed", "unexpected-clock"]).with {
            $0.declared = false
            $0.expectation = .unsupported
        },
        Host("not declared, and only partial", [.errorBound: Host.said("200000")], findings: ["F36"]).with {
            $0.declared = false
            $0.expectation = .unsupported
        },
        Host(
            "not declared, and the switch says off while the clock works",
            [.enabled: Host.said("0")],
            findings: ["declared-not-observed"]
        ).with { $0.declared = false },
    ]

    private static let drivers = [
        Host(
            "a driver that knows no clock",
            Host.hidden.merging([.enabled: Host.failed("none")]) { $1 },
            findings: ["F06"]
        ),
        Host(
            "the same on ordinary hardware",
            Host.ordinary.merging([.enabled: Host.failed("none")]) { $1 },
            findings: []
        ),
        Host("a driver that hides its switch and shows the clock", [.enabled: Host.failed("none")], findings: []),
        Host("not enabled", Host.hidden.merging([.enabled: Host.said("0")]) { $1 }, findings: ["F09"]),
        Host(
            "not enabled, and nobody knows the hardware",
            Host.ordinary.merging([.enabled: Host.said("0")]) { $1 },
            findings: ["F09"]
        ),
        Host("enabled, and no clock all the same", Host.hidden, findings: []),
    ]

    private static let devices = [
        Host(
            "no symlink",
            [.symlink: Host.said("/dev/ptp_ena"), .referenceClock: Host.said("/dev/ptp0")],
            findings: ["F25"]
        ),
        Host(
            "a symlink to another clock",
            [.symlink: Host.said("/dev/ptp1"), .referenceClock: Host.said("/dev/ptp0")],
            findings: ["F25"]
        ),
        Host("two ENA clocks", [.devices: Host.said("ptp0 ena-ptp-05\nptp1 ena-ptp-06")], findings: []),
        Host("clocks that cannot be listed", [.devices: Host.failed("denied")], findings: ["F34"]),
        Host("another clock beside it", [.devices: Host.said("ptp1 KVM virtual PTP\nptp0 ena-ptp-05")], findings: []),
    ]

    private static let clocks = [
        Host(
            "chrony prefers the network",
            [.sources: Host.said("#,-,PHC0,0,0,377,1,0,0,0\n^,*,169.254.169.123,1,4,377,9,0,0,0")],
            findings: ["F34"]
        ),
        Host("chrony reads another clock", [.referenceClock: Host.said("/dev/ptp7")], findings: ["F34"]),
        Host("chrony does not answer", [.sources: Host.failed("506"), .tracking: Host.failed("506")], findings: []),
        Host("a loose bound", [.errorBound: Host.said("200000")], findings: ["F36"]),
        Host(
            "a system clock that is far off",
            [.tracking: Host.tracking(systemTime: "0.000011000")],
            findings: ["F36"]
        ),
        Host(
            "a system clock that is near enough",
            [.tracking: Host.tracking(systemTime: "0.000009000")],
            findings: []
        ),
        Host("no bound at all", [.errorBound: Host.said("0")], findings: []),
        Host(
            "not followed and loose",
            [.errorBound: Host.said("200000"), .referenceClock: Host.said("/dev/ptp7")],
            findings: ["F34"]
        ),
    ]

    @Test(arguments: hosts) func `rules say what they should, and nothing else`(host: AnalyzedHost) async throws {
        let findings = try await PTPAnalyzer().analyze(host.input)
        #expect(findings.map(\.id) == host.findings)
    }

    @Test func `every rule has a host that triggers it`() {
        #expect(Set(Self.hosts.flatMap(\.findings)) == Set(PTPAnalyzer.ruleIDs))
        #expect(Set(PTPAnalyzer.ruleIDs).count == PTPAnalyzer.ruleIDs.count, "two rules share an id")
    }

    @Test(arguments: hosts)
    func `a finding has a remedy and rests on what is in the result`(host: AnalyzedHost) async throws {
        let input = host.input
        let known =
            (input.result?.checks ?? []).map { "\($0.id): \($0.detail)" } + [input.failure.map { "\($0)" } ?? ""]
        for finding in try await PTPAnalyzer().analyze(input) {
            #expect(!finding.cause.isEmpty && finding.remedy.hasSuffix("."), "\(finding)")
            #expect(!finding.evidence.isEmpty, "\(finding.id) rests on nothing")
            #expect(finding.evidence.allSatisfy(known.contains), "\(finding)")
            #expect(Set(finding.evidence).count == finding.evidence.count)
        }
    }

    @Test(arguments: hosts) func `whatever has an explanation is looked at`(host: AnalyzedHost) {
        let input = host.input
        let isPlain = input.result?.isSuccess == true && host.findings.isEmpty
        #expect(PTPAnalyzer().shouldAnalyze(input) == !isPlain)
    }

    private static let explained: [SimulatedClock: [String]] = [
        .working: [], .absent: ["F02"], .disabled: ["F09"], .oldDriver: ["F06"], .notSelected: ["F34"],
        .falseticker: ["F34"], .unstable: ["F36"], .otherClockOnly: ["F02"], .noSymlink: ["F25"], .stopped: ["F34"],
        .atomicTime: ["F34"], .chronyDown: [],
    ]

    @Test(arguments: SimulatedClock.allCases)
    func `a simulated host gets the explanation of what is wrong with it`(clock: SimulatedClock) throws {
        let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)
        let world = DeterministicExecutor(seed: 9, start: start)
        let faults = FaultSchedule(launches: [1: .clock(clock)])
        let fleet = SimulatedFleet(SimulatedEC2(CloudState(seed: 9, time: start), on: world, faults: faults))
        let plan = RunPlan(runID: "clocks", environment: "simulated", cases: [InstanceCase(type: "c7i.large")])
        let orchestrator = fleet.fleet.orchestrator(for: plan, storage: MemoryJournal())
        let history = world.run { await orchestrator.run() }.history.cases[0]
        #expect(history.findings.map(\.id) == Self.explained[clock])
        let evidence = Set(history.result?.evidence.map(\.id) ?? [])
        #expect(history.result?.checks.allSatisfy { evidence.isSuperset(of: $0.evidence) } == true)
    }
}
