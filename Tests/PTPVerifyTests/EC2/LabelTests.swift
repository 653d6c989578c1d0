import Orchestration
import PTPTesting
import PTPVerify
import Simulation
import Testing

/// What the user calls things is what they are called, and ours are found again all the same.
@Suite struct LabelTests {
    private static let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    @Test func `labels become tags of everything that is made, and take nothing away from ours`() throws {
        let wanted = ["team": "time", "purpose": "nightly", "Name": "clock", "ptp-verify:kept": "true"]
        let labels = wanted.merging(["ptp-verify:run": "another", "ptp-verify:token": "t"]) { $1 }
        let cloud = try live(labels, keep: .all)
        let made = cloud.instances.map(\.tags) + cloud.groups.map(\.tags)
        #expect(made.count == 4, "two instances and two groups")
        for tags in made {
            #expect(tags.merging(wanted) { $1 } == tags, "\(tags)")
            #expect(tags[EC2Tags.run] == "labelled")
            #expect(tags[EC2Tags.token] != "t")
        }
        #expect(cloud.instances.map { $0.tags[EC2Tags.caseID] } == ["c7i.large#1", "c7i.large#2"])
    }

    @Test func `a label keeps nothing`() throws {
        let cloud = try live(["ptp-verify:kept": "true"], keep: .none)
        #expect(cloud.instances.map { $0.tags[EC2Tags.kept] } == [nil, nil])
    }

    @Test func `without labels things are called after us`() throws {
        let cloud = try live([:], keep: .none)
        #expect(cloud.instances.map { $0.tags["Name"] } == ["ptp-verify c7i.large#1", "ptp-verify c7i.large#2"])
    }

    /// The cloud after a run with these labels.
    private func live(_ labels: [String: String], keep: KeepPolicy) throws -> CloudState {
        var configuration = Configuration()
        configuration.instanceTypes = Setting([InstanceTypeRequest(type: "c7i.large", quantity: 2)])
        configuration.labels = Setting(labels)
        let world = DeterministicExecutor(seed: 5, start: Self.start)
        let ec2 = SimulatedEC2(CloudState(seed: 5, time: Self.start), on: world)
        let plan = RunPlan(runID: "labelled", environment: "simulated", cases: configuration.cases, keep: keep)
        #expect(plan.cases.allSatisfy { $0.labels == labels })
        let orchestrator = SimulatedFleet(ec2, configuration).fleet.orchestrator(for: plan, storage: MemoryJournal())
        #expect(world.run { await orchestrator.run() }.exitCode == ExitCode.success)
        return ec2.snapshot
    }
}
