import AWS

/// Judges the subnets that launches go to: whether they are there, have room, and are of one network of the region.
struct SubnetCheck {
    let configuration: Configuration
    let view: AccountView
    let region: String

    var findings: [PreflightFinding] {
        view.subnets.flatMap(findings) + networks
    }

    private func findings(_ named: AccountView.Named<[SubnetDescription]>) -> [PreflightFinding] {
        switch named.look {
        case .failure(let error): return error.unseen(.subnet, named.name)
        case .success(let found):
            guard let subnet = found.first else {
                return [.problem(.subnet, named.name, "there is no such subnet in \(region)", AWSError.checkID)]
            }
            let worries = [place(subnet), room(subnet), reach(subnet)].compactMap(\.self)
            let room = subnet.freeAddresses.map { "\($0) free addresses" } ?? "free addresses unknown"
            return worries.isEmpty
                ? [.ok(.subnet, subnet.id, "in \(subnet.zone) of \(subnet.networkID), \(room)")] : worries
        }
    }

    /// Local Zones and the like are called otherwise than region and letter.
    private func place(_ subnet: SubnetDescription) -> PreflightFinding? {
        guard subnet.zone.hasPrefix(region) else {
            let remedy = "Set region to the subnet's, or name a subnet of \(region)."
            return .problem(.subnet, subnet.id, "its zone \(subnet.zone) is not in \(region)", remedy)
        }
        let rest = subnet.zone.dropFirst(region.count)
        guard rest.count != 1 else { return nil }
        return .warning(
            .subnet,
            subnet.id,
            "\(subnet.zone) is no ordinary zone of \(region), and may lack types and precision-time placement",
            "Name a subnet of an ordinary zone if launches fail."
        )
    }

    /// With several subnets a launch that finds no room goes on to the next.
    private func room(_ subnet: SubnetDescription) -> PreflightFinding? {
        guard let free = subnet.freeAddresses else { return nil }
        let wanted = min(configuration.concurrency.value, configuration.plannedCount)
        let words = "it has \(free) free addresses"
        if free < wanted {
            let remedy = "Name a larger subnet, or free addresses."
            let found = "\(words) for \(wanted) instances at once"
            return (freeAddresses ?? wanted) < wanted
                ? .problem(.subnet, subnet.id, found, remedy)
                : .warning(.subnet, subnet.id, "\(found), the other subnets have more", remedy)
        }
        guard free < configuration.plannedCount else { return nil }
        let remedy = "Instances that are kept, or on their way out, hold theirs: name a larger subnet."
        return .warning(.subnet, subnet.id, "\(words) for \(configuration.plannedCount) instances in all", remedy)
    }

    /// Those of all subnets together; `nil` where that is not known of each.
    private var freeAddresses: Int? {
        let known = view.subnets.compactMap { $0.look.success?.map(\.freeAddresses) }.flatMap(\.self)
        let isComplete = view.subnets.allSatisfy { $0.look.success != nil } && known.allSatisfy { $0 != nil }
        return isComplete ? known.compactMap(\.self).reduce(0, +) : nil
    }

    private func reach(_ subnet: SubnetDescription) -> PreflightFinding? {
        guard configuration.address.value == .public, !subnet.assignsPublicAddresses else { return nil }
        return .warning(
            .subnet,
            subnet.id,
            "it assigns no public addresses, and address is public (\(configuration.address.source))",
            "Name a subnet that assigns them, or set address to private or ipv6."
        )
    }

    private var networks: [PreflightFinding] {
        let networks = Set(view.knownSubnets.map(\.networkID)).sorted()
        guard networks.count > 1 else { return [] }
        let remedy = "Name subnets of one network: security groups do not reach into another."
        return [.problem(.subnet, "subnet_id", "the subnets are in \(networks.joined(separator: " and "))", remedy)]
    }
}

extension AWSError {
    static let checkID = "Check the id and the region."

    /// What there is to say of something that could not be looked at; permissions are told elsewhere.
    func unseen(_ topic: PreflightFinding.Topic, _ subject: String) -> [PreflightFinding] {
        switch kind {
        case .permission: []
        case .notFound, .invalidValue: [.problem(topic, subject, "\(shortWords)", nextStep)]
        case .account, .cancelled, .capacity, .conflict, .credentials, .invalidRequest, .network, .quota,
            .serverFault, .throttled, .unsupported:
            [.warning(topic, subject, "could not be looked at: \(shortWords)", nextStep)]
        }
    }
}
