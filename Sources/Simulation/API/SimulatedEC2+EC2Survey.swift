package import AWS

/// What there is to see before a launch: in the simulated cloud all that is named is there, and nothing is forbidden.
extension SimulatedEC2: EC2Survey {
    /// The region whose zones the simulated cloud has.
    package static let region = "us-east-1"

    package func callerIdentity() async throws(AWSError) -> CallerIdentity {
        try await ask("GetCallerIdentity") { _, _ in
            CallerIdentity(
                account: QueryService.account,
                arn: "arn:aws:iam::\(QueryService.account):user/simulated",
                userID: "AIDASIMULATED0000000A"
            )
        }
    }

    package func describeSubnets(_ ids: [String]) async throws(AWSError) -> [SubnetDescription] {
        try await ask("DescribeSubnets") { _, _ in ids.map(SimulatedCatalog.subnet) }
    }

    package func describeImages(_ ids: [String]) async throws(AWSError) -> [ImageDescription] {
        try await ask("DescribeImages") { _, _ throws(AWSError) in
            var images: [ImageDescription] = []
            for id in ids {
                guard let image = SimulatedCatalog.image(id: id) else {
                    throw AWSError(
                        code: "InvalidAMIID.NotFound",
                        message: "The image id '[\(id)]' does not exist",
                        action: "DescribeImages"
                    )
                }
                images.append(image)
            }
            return images
        }
    }

    package func offerings(of types: [String]) async throws(AWSError) -> [InstanceTypeOffering] {
        try await ask("DescribeInstanceTypeOfferings") { _, _ in
            types.filter { SimulatedCatalog.describe($0) != nil }.flatMap { type in
                SimulatedInstance.zones.map { InstanceTypeOffering(type: type, zone: $0) }
            }
        }
    }

    /// Launches name what keys they like, so all of them are there.
    package func describeKeyPairs(_ names: [String]) async throws(AWSError) -> [String] {
        try await ask("DescribeKeyPairs") { _, _ in names }
    }

    package func runningTypes() async throws(AWSError) -> [String] {
        try await ask("DescribeInstances") { cloud, now in
            cloud.instances(at: now).filter { [.pending, .running].contains($0.state) }.map(\.type)
        }
    }

    package func quota(_ code: String) async throws(AWSError) -> Double {
        try await ask("GetServiceQuota") { _, _ throws(AWSError) in
            throw AWSError(
                code: "NoSuchResourceException",
                message: "the simulated cloud has no quotas",
                action: "GetServiceQuota"
            )
        }
    }

    package func callerNetworks() async throws(AWSError) -> [String] { ["192.0.2.1/32"] }

    package func rehearse(_ rehearsal: Rehearsal) async throws(AWSError) {
        try await ask(rehearsal.action.rawValue) { _, _ in }
    }
}
