public import Orchestration

/// The calls of EC2 (and the one of SSM) that verification needs, as values in and values out.
///
/// Implementations answer once: retries, waiting and accounting belong to the caller.
public protocol EC2API: Sendable {
    /// What EC2 says of instance types; types that it does not know are not in the answer.
    func describeInstanceTypes(_ types: [String]) async throws(AWSError) -> [InstanceTypeDescription]
    /// The newest Amazon Linux 2023 image of an architecture (an SSM parameter).
    func latestImage(architecture: String) async throws(AWSError) -> String

    /// Makes a placement group and gives its id.
    func createPlacementGroup(_ request: CreatePlacementGroup) async throws(AWSError) -> String
    /// Finds placement groups.
    func describePlacementGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription]
    /// Deletes an empty placement group.
    func deletePlacementGroup(id: String) async throws(AWSError)

    /// Makes a security group, which lets nobody in yet, and gives its id.
    func createSecurityGroup(_ request: CreateSecurityGroup) async throws(AWSError) -> String
    /// Lets the caller in by SSH, which listens on a port; who is let in already is a success.
    func admitCaller(toSecurityGroup id: String, port: Int) async throws(AWSError)
    /// Finds security groups.
    func describeSecurityGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription]
    /// Deletes a security group that nothing uses.
    func deleteSecurityGroup(id: String) async throws(AWSError)

    /// Launches one instance; the same client token never launches a second one.
    func runInstance(_ request: RunInstance) async throws(AWSError) -> InstanceDescription
    /// Finds instances. Those just launched may be missing for some seconds, those terminated stay visible for an hour.
    func describeInstances(_ filter: ResourceFilter) async throws(AWSError) -> [InstanceDescription]
    /// What the host wrote on its console so far; `nil` as long as EC2 has nothing.
    func consoleOutput(of id: String) async throws(AWSError) -> String?
    /// Ends instances; ending an ended one is a success.
    func terminateInstances(ids: [String]) async throws(AWSError)
    /// Adds tags to anything that has an id.
    func createTags(ids: [String], tags: [String: String]) async throws(AWSError)
}

/// Which resources a call is about.
public enum ResourceFilter: Sendable, Equatable {
    /// Exactly these.
    case ids([String])
    /// Those with this name.
    case name(String)
    /// The instance that was launched with this token.
    case clientToken(String)
    /// Those that carry a tag of this name, whatever its value.
    case tagKey(String)
}

/// What EC2 says of an instance type.
public struct InstanceTypeDescription: Sendable, Equatable {
    /// The type, such as `c7i.large`.
    public let name: String
    /// What its processors run, such as `arm64`; the first is the one to use.
    public let architectures: [String]
    /// Whether EC2 declares a PTP hardware clock (`PhcSupport`); `nil` when it says nothing.
    public let declaresHardwareClock: Bool?
    /// How many processors count against quotas.
    public var virtualCPUs: Int?

    /// Describes a type.
    public init(name: String, architectures: [String], declaresHardwareClock: Bool?) {
        self.name = name
        self.architectures = architectures
        self.declaresHardwareClock = declaresHardwareClock
    }
}

/// Asks for a placement group.
public struct CreatePlacementGroup: Sendable, Equatable {
    /// Unique in account and region: doubles as the token of the request.
    public let name: String
    /// Such as `precision-time`.
    public let strategy: String
    /// Its tags.
    public let tags: [String: String]

    /// Makes a request.
    public init(name: String, strategy: String, tags: [String: String]) {
        self.name = name
        self.strategy = strategy
        self.tags = tags
    }
}

/// Asks for a security group.
public struct CreateSecurityGroup: Sendable, Equatable {
    /// Unique in its network: doubles as the token of the request.
    public let name: String
    /// Decides the network.
    public let subnetID: String
    /// Its tags.
    public let tags: [String: String]

    /// Makes a request.
    public init(name: String, subnetID: String, tags: [String: String]) {
        self.name = name
        self.subnetID = subnetID
        self.tags = tags
    }
}

/// A placement group or a security group.
public struct GroupDescription: Sendable, Equatable {
    /// Its id.
    public let id: String
    /// Its name.
    public let name: String
    /// The strategy of a placement group.
    public let strategy: String?
    /// Its tags.
    public let tags: [String: String]
    /// Such as `available`, of a placement group.
    public var state: String?
    /// The placement group that a placement group is placed in itself.
    public var parentID: String?
    /// The network of a security group.
    public var networkID: String?
    /// Whom a security group lets in by SSH: networks, and ids of groups and prefix lists.
    public var sshSources: [String]?

    /// Describes a group.
    public init(id: String, name: String, strategy: String? = nil, tags: [String: String]) {
        self.id = id
        self.name = name
        self.strategy = strategy
        self.tags = tags
    }
}

/// Asks for one instance.
///
/// What is the same for all launches (metadata service version 2 only, hop limit 1, shutdown means terminate) is not a
/// choice and therefore not here.
public struct RunInstance: Sendable, Equatable {
    /// Makes the launch happen once.
    public let clientToken: String
    /// The instance type.
    public let type: String
    /// The image to boot.
    public let imageID: String
    /// Where to put it.
    public let subnetID: String
    /// The placement group by id.
    public let placementGroupID: String?
    /// Who may reach it.
    public let securityGroupIDs: [String]
    /// What it runs when it boots.
    public let userData: String
    /// Tags of instance, volume and network interface.
    public let tags: [String: String]
    /// The key pair of EC2 that may log in, besides what user data sets up.
    public let keyName: String?

    /// Makes a request.
    public init(
        clientToken: String,
        type: String,
        imageID: String,
        subnetID: String,
        placementGroupID: String?,
        securityGroupIDs: [String],
        userData: String,
        tags: [String: String],
        keyName: String? = nil
    ) {
        self.clientToken = clientToken
        self.type = type
        self.imageID = imageID
        self.subnetID = subnetID
        self.placementGroupID = placementGroupID
        self.securityGroupIDs = securityGroupIDs
        self.userData = userData
        self.tags = tags
        self.keyName = keyName
    }
}

/// The states of an instance.
///
/// There is no state "terminating": it is called shutting-down.
public enum InstanceState: String, Sendable, CaseIterable {
    case pending
    case running
    case shuttingDown = "shutting-down"
    case terminated
    case stopping
    case stopped

    /// Whether the instance is on its way out or out.
    public var isEnding: Bool { self == .shuttingDown || self == .terminated }
}

/// What EC2 says of an instance.
///
/// Most of it is gone once the instance is.
public struct InstanceDescription: Sendable, Equatable {
    /// Its id.
    public var id: String
    /// Its type.
    public var type: String
    /// Where it is in its life.
    public var state: InstanceState
    /// Why it is in that state, if EC2 says so.
    public var stateReason: String?
    /// The token of its launch.
    public var clientToken: String?
    /// Its tags.
    public var tags: [String: String]
    /// Where it can be reached from outside.
    public var publicAddress: String?
    /// Where it can be reached from inside.
    public var privateAddress: String?
    /// Its availability zone.
    public var zone: String?
    /// Its image.
    public var imageID: String?
    /// Its subnet.
    public var subnetID: String?
    /// Its placement group.
    public var placementGroupID: String?
    /// Where it can be reached by IPv6.
    public var ipv6Address: String?
    /// When it was last started.
    public var launchedAt: Timestamp?

    /// Describes an instance.
    @inlinable
    public init(
        id: String,
        type: String,
        state: InstanceState,
        stateReason: String? = nil,
        clientToken: String? = nil,
        tags: [String: String] = [:],
        publicAddress: String? = nil,
        privateAddress: String? = nil,
        zone: String? = nil,
        imageID: String? = nil,
        subnetID: String? = nil,
        placementGroupID: String? = nil,
        ipv6Address: String? = nil,
        launchedAt: Timestamp? = nil
    ) {
        self.id = id
        self.type = type
        self.state = state
        self.stateReason = stateReason
        self.clientToken = clientToken
        self.tags = tags
        self.publicAddress = publicAddress
        self.privateAddress = privateAddress
        self.zone = zone
        self.imageID = imageID
        self.subnetID = subnetID
        self.placementGroupID = placementGroupID
        self.ipv6Address = ipv6Address
        self.launchedAt = launchedAt
    }
}
