import Orchestration
import SSH

extension SSHConnector {
    /// What reaches hosts that somebody else made, with the key and the care that a configuration asks for.
    convenience init(
        toHosts configuration: Configuration,
        environment: [String: String],
        in surroundings: Surroundings
    ) throws {
        self.init(
            as: try Login(configuration, environment: environment),
            trusting: try WayIn.trust(configuration, environment: environment),
            in: surroundings
        )
    }
}
