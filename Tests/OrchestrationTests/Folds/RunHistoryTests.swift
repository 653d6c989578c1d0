import Orchestration
import PTPTesting
import Testing

@Suite struct RunHistoryTests {
    @Test func `any sequence of events is a history, prefix by prefix`() async throws {
        try await checkProperty("no events upset the fold", runs: 500) { generator in
            let began = RunEvent.runBegan(generator.plan(), toolVersion: "", processID: 1)
            return (0..<30).map { _ in generator.chance(10) ? began : generator.event() }
        } refute: { (events: [RunEvent]) in
            var history = RunHistory()
            for (index, event) in events.enumerated() {
                history.apply(JournalRecord(number: index + 1, at: morning, event: event))
                guard history.cases.map(\.instanceCase) == (history.plan?.cases ?? []) else { return "cases got lost" }
                guard (0...255).contains(history.exitCode) || history.stopCauses.count > 0 else { return "exit code" }
                for planned in history.cases where planned.recordedOutcome == nil {
                    let status = planned.finalOutcome.status
                    guard status == .notRun || status == .interrupted else { return "\(status) without an outcome" }
                }
            }
            return nil
        }
    }

    @Test func `wherever a run dies, its history accounts for everything that is alive`() throws {
        var world = World(cases: 3)
        world.keep = .positions([2])
        world.provisioner = FakeProvisioner([.fake(3): .init(making: .failsAfter(.refused))], shared: .init())
        _ = world.run()
        let records = try JournalReader.records(of: world.storage.bytes).records
        var history = RunHistory()
        for record in records {
            history.apply(record)
            for planned in history.cases {
                let outcome = planned.finalOutcome
                #expect(
                    outcome.disposal == history.ledger.disposal(of: planned.instanceCase.id),
                    "after \(record.event)"
                )
            }
        }
        #expect(history.ledger.leaks.isEmpty)
    }

    @Test func `a case whose run died says where, and what to do`() {
        let plan = World(cases: 2).plan
        let resource = Resource(token: "t", kind: .instance, caseID: .fake(1), expiresAt: nil)
        let history = RunHistory([
            .runBegan(plan, toolVersion: "1", processID: 9), .caseMoved(.fake(1), .provisioning),
            .resourceIntended(resource), .resourceMade(token: "t", id: "i"),
        ])
        let (first, second) = (history.cases[0].finalOutcome, history.cases[1].finalOutcome)
        #expect(first.status == .interrupted && first.disposal == .unconfirmed, "an instance exists")
        #expect(first.failure?.happened.contains("provisioning") == true)
        #expect(first.failure?.next.contains("ptp-verify sweep") == true)
        #expect(second.status == .notRun && second.disposal == .neverMade)
        #expect(history.exitCode == ExitCode.cleanupUnconfirmed)
        #expect(history.recordedExitCode == nil)
    }

    @Test func `at most a thousand notes are kept`() {
        let history = RunHistory((0..<1500).map { .noted("\($0)") })
        #expect(history.notes.count == 1000)
        #expect(history.notes.first == "0")
    }

    @Test func `retries are counted for their case`() {
        let retry = { (id: CaseID?) in RunEvent.retrying(id, what: "w", attempt: 1, pause: .zero, because: "b") }
        let began = RunEvent.runBegan(World(cases: 2).plan, toolVersion: "", processID: 1)
        let history = RunHistory([began, retry(.fake(1)), retry(nil), retry(.fake(1)), retry(CaseID("stranger"))])
        #expect(history.cases.map(\.retries) == [2, 0])
    }
}
