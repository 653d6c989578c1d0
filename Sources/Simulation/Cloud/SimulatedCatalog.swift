package import AWS

/// The instance types that the simulated cloud offers.
package enum SimulatedCatalog {
    /// What EC2 declares of a family's PTP hardware clock; of other families it says nothing.
    private static let declared: [String: Bool] = [
        "c7i": true, "m7i": true, "r7i": true, "c7a": true, "m7a": true, "m7g": true, "r7g": true, "c7gd": true,
        "c8g": true, "m8g": true, "i8g": true,
        "c5": false, "m5": false, "c6i": false, "m6i": false, "r6i": false, "c7g": false, "t3": false, "t4g": false,
    ]

    /// Describes a type; `nil` when its name is not one that EC2 could give.
    package static func describe(_ type: String) -> InstanceTypeDescription? {
        let parts = type.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, isFamily(parts[0]), isSize(parts[1]) else { return nil }
        return InstanceTypeDescription(
            name: type,
            architectures: [isArm(parts[0]) ? "arm64" : "x86_64"],
            declaresHardwareClock: declared[String(parts[0])]
        )
    }

    /// The id of an image; those of all distributions are there.
    package static func id(of image: MachineImage) -> String {
        let number = MachineImage.Distribution.allCases.firstIndex(of: image.distribution) ?? 0
        return "ami-0\(image.architecture == .arm ? "a" : "8")6400000000\(number)c1a5"
    }

    private static let images = MachineImage.all.map { (id: id(of: $0), image: $0) }

    /// The image of that id; `nil` when it is none of ours.
    static func machineImage(id: String) -> MachineImage? { images.first { $0.id == id }?.image }

    /// The image of an architecture that is launched where nobody names another.
    static func image(architecture: String) -> String? {
        MachineImage.Architecture(rawValue: architecture).map { id(of: MachineImage(.amazonLinux2023, $0)) }
    }

    /// What is said of the image of that id; `nil` when it is none of ours.
    static func image(id: String) -> ImageDescription? {
        machineImage(id: id).map { image in
            ImageDescription(
                id: id,
                name: "\(image.distribution.rawValue)-ami-simulated-\(image.architecture.rawValue)",
                architecture: image.architecture.rawValue,
                state: "available",
                supportsENA: true
            )
        }
    }

    /// Any subnet that is named is there, and has room.
    static func subnet(_ id: String) -> SubnetDescription {
        SubnetDescription(
            id: id,
            networkID: QueryService.network(of: id),
            zone: SimulatedInstance.zone(ofSubnet: id),
            freeAddresses: 4091,
            assignsPublicAddresses: true
        )
    }

    private static func isFamily(_ name: Substring) -> Bool {
        guard name.utf8.first.map(isLetter) == true, name.utf8.contains(where: isDigit) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isSize(_ name: Substring) -> Bool {
        switch name {
        case "nano", "micro", "small", "medium", "large", "xlarge", "metal": return true
        default: break
        }
        if name.hasPrefix("metal-") { return isSize(name.dropFirst("metal-".count)) }
        guard name.hasSuffix("xlarge") || name.hasSuffix("xl") else { return false }
        let count = name.utf8.prefix(while: isDigit)
        return !count.isEmpty && ["xlarge", "xl"].contains(name.dropFirst(count.count))
    }

    /// A `g` right after the generation, or the first Graviton family: true of every type that EC2 has had.
    private static func isArm(_ family: Substring) -> Bool {
        let generation = family.utf8.drop(while: isLetter)
        return family == "a1" || generation.drop(while: isDigit).first == UInt8(ascii: "g")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
