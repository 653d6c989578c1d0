/// What is looked at before anything is launched; nothing of it changes anything.
public protocol EC2Survey: Sendable {
    /// What EC2 says of instance types; types that it does not know are not in the answer.
    func describeInstanceTypes(_ types: [String]) async throws(AWSError) -> [InstanceTypeDescription]
    /// The newest Amazon Linux 2023 image of an architecture (an SSM parameter).
    func latestImage(architecture: String) async throws(AWSError) -> String
    /// Finds placement groups.
    func describePlacementGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription]
    /// Finds security groups.
    func describeSecurityGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription]
    /// In whose name calls are made.
    func callerIdentity() async throws(AWSError) -> CallerIdentity
    /// What EC2 says of subnets.
    func describeSubnets(_ ids: [String]) async throws(AWSError) -> [SubnetDescription]
    /// What EC2 says of images.
    func describeImages(_ ids: [String]) async throws(AWSError) -> [ImageDescription]
    /// In which zones of the region types can be launched.
    func offerings(of types: [String]) async throws(AWSError) -> [InstanceTypeOffering]
    /// Those of some names that are names of key pairs.
    func describeKeyPairs(_ names: [String]) async throws(AWSError) -> [String]
    /// The types of all instances in the region that run on demand, one for each instance.
    func runningTypes() async throws(AWSError) -> [String]
    /// A quota of EC2 in the region, such as `L-1216C47A`.
    func quota(_ code: String) async throws(AWSError) -> Double
    /// The networks that the caller comes from, as groups that are made let them in.
    func callerNetworks() async throws(AWSError) -> [String]
    /// Asks EC2 whether it would do something.
    ///
    /// - Throws: why it would not.
    func rehearse(_ rehearsal: Rehearsal) async throws(AWSError)
}

/// Something that EC2 can be asked whether it would do it, without doing it.
public enum Rehearsal: Sendable, Equatable {
    case runInstance(RunInstance)
    case createTags(id: String, tags: [String: String])
    case terminateInstance(id: String)
    case consoleOutput(id: String)
    case createSecurityGroup(CreateSecurityGroup, networkID: String)
    case admit(network: String, port: Int, toSecurityGroup: String)
    case deleteSecurityGroup(id: String)
    case createPlacementGroup(CreatePlacementGroup)
    case deletePlacementGroup(name: String)

    /// The call that is rehearsed.
    public var action: AWSAction {
        switch self {
        case .runInstance: .runInstances
        case .createTags: .createTags
        case .terminateInstance: .terminateInstances
        case .consoleOutput: .getConsoleOutput
        case .createSecurityGroup: .createSecurityGroup
        case .admit: .authorizeSecurityGroupIngress
        case .deleteSecurityGroup: .deleteSecurityGroup
        case .createPlacementGroup: .createPlacementGroup
        case .deletePlacementGroup: .deletePlacementGroup
        }
    }
}
