/// The calls of EC2 as values.
///
/// Names are those of EC2's Query protocol; they differ from those of its answers and of other clients' parameters.
package enum EC2Request {
    /// A part of a longer answer.
    package struct Page<Element: Sendable>: Sendable {
        /// What is on it.
        package let elements: [Element]
        /// Asks for the next one; `nil` on the last.
        package let next: String?
    }

    /// How much EC2 gives at once, and how many values a filter may have.
    package static let pageSize = 1000
    package static let typesPageSize = 100
    package static let filterValues = 200

    /// Reads a part of a longer answer.
    static func page<Element: Sendable>(
        _ answer: XMLNode,
        _ name: String,
        of read: (XMLNode) throws(UnreadableAnswer) -> Element
    ) throws(UnreadableAnswer) -> Page<Element> {
        Page(elements: try answer.list(name, of: read), next: answer.text("nextToken"))
    }

    // MARK: Types and images

    /// Asks about types; those that EC2 does not know are left out, where their names alone would be an error.
    package static func describeInstanceTypes(
        _ types: [String],
        after token: String? = nil
    ) -> AWSRequest<Page<InstanceTypeDescription>> {
        AWSRequest(.describeInstanceTypes) { form in
            form.addFilters([("instance-type", types)])
            form.add("MaxResults", String(typesPageSize))
            form.add("NextToken", token)
        } read: { answer throws(UnreadableAnswer) in
            try page(answer, "instanceTypeSet") { type throws(UnreadableAnswer) in
                var description = InstanceTypeDescription(
                    name: try type.required("instanceType"),
                    architectures: type["processorInfo"]?.list("supportedArchitectures").map(\.text) ?? [],
                    declaresHardwareClock: type.text("phcSupport").map { $0 == "supported" }
                )
                description.virtualCPUs = type["vCpuInfo"]?.text("defaultVCpus").flatMap { Int($0) }
                return description
            }
        }
    }

    /// Asks in which zones types can be launched.
    package static func describeInstanceTypeOfferings(
        _ types: [String],
        after token: String? = nil
    ) -> AWSRequest<Page<InstanceTypeOffering>> {
        AWSRequest(.describeInstanceTypeOfferings) { form in
            form.add("LocationType", "availability-zone")
            form.addFilters([("instance-type", types)])
            form.add("MaxResults", String(pageSize))
            form.add("NextToken", token)
        } read: { answer throws(UnreadableAnswer) in
            try page(answer, "instanceTypeOfferingSet") { offering throws(UnreadableAnswer) in
                InstanceTypeOffering(
                    type: try offering.required("instanceType"),
                    zone: try offering.required("location")
                )
            }
        }
    }

    /// Asks about images.
    package static func describeImages(_ ids: [String]) -> AWSRequest<[ImageDescription]> {
        AWSRequest(.describeImages, about: ids) { form in
            form.add("ImageId", ids)
        } read: { answer throws(UnreadableAnswer) in
            try answer.list("imagesSet") { image throws(UnreadableAnswer) in
                ImageDescription(
                    id: try image.required("imageId"),
                    name: image.text("name"),
                    architecture: try image.required("architecture"),
                    state: image.text("imageState") ?? "unknown",
                    supportsENA: image.text("enaSupport").map { $0 == "true" }
                )
            }
        }
    }

    /// Asks about subnets.
    package static func describeSubnets(_ ids: [String]) -> AWSRequest<[SubnetDescription]> {
        AWSRequest(.describeSubnets, about: ids) { form in
            form.add("SubnetId", ids)
        } read: { answer throws(UnreadableAnswer) in
            try answer.list("subnetSet") { subnet throws(UnreadableAnswer) in
                SubnetDescription(
                    id: try subnet.required("subnetId"),
                    networkID: try subnet.required("vpcId"),
                    zone: try subnet.required("availabilityZone"),
                    freeAddresses: subnet.text("availableIpAddressCount").flatMap { Int($0) },
                    assignsPublicAddresses: subnet.text("mapPublicIpOnLaunch") == "true"
                )
            }
        }
    }

    /// Asks which of some key pairs there are; those that EC2 does not know are left out.
    package static func describeKeyPairs(_ names: [String]) -> AWSRequest<[String]> {
        AWSRequest(.describeKeyPairs, about: names) { form in
            form.addFilters([("key-name", names)])
        } read: { answer throws(UnreadableAnswer) in
            try answer.list("keySet") { pair throws(UnreadableAnswer) in try pair.required("keyName") }
        }
    }

    /// Adds tags to anything that has an id.
    package static func createTags(ids: [String], tags: [String: String]) -> AWSRequest<Void> {
        AWSRequest(.createTags, about: ids) { form in
            form.add("ResourceId", ids)
            form.addTags(tags)
        }
    }
}
