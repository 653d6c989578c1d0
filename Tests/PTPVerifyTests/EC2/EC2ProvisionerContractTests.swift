import AWS
import Orchestration
import PTPTesting
import PTPVerify
import Simulation
import Synchronization
import Testing

/// The real provisioner is held to what the fakes are held to, against a cloud with faults that patience overcomes.
@Suite struct EC2ProvisionerContractTests {
    private static let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    /// Each call of a launch goes wrong once, in every way that another try mends.
    private static let schedules: [FaultSchedule] =
        [FaultSchedule()]
        + [CallFault.throttled, .serverFault, .lostBefore, .lostAfter].map { fault in
            FaultSchedule(
                calls: Dictionary(uniqueKeysWithValues: stride(from: 1, through: 15, by: 2).map { ($0, fault) })
            )
        }

    @Test(arguments: schedules) func `the provisioner for EC2 keeps the contract`(faults: FaultSchedule) throws {
        let world = DeterministicExecutor(seed: 7, start: Self.start)
        let cloud = Mutex<SimulatedEC2?>(nil)
        let contract = ProvisionerContract(
            plan: RunPlan(runID: "contract", environment: "simulated", cases: [InstanceCase(type: "c7i.large")]),
            clock: world,
            kinds: [.instance, .placementGroup, .securityGroup],
            make: {
                let ec2 = SimulatedEC2(CloudState(seed: 7, time: world.now), on: world, faults: faults)
                cloud.withLock { $0 = ec2 }
                return SimulatedFleet(ec2).provisioner
            },
            countAlive: { _ in cloud.withLock { $0?.snapshot.countOfExisting(at: world.now) ?? 0 } }
        )
        try world.run { () -> Result<Void, any Error> in
            do { return .success(try await contract.check()) } catch { return .failure(error) }
        }.get()
    }
}

extension CloudState {
    /// Everything that costs money or stands in the way, also what is on its way out.
    fileprivate func countOfExisting(at now: Timestamp) -> Int {
        instances.count { $0.state(at: now) != .terminated } + groups.count
    }
}
