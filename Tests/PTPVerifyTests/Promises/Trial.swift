import AWS
import Orchestration
import PTPTesting
import PTPVerify
import Simulation
import Synchronization

/// A scenario that was lived through, and everything that can be asked about it.
struct Trial: Sendable {
    let scenario: Scenario
    let plan: RunPlan
    let ec2: SimulatedEC2
    /// What the journal says; after a death only what survived it.
    let journal: [UInt8]
    let records: [JournalRecord]
    let outcome: RunOutcome
    let hasDied: Bool
    /// The moment at which the run was over.
    let end: Timestamp
    private let foreign: [SimulatedInstance]
    private let foreignGroups: [SimulatedGroup]

    private static let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    /// Lives through a scenario in a cloud where others have things too.
    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        let executor = DeterministicExecutor(seed: scenario.seed, start: Self.start)
        let ec2 = SimulatedEC2(try Self.cloud(scenario.seed), on: executor, faults: scenario.faults, isLogging: true)
        foreign = ec2.snapshot.instances
        foreignGroups = ec2.snapshot.groups
        plan = scenario.plan
        let storage = ScenarioStorage(scenario, executor)
        let keepsAll = scenario.seed % 2 == 0
        let listener = RecordingReporter()
        // What is promised does not depend on how long a clock is looked at.
        var configuration = Configuration()
        configuration.samples.value = 2
        let fleet = SimulatedFleet(ec2, configuration, api: EchoingEC2(ec2: ec2), bootScript: Canary.bootScript)
        let orchestrator = fleet.fleet.orchestrator(for: plan, storage: storage, reporters: [listener]) { held in
            keepsAll ? Set(held.map(\.instanceCase.id)) : []
        }
        storage.onStop { orchestrator.stop(.signal(2)) }
        outcome = executor.run { await orchestrator.run() }
        hasDied = executor.hasDied
        end = executor.now
        self.ec2 = ec2
        journal = hasDied && scenario.losesUnsynced ? storage.durableBytes : storage.bytes
        // Who lives can be asked; who died has left a journal, as far as it reached the disk.
        records = hasDied ? try JournalReader.records(of: journal).records : listener.heard.records
    }

    private static func cloud(_ seed: UInt64) throws -> CloudState {
        var cloud = CloudState(seed: seed, time: start)
        let future = (start + .minutes(100_000)).description
        _ = cloud.addForeignInstance(at: start)
        _ = cloud.addForeignInstance(
            tags: [EC2Tags.run: "somebody-elses-living-run", EC2Tags.token: "theirs", EC2Tags.expires: future],
            at: start
        )
        _ = cloud.addForeignInstance(
            tags: [EC2Tags.run: "an-old-run", EC2Tags.token: "kept", EC2Tags.kept: "true"],
            at: start
        )
        _ = try cloud.addForeignGroup(.placement, name: "ptp-verify-of-somebody-else", at: start)
        _ = try cloud.addForeignGroup(
            .security,
            name: "theirs",
            tags: [EC2Tags.run: "somebody-elses-living-run", EC2Tags.expires: future],
            at: start
        )
        return cloud
    }

    /// What the run made, visible or not, at its end or later.
    var instances: [SimulatedInstance] { ec2.snapshot.instances.filter { !$0.isForeign } }

    /// The journal's ledger.
    var ledger: Ledger {
        var ledger = Ledger()
        for record in records { ledger.apply(record.event) }
        return ledger
    }

    /// What was lived through in the journal's own words, for whoever looks at a counterexample.
    var story: String { records.map { "\($0.number) \($0.at) \($0.event)" }.joined(separator: "\n") }

    /// Whether what belongs to others is as it was.
    func foreignIsUntouched(in cloud: CloudState, at now: Timestamp) -> Bool {
        cloud.instances.filter(\.isForeign).map(\.id) == foreign.map(\.id)
            && cloud.instances.allSatisfy { !$0.isForeign || $0.state(at: now) == .running }
            && cloud.groups.filter(\.isForeign) == foreignGroups
    }

    /// What of ours still runs or exists although the ledger does not say that it stays on purpose.
    ///
    /// The cloud's tags excuse nothing: what a run believes is in its journal.
    func leftovers(in cloud: CloudState, at now: Timestamp, by ledger: Ledger) -> [(id: String, token: String)] {
        cloud.leftovers(at: now).map { (id: $0, token: cloud.token(of: $0)) }
            .filter { ledger[$0.token]?.state.isKept != true }
    }

    /// What the ledger says is kept, and the cloud was never told to keep.
    func unmarked(in cloud: CloudState, by ledger: Ledger) -> [String] {
        ledger.kept.compactMap(\.state.id).filter { id in
            (cloud[id]?.tags ?? cloud.groups.first { $0.id == id }?.tags)?[EC2Tags.kept] != "true"
        }
    }
}

extension CloudState {
    /// The name under which a ledger knows what has that id.
    fileprivate func token(of id: String) -> String {
        self[id]?.request.clientToken ?? groups.first { $0.id == id }?.name ?? ""
    }
}

/// A journal in memory that makes things happen at its records.
final class ScenarioStorage: JournalStorage {
    private let scenario: Scenario
    private let executor: DeterministicExecutor
    private let memory: MemoryJournal
    private let stop = Mutex<(@Sendable () -> Void)?>(nil)

    init(_ scenario: Scenario, _ executor: DeterministicExecutor) {
        self.scenario = scenario
        self.executor = executor
        memory = MemoryJournal(failingAfter: scenario.journalCapacity)
    }

    var bytes: [UInt8] { memory.bytes }
    var durableBytes: [UInt8] { memory.durableBytes }

    func onStop(_ action: @escaping @Sendable () -> Void) { stop.withLock { $0 = action } }

    func append(_ bytes: [UInt8], durable: Bool) throws(JournalError) {
        // A dead process writes nothing.
        guard !executor.hasDied else { throw .broken }
        try memory.append(bytes, durable: durable)
        if case .afterRecord(memory.appends) = scenario.faults.death { executor.die() }
        if scenario.stops.contains(memory.appends) { stop.withLock { $0 }?() }
    }
}
