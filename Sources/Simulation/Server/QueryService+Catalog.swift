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
        for id in form.list("ImageId") {
            let architecture = ["arm64", "x86_64"].first { SimulatedCatalog.image(architecture: $0) == id }
            guard let architecture else {
                throw form.error("InvalidAMIID.NotFound", "The image id '[\(id)]' does not exist")
            }
            items.append(
                .known([
                    "imageId": id, "name": "al2023-ami-simulated-\(architecture)", "architecture": architecture,
                    "imageState": "available", "enaSupport": "true", "imageOwnerId": Self.account,
                ])
            )
        }
        return [XMLNode("imagesSet", items: items)]
    }

    /// Any subnet that is named is there, and has room.
    func describeSubnets(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        _ = try form.required("SubnetId.1")
        let items = form.list("SubnetId").map { id -> [XMLNode] in
            .known([
                "subnetId": id, "vpcId": Self.network(of: id), "availabilityZone": SimulatedInstance.zone(ofSubnet: id),
                "availableIpAddressCount": "4091", "mapPublicIpOnLaunch": "true", "state": "available",
            ])
        }
        return [XMLNode("subnetSet", items: items)]
    }

    static let defaultNetwork = "vpc-simulated"

    /// The network of a subnet; all subnets are in one.
    static func network(of subnet: String) -> String { subnet.hasPrefix("vpc-") ? subnet : defaultNetwork }
}
