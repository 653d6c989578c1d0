import Orchestration
import PTPTesting
import Simulation
import Testing

@Suite struct FakeContractTests {
    @Test(arguments: [true, false]) func `the fake provisioner keeps the contract`(shares: Bool) async throws {
        let plan = RunPlan(runID: "run", environment: "fake", cases: [InstanceCase(type: "fake")])
        let contract = ProvisionerContract(
            plan: plan,
            clock: StoppedClock(),
            make: { FakeProvisioner(shared: shares ? FakeProvisioner.Script() : nil) },
            countAlive: { $0.alive.count }
        )
        try await contract.check()
    }

    @Test func `a provisioner that acts before it writes breaks the contract`() async throws {
        let plan = RunPlan(runID: "run", environment: "fake", cases: [InstanceCase(type: "fake")])
        let contract = ProvisionerContract(
            plan: plan,
            clock: StoppedClock(),
            make: { HastyProvisioner() },
            countAlive: { $0.alive.entries.count }
        )
        await withKnownIssue { try await contract.aJournalThatFailsLeavesNothingUnaccounted() }
    }

    @Test func `memory keeps the contract of a journal's storage`() throws {
        try JournalStorageContract(make: { MemoryJournal() }, read: \.bytes).check()
    }

    @Test func `the reporters at hand keep the contract`() async throws {
        var generator = SeededGenerator(seed: 3)
        let records = (0..<60).map { number in
            let kind = number < SeededGenerator.eventKinds ? number : generator.below(SeededGenerator.eventKinds)
            return JournalRecord(number: number + 1, at: morning, event: generator.event(kind: kind))
        }
        try await ReporterContract(records: records) { RecordingReporter() }.check()
        try await ReporterContract(records: records) { NoReporter() }.check()
        let time = DeterministicExecutor(seed: 3, start: morning)
        try await ReporterContract(records: records) {
            CompositeReporter([RecordingReporter()], within: .seconds(1), in: time.surroundings)
        }.check()
    }
}

/// Makes first and writes afterwards: what must never be.
private struct HastyProvisioner: Provisioner {
    let alive = Log<String>()

    func provision(_ instanceCase: InstanceCase, of plan: RunPlan, recordingIn journal: Journal) async throws
        -> EnvironmentInfo
    {
        alive.add("t")
        let resource = Resource(token: "t", kind: .instance, caseID: instanceCase.id, expiresAt: nil)
        try journal.record(.resourceIntended(resource))
        return EnvironmentInfo(id: "i", provider: "hasty", access: Access(host: "h", user: "u"))
    }

    func health(of environment: EnvironmentInfo) async -> HealthStatus { .healthy }

    func keep(_ resource: Resource, id: String, of environment: EnvironmentInfo?) async throws -> Timestamp? { nil }

    func release(_ resource: Resource, id: String?) async -> ReleaseOutcome {
        .unconfirmed(reason: "hasty", remedy: "none")
    }
}
