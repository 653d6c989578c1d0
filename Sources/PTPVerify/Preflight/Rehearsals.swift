import AWS
import Orchestration

/// What rehearsals name where the real thing is only made by the run: well-formed, and never there.
package enum StandIn {
    package static let instanceID = "i-00000000000000000"
    package static let securityGroupID = "sg-00000000000000000"
    package static let networkID = "vpc-00000000000000000"
    package static let imageID = "ami-00000000000000000"
    package static let groupName = "ptp-verify-preflight"
    /// A network of documentation, in which nobody is.
    static let network = "192.0.2.1/32"
}

/// Everything that a plan changes on EC2, to be asked whether it would be done.
struct Rehearsals {
    private let configuration: Configuration
    private let view: AccountView
    private let surroundings: Surroundings

    init(_ configuration: Configuration, _ view: AccountView, _ surroundings: Surroundings) {
        self.configuration = configuration
        self.view = view
        self.surroundings = surroundings
    }

    /// All of them, and nothing that the plan does not need.
    var all: [Rehearsal] {
        let actions = configuration.plannedActions
        return (launches + keeping + others).filter { actions.contains($0.action) }
    }

    /// What stays is marked; whatever else gets tags gets them when it is made.
    private var keeping: [Rehearsal] {
        configuration.keep == .none ? [] : [.createTags(id: StandIn.instanceID, tags: EC2Tags.keeping)]
    }

    private var others: [Rehearsal] {
        [
            .terminateInstance(id: StandIn.instanceID),
            .consoleOutput(id: StandIn.instanceID),
            .createSecurityGroup(
                CreateSecurityGroup(
                    name: StandIn.groupName,
                    subnetID: configuration.subnetIDs.value.first ?? "",
                    tags: tags(.securityGroup)
                ),
                networkID: view.knownSubnets.first?.networkID ?? StandIn.networkID
            ),
            .admit(
                network: configuration.sshFrom.value.first ?? view.callerNetworks?.success?.first ?? StandIn.network,
                port: configuration.sshPort.value,
                toSecurityGroup: StandIn.securityGroupID
            ),
            .deleteSecurityGroup(id: StandIn.securityGroupID),
            .createPlacementGroup(
                CreatePlacementGroup(
                    name: StandIn.groupName,
                    strategy: PlacementGroupCheck.strategy,
                    tags: tags(.placementGroup)
                )
            ),
            .deletePlacementGroup(name: StandIn.groupName),
        ]
    }

    /// One of each type, as it would be launched.
    private var launches: [Rehearsal] {
        let known = view.types.success ?? []
        return configuration.instanceTypes.value.map { request in
            let architecture = known.first { $0.name == request.type }?.architectures.first
            let newest = view.newestImages.first { $0.name == architecture }?.look.success
            return .runInstance(
                RunInstance(
                    clientToken: "preflight/\(request.type)/\(surroundings.random.next())",
                    type: request.type,
                    imageID: configuration.amiID.value ?? newest ?? StandIn.imageID,
                    subnetID: configuration.subnetIDs.value.first ?? "",
                    placementGroupID: givenPlacementGroup,
                    securityGroupIDs: configuration.securityGroupIDs.value,
                    userData: UserData(minutesToLive: configuration.ttlMinutes.value).text,
                    tags: tags(.instance),
                    keyName: configuration.keyName.value
                )
            )
        }
    }

    /// The same launch in the other subnets; nothing for what has no place.
    func elsewhere(_ rehearsal: Rehearsal) -> [Rehearsal] {
        guard case .runInstance(let launch) = rehearsal else { return [] }
        return configuration.subnetIDs.value.dropFirst().map { subnet in
            .runInstance(
                RunInstance(
                    clientToken: "\(launch.clientToken)/\(subnet)",
                    type: launch.type,
                    imageID: launch.imageID,
                    subnetID: subnet,
                    placementGroupID: launch.placementGroupID,
                    securityGroupIDs: launch.securityGroupIDs,
                    userData: launch.userData,
                    tags: launch.tags,
                    keyName: launch.keyName
                )
            )
        }
    }

    private var givenPlacementGroup: String? {
        guard case .existing = configuration.placementGroup.value else { return nil }
        return view.placementGroups.first?.look.success?.first?.id
    }

    private func tags(_ kind: Resource.Kind) -> [String: String] {
        var settings = EC2Provisioner.Settings(configuration, otherwise: "")
        settings.owner = view.identity.success?.arn
        return EC2Tags.tags(
            of: Resource(
                token: StandIn.groupName,
                kind: kind,
                caseID: nil,
                expiresAt: surroundings.clock.now + .minutes(configuration.ttlMinutes.value)
            ),
            run: StandIn.groupName,
            settings
        )
    }
}

extension Rehearsal {
    /// What stands in for the real thing that the run only makes; `nil` where nothing does.
    var standIn: String? {
        switch self {
        case .runInstance, .createSecurityGroup, .createPlacementGroup: nil
        case .createTags(let id, _), .terminateInstance(let id), .consoleOutput(let id), .admit(_, _, let id),
            .deleteSecurityGroup(let id):
            id
        case .deletePlacementGroup(let name): name
        }
    }
}
