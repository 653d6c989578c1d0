import Orchestration
import Shell

extension ConfigurationChecks {
    /// What cannot be where machines are only looked at.
    func hosts() -> [ConfigurationProblem] {
        guard areFine("provider", "hosts"), !configuration.launches else { return [] }
        return names() + [declaration(), identity()].compactMap(\.self)
    }

    /// Every host is one, and no machine is there twice: two cases on it would be in each other's way.
    private func names() -> [ConfigurationProblem] {
        guard areFine("ssh_user", "ssh_port") else { return [] }
        let source = configuration.hosts.source
        var problems: [ConfigurationProblem] = []
        var known: [Place: String] = [:]
        for host in configuration.hosts.value {
            guard let endpoint = ShellEndpoint(host, configuration) else {
                let message = "hosts: \(quoted(host)) is no host"
                problems.append(ConfigurationProblem(message, at: source, remedy: "name it as \(ShellEndpoint.forms)"))
                continue
            }
            if let other = known.updateValue(host, forKey: Place(endpoint)) {
                let message = "hosts: \(quoted(other)) and \(quoted(host)) are the same machine"
                problems.append(ConfigurationProblem(message, at: source, remedy: "leave one of the two out"))
            }
        }
        return problems
    }

    /// Nobody declares anything about a machine whose type is not known.
    private func declaration() -> ConfigurationProblem? {
        guard areFine("expect"), configuration.expect.value == .declared else { return nil }
        return ConfigurationProblem(
            "expect: declared needs what EC2 declares of a type, which is not known of hosts",
            at: configuration.expect.source,
            remedy: "say supported, unsupported or any"
        )
    }

    /// Only what is launched can be given a key.
    private func identity() -> ConfigurationProblem? {
        guard areFine("host_keys"), configuration.hostKeys.value == .injected else { return nil }
        return ConfigurationProblem(
            "host_keys: injected works only for instances that are launched",
            at: configuration.hostKeys.source,
            remedy: "say known-hosts, accept-new, or the fingerprints of the hosts"
        )
    }
}

/// Where a machine is, whoever logs in.
private struct Place: Hashable {
    let host: String
    let port: Int

    init(_ endpoint: ShellEndpoint) {
        host = endpoint.host.lowercased()
        port = endpoint.port
    }
}
