import Orchestration
import SSH
import Shell

/// The ways into machines that already run: hosts with the same settings share one.
struct HostWays: Sendable {
    /// What makes a difference.
    private struct Settings: Hashable {
        let privateKeyPath: String?
        let hostKeys: HostKeyChoice
        let knownHosts: String?

        init(_ configuration: Configuration) {
            privateKeyPath = configuration.privateKeyPath.value
            hostKeys = configuration.hostKeys.value
            knownHosts = configuration.knownHosts.value
        }
    }

    /// Each once, in the order of the hosts; or why there is none.
    private(set) var all: [Result<SSHConnector.Way, any Error>] = []
    private var places: [HostPlace: Int] = [:]

    /// The ways that a configuration asks for.
    init(to hosts: [HostRequest], _ configuration: Configuration, environment: [String: String]) {
        var known: [Settings: Int] = [:]
        for host in hosts {
            let own = configuration.adapted(to: host)
            let number = known[Settings(own)] ?? all.count
            if number == all.count {
                known[Settings(own)] = number
                all.append(
                    Result {
                        SSHConnector.Way(
                            login: try Login(own, environment: environment),
                            trust: try WayIn.trust(own, environment: environment)
                        )
                    }
                )
            }
            places[HostPlace(configuration.endpoint(of: host))] = number
        }
    }

    /// The way to one of the hosts, if there is one.
    subscript(endpoint: ShellEndpoint) -> SSHConnector.Way? {
        places[HostPlace(endpoint)].flatMap { try? all[$0].get() }
    }
}

extension SSHConnector {
    /// What reaches hosts that somebody else made, each with the key and the care that a configuration asks for.
    ///
    /// - Throws: `RunError` or `FileError` where one of them has no way in.
    convenience init(
        to hosts: [HostRequest],
        _ configuration: Configuration,
        environment: [String: String],
        in surroundings: Surroundings
    ) throws {
        let ways = HostWays(to: hosts, configuration, environment: environment)
        for way in ways.all { _ = try way.get() }
        self.init(in: surroundings) { ways[$0] }
    }
}
