import Orchestration
import PTPTesting
import Reports
import Testing

/// What a report says its evidence is of: nobody is to take a pretended clock for a real one.
@Suite struct EnvironmentTests {
    private static let real = MachineInfo(name: "Amazon EC2 c7i.large", isEmulated: false)
    private static let emulated = MachineInfo(name: "QEMU Standard PC (Q35 + ICH9, 2009)", isEmulated: true)
    private static let endpoint = RunPlan.EffectiveValue(
        key: RunPlan.foreignEndpointFact,
        value: "http://127.0.0.1:5000/",
        source: "AWS"
    )

    @Test(arguments: ["ec2", "hosts"]) func `one emulated machine among real ones is enough`(provider: String) {
        #expect(Self.report(provider, [nil, nil]).environment == provider)
        #expect(Self.report(provider, [Self.real, Self.real]).environment == provider)
        #expect(Self.report(provider, [Self.real, Self.emulated]).environment == "emulated")
        #expect(Self.report(provider, [Self.emulated]).environment == "emulated")
    }

    @Test func `a cloud at an endpoint of somebody else is emulated, whatever its machines say`() {
        #expect(Self.report("ec2", [Self.real, nil], [Self.endpoint]).environment == "emulated")
    }

    @Test func `a simulated run never says that it is anything else`() {
        for facts in [[], [Self.endpoint]] {
            let events = Self.events("simulated", [Self.emulated, Self.real, nil], facts)
            for count in 1...events.count {
                let report = RunReport(RunHistory(Array(events.prefix(count))))
                #expect(report.environment == "simulated" && report.isSimulated, "after \(count) events")
            }
        }
    }

    @Test func `what a run that died had seen is told`() {
        let events = Self.events("hosts", [Self.emulated])
        let seen = events.firstIndex { if case .machineSeen = $0 { true } else { false } } ?? 0
        for count in 1...events.count {
            let environment = RunReport(RunHistory(Array(events.prefix(count)))).environment
            #expect(environment == (count > seen ? "emulated" : "hosts"), "after \(count) events")
        }
    }

    @Test func `each case says what machine it ran on, and which rungs were not measured`() {
        func cases(_ provider: String, _ facts: [RunPlan.EffectiveValue] = []) -> [JSONValue] {
            Self.report(provider, [Self.real, Self.emulated, nil], facts).json["cases"]?.array ?? []
        }
        #expect(cases("hosts").map { $0["machine"]?.string } == [Self.real.name, Self.emulated.name, nil])
        #expect(cases("hosts").map { $0["environment"] } == ["hosts", "emulated", "hosts"])
        #expect(cases("simulated").allSatisfy { $0["environment"] == "simulated" })
        #expect(cases("ec2", [Self.endpoint]).allSatisfy { $0["environment"] == "emulated" })
        #expect(cases("hosts").allSatisfy { $0["not_measured"] == ["survives"] })
    }

    @Test(arguments: [
        ("ec2", false, []), ("hosts", false, ["launch, placement and termination"]),
        ("simulated", false, ["real hardware"]),
        (
            "hosts", true,
            [
                "real hardware", "the quality of a real clock", "ENA's own driver and its build",
                "the pace of an instance", "architectures other than x86_64", "launch, placement and termination",
            ]
        ),
    ])
    func `what was not exercised follows from what the run is of`(provider: String, isPlayed: Bool, what: [String]) {
        let report = Self.report(provider, [isPlayed ? Self.emulated : Self.real])
        let sentences = report.json["not_exercised"]?.array?.compactMap(\.string) ?? []
        #expect(sentences.map { String($0.prefix { $0 != ":" }) } == what)
        let line = "not exercised: \(what.joined(separator: ", "))"
        #expect(ConsoleSummary(report).lines.contains(line) == !what.isEmpty)
    }

    @Test func `the console says what emulated evidence proves`() async throws {
        let events = Self.events("hosts", [Self.emulated])
        let lines = Lines()
        let reporter = ConsoleReporter(write: lines.add)
        try await reporter.begin(Self.plan("ec2", 1, [Self.endpoint]))
        for event in events { try await reporter.report(JournalRecord(number: 1, at: morning, event: event)) }
        try await reporter.finish(RunHistory(events))
        #expect(lines.all.first == "run r: 1 case on ec2 - EMULATED, proves nothing about real hardware")
        #expect(
            lines.all.contains("  host#1: EMULATED by \(Self.emulated.name), proves nothing about real hardware")
        )
        #expect(lines.all.contains("r (emulated)"))
    }

    // MARK: - Fixtures

    private static func plan(_ provider: String, _ count: Int, _ facts: [RunPlan.EffectiveValue] = []) -> RunPlan {
        let cases = (1...count).map { InstanceCase(type: "host", index: $0, of: count) }
        return RunPlan(runID: "r", environment: provider, cases: cases, configuration: facts)
    }

    private static func events(
        _ provider: String,
        _ machines: [MachineInfo?],
        _ facts: [RunPlan.EffectiveValue] = []
    ) -> [RunEvent] {
        let plan = plan(provider, machines.count, facts)
        var result = ExecutionResult.scripted(.supported)
        result.checks = [
            Check(id: "device", title: "", status: .held, detail: ""),
            Check(id: "survives", title: "", status: .notMeasured, detail: ""),
        ]
        let cases = zip(plan.cases, machines).flatMap { planned, machine -> [RunEvent] in
            [RunEvent.caseMoved(planned.id, .executing)]
                + [machine].compactMap { $0.map { .machineSeen(planned.id, $0) } } + [.executed(planned.id, result)]
        }
        return [.runBegan(plan, toolVersion: "1", processID: 1)] + cases
    }

    private static func report(
        _ provider: String,
        _ machines: [MachineInfo?],
        _ facts: [RunPlan.EffectiveValue] = []
    ) -> RunReport {
        RunReport(RunHistory(events(provider, machines, facts)))
    }
}
