import AWS
import Orchestration
import PTPTesting
import PTPVerify

/// An account as a test wants it to be seen.
struct StagedAccount: EC2Survey {
    var types = ["c7i.large": "x86_64", "m7g.medium": "arm64"]
    var zones = ["eu-west-1a"]
    var subnets = [
        SubnetDescription(
            id: "subnet-1",
            networkID: "vpc-1",
            zone: "eu-west-1a",
            freeAddresses: 100,
            assignsPublicAddresses: true
        )
    ]
    var images: [ImageDescription] = []
    var placementGroups: [GroupDescription] = []
    var securityGroups: [GroupDescription] = []
    var running: [String] = []
    var quota: Double?
    /// Subnets in which nothing can be launched, and why.
    var fullSubnets: [String: AWSError] = [:]
    /// Where the caller comes from.
    var callers: Result<[String], AWSError> = .success(["192.0.2.7/32"])
    /// What the price list says.
    var listed: @Sendable (Configuration) async -> ListedPrices = { _ in .none }
    /// Calls that are refused, by their names.
    var refusals: [AWSAction: AWSError] = [:]

    private func check(_ action: AWSAction) throws(AWSError) {
        if let refusal = refusals[action] { throw refusal }
    }

    func callerIdentity() async throws(AWSError) -> CallerIdentity {
        try check(.getCallerIdentity)
        return CallerIdentity(account: "1", arn: "arn:aws:iam::1:user/me", userID: "U")
    }

    func describeInstanceTypes(_ names: [String]) async throws(AWSError) -> [InstanceTypeDescription] {
        try check(.describeInstanceTypes)
        return names.compactMap { name in
            types[name].map { architecture in
                var type = InstanceTypeDescription(
                    name: name,
                    architectures: [architecture],
                    declaresHardwareClock: true
                )
                type.virtualCPUs = 2
                return type
            }
        }
    }

    func offerings(of types: [String]) async throws(AWSError) -> [InstanceTypeOffering] {
        try check(.describeInstanceTypeOfferings)
        return types.flatMap { type in zones.map { InstanceTypeOffering(type: type, zone: $0) } }
    }

    func latestImage(architecture: String) async throws(AWSError) -> String {
        try check(.getParameter)
        return "ami-\(architecture)"
    }

    func describeSubnets(_ ids: [String]) async throws(AWSError) -> [SubnetDescription] {
        try check(.describeSubnets)
        return subnets.filter { ids.contains($0.id) }
    }

    func describeImages(_ ids: [String]) async throws(AWSError) -> [ImageDescription] {
        try check(.describeImages)
        return images.filter { ids.contains($0.id) }
    }

    func describePlacementGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription] {
        try check(.describePlacementGroups)
        return placementGroups.filter { filter == .ids([$0.id]) || filter == .name($0.name) }
    }

    func describeSecurityGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription] {
        try check(.describeSecurityGroups)
        return securityGroups.filter { filter == .ids([$0.id]) }
    }

    func describeKeyPairs(_ names: [String]) async throws(AWSError) -> [String] {
        try check(.describeKeyPairs)
        return []
    }

    func runningTypes() async throws(AWSError) -> [String] {
        try check(.describeInstances)
        return running
    }

    func quota(_ code: String) async throws(AWSError) -> Double {
        try check(.getServiceQuota)
        guard let quota else {
            throw AWSError(code: "NoSuchResourceException", message: "none", action: "GetServiceQuota")
        }
        return quota
    }

    func callerNetworks() async throws(AWSError) -> [String] { try callers.get() }

    func rehearse(_ rehearsal: Rehearsal) async throws(AWSError) {
        try check(rehearsal.action)
        if case .runInstance(let launch) = rehearsal, let reason = fullSubnets[launch.subnetID] { throw reason }
    }
}

extension StagedAccount {
    /// Refuses a call as AWS does.
    mutating func refuse(_ action: AWSAction, _ code: String = "UnauthorizedOperation", _ message: String = "no") {
        refusals[action] = AWSError(code: code, message: message, action: action.rawValue, status: 403)
    }

    /// What a preflight says that is not fine.
    func worries(_ change: (inout Configuration) -> Void = { _ in }) async -> [PreflightFinding] {
        await findings(change).filter { $0.level != .ok }
    }

    /// All that a preflight says.
    func findings(_ change: (inout Configuration) -> Void = { _ in }) async -> [PreflightFinding] {
        var configuration = Configuration()
        configuration.instanceTypes.value = [InstanceTypeRequest(type: "c7i.large", quantity: 2)]
        configuration.subnetIDs.value = ["subnet-1"]
        change(&configuration)
        let account = EC2Account(
            self,
            region: "eu-west-1",
            retries: AWSRetries(attempts: 1),
            surroundings: Surroundings(
                clock: StoppedClock(at: Timestamp(nanoseconds: 0)),
                random: Fixed()
            ),
            listedPrices: listed
        )
        return await Preflight(configuration, on: account, environment: [:]).findings()
    }
}

private struct Fixed: RandomSource {
    func next() -> UInt64 { 7 }
}
