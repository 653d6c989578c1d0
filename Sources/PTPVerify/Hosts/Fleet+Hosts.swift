package import Orchestration
package import Shell

extension Fleet {
    /// The machines that a configuration names.
    package init(hosts configuration: Configuration, connector: any ShellConnector, surroundings: Surroundings) {
        self.init(
            HostListProvisioner.provider,
            HostListProvisioner(configuration.endpoints),
            PTPExecutor(configuration, connector: connector, surroundings: surroundings),
            in: surroundings
        )
    }
}

extension Configuration {
    /// Where the hosts that it names are, by their cases.
    fileprivate var endpoints: [CaseID: ShellEndpoint] {
        Dictionary(hosts.value.map { (CaseID($0.name), endpoint(of: $0)) }) { first, _ in first }
    }
}
