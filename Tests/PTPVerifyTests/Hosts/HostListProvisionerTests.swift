import AWS
import Orchestration
import PTPTesting
import PTPVerify
import Shell
import Simulation
import Testing

/// Machines that already run are lent, and nothing becomes of them.
@Suite struct HostListProvisionerTests {
    private static let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    private let plan = RunPlan(
        runID: "hosts",
        environment: HostListProvisioner.provider,
        cases: [InstanceCase(type: HostListProvisioner.type, machine: "admin@host1:2222")]
    )
    private let provisioner: HostListProvisioner

    init() throws {
        let world = DeterministicExecutor(seed: 5, start: Self.start)
        provisioner = HostListProvisioner(
            try Layers(arguments: ["--hosts=admin@host1:2222"]).configuration(),
            connector: SimulatedNetwork(SimulatedEC2(CloudState(seed: 5, time: Self.start), on: world)),
            surroundings: world.surroundings
        )
    }

    @Test func `the provisioner for hosts keeps the contract of one that makes nothing`() async throws {
        let provisioner = provisioner
        let contract = ProvisionerContract(
            plan: plan,
            clock: StoppedClock(),
            kinds: [],
            make: { provisioner },
            countAlive: { _ in 0 }
        )
        try await contract.check()
    }

    @Test func `a provisioner that makes what it does not say breaks the contract`() async throws {
        let contract = ProvisionerContract(
            plan: plan,
            clock: StoppedClock(),
            kinds: [],
            make: { FakeProvisioner() },
            countAlive: { $0.alive.count }
        )
        await withKnownIssue { try await contract.intentIsOnDiskBeforeAnythingIsMade() }
    }

    @Test func `a host is handed out as it was named, without a word about what it should be`() throws {
        let journal = Journal(storage: MemoryJournal(), clock: StoppedClock())
        let environment = try provisioner.provision(plan.cases[0], of: plan, recordingIn: journal)
        #expect(environment.id == "admin@host1:2222")
        #expect(environment.access == Access(host: "host1", port: 2222, user: "admin"))
        #expect(environment.declaredSupport == nil)
        let stranger = InstanceCase(type: HostListProvisioner.type, machine: "host2")
        let error = #expect(throws: RunError.self) {
            try provisioner.provision(stranger, of: plan, recordingIn: journal)
        }
        #expect(error?.happened == "it is not in the list of hosts")
    }

    @Test func `what others have made is neither ended nor kept nor called gone`() async {
        let resource = Resource(token: "theirs", kind: .instance, caseID: nil, expiresAt: nil)
        let outcome = await provisioner.release(resource, id: "i-1")
        guard case .unconfirmed(let reason, _) = outcome else {
            Issue.record("it is \(outcome)")
            return
        }
        #expect(reason.contains("makes nothing"))
        #expect(throws: RunError.self) { try provisioner.keep(resource, id: "i-1", of: nil) }
    }

    @Test(arguments: [1, 2]) func `machines that run are verified, and stay as they are`(concurrency: Int) throws {
        let world = DeterministicExecutor(seed: 5, start: Self.start)
        var cloud = CloudState(seed: 5, time: Self.start)
        let hosts = [SimulatedClock.working, .absent].map { clock in
            cloud.addForeignInstance(clock: clock, at: Self.start)
        }
        let ec2 = SimulatedEC2(cloud, on: world)
        let arguments = ["--hosts", hosts.joined(separator: ","), "--concurrency", "\(concurrency)", "--driver=auto"]
        let configuration = try Layers(arguments: arguments).configuration()
        let fleet = Fleet(
            hosts: configuration,
            connector: SimulatedNetwork(ec2),
            surroundings: world.surroundings
        )
        let plan = configuration.plan(runID: "hosts", environment: fleet.environment)
        let orchestrator = fleet.orchestrator(for: plan, storage: MemoryJournal())
        let outcome = world.run { await orchestrator.run() }

        let outcomes = outcome.history.cases.map(\.finalOutcome)
        #expect(outcomes.map(\.verdict) == [.supported, .unsupported])
        #expect(outcomes.map(\.status) == [.met, .notMet])
        // The second one was told to offer a clock, in vain.
        #expect(outcomes.map(\.disposal) == [.neverMade, .restored])
        #expect(outcome.history.ledger.all.map(\.state) == [.gone])
        #expect(outcome.history.billedTime(of: outcome.history.cases).instances == 0)
        #expect(outcome.exitCode == ExitCode.notAsExpected)
        #expect(hosts.allSatisfy { ec2.snapshot[$0]?.state(at: world.now) == .running })
    }
}
