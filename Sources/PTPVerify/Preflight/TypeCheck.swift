import AWS

/// Judges whether the planned types are known, and offered in the zones of the subnets.
struct TypeCheck {
    let configuration: Configuration
    let view: AccountView
    let region: String

    var findings: [PreflightFinding] {
        guard let known = view.types.success else {
            return view.types.failure?.unseen(.type, "instance_types") ?? []
        }
        return configuration.instanceTypes.value.map { request in
            guard let type = known.first(where: { $0.name == request.type }) else {
                let remedy = "Check its spelling, or choose a region that has it."
                return .problem(.type, request.type, "\(region) has no such type", remedy)
            }
            return placed(type) ?? .ok(.type, type.name, Self.words(type))
        }
    }

    private static func words(_ type: InstanceTypeDescription) -> String {
        let clock =
            switch type.declaresHardwareClock {
            case true?: "declared to have the clock"
            case false?: "declared to have no clock"
            case nil: "nothing declared of a clock"
            }
        return "\(type.architectures.joined(separator: ", ")), \(clock)"
    }

    /// What is wrong with where it would be launched.
    private func placed(_ type: InstanceTypeDescription) -> PreflightFinding? {
        guard let offerings = view.offerings.success else { return nil }
        let offered = Set(offerings.filter { $0.type == type.name }.map(\.zone))
        let zones = Set(view.knownSubnets.map(\.zone))
        let missing = zones.subtracting(offered).sorted().joined(separator: ", ")
        guard !missing.isEmpty else { return nil }
        let elsewhere = offered.sorted().joined(separator: ", ")
        let remedy = offered.isEmpty ? "Choose another region." : "Name a subnet in \(elsewhere)."
        // In another zone of the plan there may be room.
        return zones.isDisjoint(with: offered)
            ? .problem(.type, type.name, "it is not offered in \(missing)", remedy)
            : .warning(.type, type.name, "it is not offered in \(missing), but in others of the subnets", remedy)
    }
}
