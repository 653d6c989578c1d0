import Orchestration
import Shell

extension ConfigurationChecks {
    /// What cannot be where machines are not launched.
    func hosts() -> [ConfigurationProblem] {
        guard areFine("provider", "hosts"), !configuration.launches else { return [] }
        return twins() + declarations() + identities()
    }

    /// No machine is there twice: two cases on it would be in each other's way.
    private func twins() -> [ConfigurationProblem] {
        guard areFine("ssh_port") else { return [] }
        var known: [HostPlace: String] = [:]
        return configuration.hosts.value.compactMap { host in
            guard let other = known.updateValue(host.name, forKey: HostPlace(configuration.endpoint(of: host))) else {
                return nil
            }
            return ConfigurationProblem(
                "hosts: \(quoted(other)) and \(quoted(host.name)) are the same machine",
                at: host.source,
                remedy: "leave one of the two out"
            )
        }
    }

    /// Nobody declares anything about a machine whose type is not known.
    private func declarations() -> [ConfigurationProblem] {
        sources("expect", \.expect, \.expect, of: .declared).map {
            ConfigurationProblem(
                "expect: declared needs what EC2 declares of a type, which is not known of hosts",
                at: $0,
                remedy: "say supported, unsupported or any"
            )
        }
    }

    /// Only what is launched can be given a key.
    private func identities() -> [ConfigurationProblem] {
        sources("host_keys", \.hostKeys, \.hostKeys, of: .injected).map {
            ConfigurationProblem(
                "host_keys: injected works only for instances that are launched",
                at: $0,
                remedy: "say known-hosts, accept-new, or the fingerprints of the hosts"
            )
        }
    }

    /// Where somebody said this: of all hosts, or of one.
    private func sources<Value: Equatable>(
        _ key: String,
        _ general: KeyPath<Configuration, Setting<Value>>,
        _ own: KeyPath<HostRequest, Value?>,
        of value: Value
    ) -> [SettingSource] {
        let setting = configuration[keyPath: general]
        let all = areFine(key) && setting.value == value ? [setting.source] : []
        return all + configuration.hosts.value.filter { $0[keyPath: own] == value }.map(\.source)
    }
}
