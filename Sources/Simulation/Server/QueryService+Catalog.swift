import AWS
import Orchestration

/// What the simulated cloud says of things that nobody made: types, images, subnets.
extension QueryService {
    func describeInstanceTypes(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let ids = form.list("InstanceType")
        let unknown = ids.filter { SimulatedCatalog.describe($0) == nil }
        guard unknown.isEmpty else {
            let list = unknown.joined(separator: ", ")
            throw form.error(
                "InvalidInstanceType",
                "The following supplied instance types do not exist: [\(list)]"
            )
        }
        let types = try await ec2.describeInstanceTypes(ids.isEmpty ? namedTypes(form) : ids)
        let (page, next) = try Listing(form).page(of: types, sizes: 5...100)
        let items = page.map { type -> [XMLNode] in
            let clock = type.declaresHardwareClock.map { $0 ? "supported" : "unsupported" }
            let architectures = type.architectures.map { XMLNode("item", text: $0) }
            let processor = XMLNode("supportedArchitectures", children: architectures)
            return .known(["instanceType": type.name, "phcSupport": clock])
                + [XMLNode("processorInfo", children: [processor])]
        }
        return [XMLNode("instanceTypeSet", items: items)] + next
    }

    func describeOfferings(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        guard form["LocationType"] == "availability-zone" else {
            throw form.error("UnsupportedOperation", "The simulated cloud knows offerings by availability-zone only.")
        }
        let types = try await ec2.describeInstanceTypes(namedTypes(form))
        let offerings = types.flatMap { type in
            SimulatedInstance.zones.map { zone -> [XMLNode] in
                .known(["instanceType": type.name, "locationType": "availability-zone", "location": zone])
            }
        }
        let (page, next) = try Listing(form).page(of: offerings)
        return [XMLNode("instanceTypeOfferingSet", items: Array(page))] + next
    }

    /// The types that a filter names: the simulated cloud has whatever EC2 could have, which is no list.
    private func namedTypes(_ form: ReceivedForm) throws(AWSError) -> [String] {
        guard let types = Listing(form).values(of: "instance-type"), !types.contains(where: { $0.contains("*") }) else {
            throw form.error("UnsupportedOperation", "The simulated cloud tells of types that are named, not of all.")
        }
        return types
    }

    func describeImages(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        _ = try form.required("ImageId.1")
        var items: [[XMLNode]] = []
        for image in try await ec2.describeImages(form.list("ImageId")) {
            items.append(
                .known([
                    "imageId": image.id, "name": image.name, "architecture": image.architecture,
                    "imageState": image.state, "enaSupport": image.supportsENA.map(String.init),
                    "imageOwnerId": Self.account,
                ])
            )
        }
        return [XMLNode("imagesSet", items: items)]
    }

    func describeSubnets(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        _ = try form.required("SubnetId.1")
        let items = try await ec2.describeSubnets(form.list("SubnetId")).map { subnet -> [XMLNode] in
            .known([
                "subnetId": subnet.id, "vpcId": subnet.networkID, "availabilityZone": subnet.zone,
                "availableIpAddressCount": subnet.freeAddresses.map(String.init),
                "mapPublicIpOnLaunch": String(subnet.assignsPublicAddresses), "state": "available",
            ])
        }
        return [XMLNode("subnetSet", items: items)]
    }

    /// Whatever keys are asked for by name are there.
    func describeKeyPairs(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let names = Listing(form).values(of: "key-name") ?? form.list("KeyName")
        let items = try await ec2.describeKeyPairs(names).map { name -> [XMLNode] in
            .known(["keyName": name, "keyPairId": "key-\(name)", "keyType": "ed25519"])
        }
        return [XMLNode("keySet", items: items)]
    }

    static let defaultNetwork = "vpc-simulated"

    /// The network of a subnet; all subnets are in one.
    static func network(of subnet: String) -> String { subnet.hasPrefix("vpc-") ? subnet : defaultNetwork }
}
