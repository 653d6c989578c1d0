import Orchestration

extension EC2Provisioner.Settings {
    /// What a configuration says about launches.
    package init(_ configuration: Configuration, otherwise subnetID: String) {
        let subnets = configuration.subnetIDs.value
        self.init(subnetIDs: subnets.isEmpty ? [subnetID] : subnets, toolVersion: ToolVersion.current)
        imageID = configuration.amiID.value
        securityGroupIDs = configuration.securityGroupIDs.value
        user = configuration.sshUser.value
        port = configuration.sshPort.value
        address = configuration.address.value
        keyName = configuration.keyName.value
        region = configuration.region.value
        profile = configuration.profile.value
        labels = configuration.labels.value
        switch configuration.placementGroup.value {
        case .whereDeclared, .precisionTime: placement = .precisionTime
        case .none: placement = .none
        case .existing(let name): placement = .given(name)
        }
    }
}
