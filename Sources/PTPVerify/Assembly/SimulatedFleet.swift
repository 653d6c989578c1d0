package import AWS
import Orchestration
import PTP
package import Simulation

/// A cloud in memory with everything that a run on it needs.
package struct SimulatedFleet: Sendable {
    /// The name of the environment in plans and reports.
    package static let environment = "simulated"
    /// Where it launches when nobody says where.
    static let subnetID = "subnet-simulated"

    /// The world's time, chance and threads.
    package let executor: DeterministicExecutor
    /// The cloud.
    package let ec2: SimulatedEC2
    /// Launches into the cloud.
    package let provisioner: EC2Provisioner
    /// What is launched, and what verifies it.
    package let fleet: Fleet

    /// A fleet in a given cloud.
    ///
    /// - Parameters:
    ///   - api: the way to the cloud, for tests that put something in it.
    ///   - bootScript: what instances do at boot; may hold keys.
    package init(
        _ ec2: SimulatedEC2,
        _ configuration: Configuration = Configuration(),
        api: (any EC2API)? = nil,
        bootScript: String = ""
    ) {
        executor = ec2.executor
        self.ec2 = ec2
        let network = SimulatedNetwork(ec2)
        var settings = EC2Provisioner.Settings(configuration, otherwise: Self.subnetID)
        settings.region = configuration.region.value ?? "simulated-1"
        settings.provider = Self.environment
        settings.bootScript = bootScript
        let surroundings = ec2.executor.surroundings
        provisioner = EC2Provisioner(settings, api: api ?? ec2, connector: network, surroundings: surroundings)
        fleet = Fleet(
            Self.environment,
            provisioner,
            PTPExecutor(configuration, connector: network, surroundings: surroundings),
            in: surroundings,
            of: ec2.executor
        )
    }
}

extension EC2Account {
    /// What is looked at before a launch into a simulated cloud.
    init(simulated fleet: SimulatedFleet) {
        self.init(
            fleet.ec2,
            region: SimulatedEC2.region,
            credentials: "nobody: the cloud is simulated",
            surroundings: fleet.executor.surroundings
        )
    }
}
