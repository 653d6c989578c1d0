import AWS
import Crypto
import Orchestration
import Simulation

/// The simulated EC2 with a bad habit of the real one: it quotes what it was given when it refuses a launch.
struct EchoingEC2: EC2API {
    let ec2: SimulatedEC2

    /// The ways in which a refusal can quote, in turn.
    private static let echoes: [@Sendable (RunInstance) -> String] = [
        { "Invalid user data: \($0.userData)" },
        { "Invalid BASE64 encoding of user data: \(Base64.encode($0.userData))" },
        { "Value (\($0.userData.suffix(40))) for parameter UserData is invalid" },
        { "User data \(Base64.encode($0.userData).dropFirst(30).prefix(90))... is too long" },
    ]

    func runInstance(_ request: RunInstance) async throws(AWSError) -> InstanceDescription {
        do {
            return try await ec2.runInstance(request)
        } catch {
            let echo = Self.echoes[Int(ec2.executor.now.nanoseconds % Int64(Self.echoes.count))]
            throw AWSError(
                code: error.code,
                message: "\(error.message) \(echo(request))",
                action: error.action,
                requestID: error.requestID
            )
        }
    }

    // MARK: Unchanged

    func describeInstanceTypes(_ types: [String]) async throws(AWSError) -> [InstanceTypeDescription] {
        try await ec2.describeInstanceTypes(types)
    }

    func latestImage(architecture: String) async throws(AWSError) -> String {
        try await ec2.latestImage(architecture: architecture)
    }

    func createPlacementGroup(_ request: CreatePlacementGroup) async throws(AWSError) -> String {
        try await ec2.createPlacementGroup(request)
    }

    func describePlacementGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription] {
        try await ec2.describePlacementGroups(filter)
    }

    func deletePlacementGroup(id: String) async throws(AWSError) { try await ec2.deletePlacementGroup(id: id) }

    func createSecurityGroup(_ request: CreateSecurityGroup) async throws(AWSError) -> String {
        try await ec2.createSecurityGroup(request)
    }

    func admitCaller(toSecurityGroup id: String, port: Int) async throws(AWSError) {
        try await ec2.admitCaller(toSecurityGroup: id, port: port)
    }

    func describeSecurityGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription] {
        try await ec2.describeSecurityGroups(filter)
    }

    func deleteSecurityGroup(id: String) async throws(AWSError) { try await ec2.deleteSecurityGroup(id: id) }

    func describeInstances(_ filter: ResourceFilter) async throws(AWSError) -> [InstanceDescription] {
        try await ec2.describeInstances(filter)
    }

    func consoleOutput(of id: String) async throws(AWSError) -> String? {
        try await ec2.consoleOutput(of: id)
    }

    func terminateInstances(ids: [String]) async throws(AWSError) { try await ec2.terminateInstances(ids: ids) }

    func createTags(ids: [String], tags: [String: String]) async throws(AWSError) {
        try await ec2.createTags(ids: ids, tags: tags)
    }
}
