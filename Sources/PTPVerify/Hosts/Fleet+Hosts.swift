package import Orchestration
package import Shell

extension Fleet {
    /// The machines that a configuration names.
    package init(hosts configuration: Configuration, connector: any ShellConnector, surroundings: Surroundings) {
        self.init(
            HostListProvisioner.provider,
            HostListProvisioner(configuration, connector: connector, surroundings: surroundings),
            PTPExecutor(configuration, connector: connector, surroundings: surroundings),
            in: surroundings
        )
    }
}
