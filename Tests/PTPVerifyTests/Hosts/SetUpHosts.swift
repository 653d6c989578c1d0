import AWS
import Orchestration
import PTP
import PTPTesting
import PTPVerify
import Reports
import Shell
import Simulation

/// A run on simulated machines of others, as they come from the factory.
struct SetUpHosts {
    private static let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    let configuration: Configuration
    /// What the machines are called.
    let hosts: [String]
    /// What they were before anybody came.
    let before: [[String]]
    private(set) var history = RunHistory()
    private var records: [JournalRecord] = []
    private var world: DeterministicExecutor
    private var ec2: SimulatedEC2

    /// Runs to the end, or to that of the process.
    ///
    /// - Parameters:
    ///   - hardship: stands between the run and the machines.
    ///   - meanwhile: what else happens in that world.
    init(
        _ arguments: String...,
        clocks: [SimulatedClock] = [.fresh],
        hardship: FlawedNetwork.Flaw? = nil,
        meanwhile: @escaping @Sendable (Orchestrator, DeterministicExecutor) async throws -> Void = { _, _ in }
    ) throws {
        let world = DeterministicExecutor(seed: 5, start: Self.start)
        var cloud = CloudState(seed: 5, time: Self.start)
        hosts = clocks.map { cloud.addForeignInstance(type: "c7i.large", clock: $0, at: Self.start) }
        let ec2 = SimulatedEC2(cloud, on: world)
        (self.world, self.ec2) = (world, ec2)
        configuration = try Layers(arguments: ["--hosts", hosts.joined(separator: ",")] + arguments).configuration()
        before = hosts.map { Self.state($0, ec2) }
        let fleet = Fleet(
            hosts: configuration,
            connector: FlawedNetwork(network: SimulatedNetwork(ec2), flaw: hardship),
            surroundings: world.surroundings
        )
        let plan = configuration.plan(runID: "hosts", environment: fleet.environment)
        let journal = MemoryJournal()
        let orchestrator = fleet.orchestrator(for: plan, storage: journal)
        world.run {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await meanwhile(orchestrator, world) }
                _ = await orchestrator.run()
                group.cancelAll()
            }
        }
        try read(journal.bytes)
    }

    private mutating func read(_ journal: [UInt8]) throws {
        records = try JournalReader.records(of: journal).records
        for record in records { history.apply(record) }
    }

    /// What they are now.
    var after: [[String]] { hosts.map { Self.state($0, ec2) } }

    /// What the only case came to.
    var outcome: CaseOutcome { history.cases[0].finalOutcome }

    /// What was done for the proof.
    var steps: [String] {
        guard case .array(let steps)? = history.cases[0].result?.metadata["steps"] else { return [] }
        return steps.compactMap(\.string)
    }

    /// The report, as programs read it.
    var report: String { String(decoding: RunReport(history).renderJSON(), as: UTF8.self) }

    /// Sweeps as another process does.
    mutating func sweep() throws -> Sweeper.Result {
        let world = DeterministicExecutor(seed: 6, start: world.now + .seconds(60))
        let ec2 = SimulatedEC2(ec2.snapshot, on: world)
        (self.world, self.ec2) = (world, ec2)
        let provisioner = HostListProvisioner(
            configuration,
            connector: SimulatedNetwork(ec2),
            surroundings: world.surroundings
        )
        let sweeper = Sweeper(provisioner, in: world.surroundings)
        let continued = Journal(storage: MemoryJournal(), clock: world, after: records.count, history: history)
        let runs = [SweepableRun(runID: "hosts", history: history, isAlive: false) { continued }]
        let result = try world.run { () -> Result<Sweeper.Result, any Error> in
            do { return .success(try await sweeper.apply(try await sweeper.plan(runs), to: runs)) } catch {
                return .failure(error)
            }
        }.get()
        history = continued.withHistory { $0 }
        return result
    }

    /// Everything of a machine that a set-up may change.
    private static func state(_ id: String, _ ec2: SimulatedEC2) -> [String] {
        guard let machine = ec2.snapshot[id]?.machine.advanced(to: ec2.executor.now) else { return [] }
        let files = machine.files.files.map { "\($0.path): \($0.content)" }
        return files
            + [Probe.units, .module, .clocks, .changes, .access].map { "\(machine.answer($0, at: ec2.executor.now))" }
    }
}

/// A network on which something is wrong.
struct FlawedNetwork: ShellConnector {
    /// What becomes of a command instead of what would; `nil` where nothing is wrong.
    typealias Flaw = @Sendable (Command) throws(ShellError) -> CommandResult?

    let network: SimulatedNetwork
    let flaw: Flaw?

    func withShell<Result: Sendable>(
        to endpoint: ShellEndpoint,
        _ body: (any RemoteShell) async throws -> Result
    ) async throws -> Result {
        try await network.withShell(to: endpoint) { try await body(FlawedShell(shell: $0, flaw: flaw)) }
    }
}

private struct FlawedShell: RemoteShell {
    let shell: any RemoteShell
    let flaw: FlawedNetwork.Flaw?

    var identity: HostIdentity? { shell.identity }

    func run(_ command: Command) async throws(ShellError) -> CommandResult {
        if let result = try flaw?(command) { return result }
        return try await shell.run(command)
    }
}
