import Orchestration
import PTP

/// What must hold between settings; a check is left out when something is already known to be wrong with its keys.
struct ConfigurationChecks {
    let configuration: Configuration
    let failed: Set<String>
    let isInteractive: Bool
    /// Whether what a launch on EC2 needs may be missing.
    let mayLack: Bool

    func problems() -> [ConfigurationProblem] {
        [machines(), subnets(), lifetime(), keeping(), money(), reboot()].compactMap(\.self) + hosts()
    }

    func areFine(_ keys: String...) -> Bool { failed.isDisjoint(with: keys) }

    /// Machines are named in exactly the way the provider needs.
    private func machines() -> ConfigurationProblem? {
        guard areFine("provider", "hosts", "instance_types") else { return nil }
        let (hosts, types, provider) = (configuration.hosts, configuration.instanceTypes, configuration.provider)
        let name = provider.value.rawValue
        switch (provider.value, hasHosts: !hosts.value.isEmpty, hasTypes: types.source != .default) {
        case (_, true, true):
            return ConfigurationProblem(
                "hosts (\(hosts.source)) and instance_types cannot go together",
                at: types.source,
                remedy: "leave one of the two out"
            )
        case (.ec2, true, false), (.simulated, true, false):
            return ConfigurationProblem(
                "hosts are given, but the provider is \(name) (\(provider.source))",
                at: hosts.source,
                remedy: "leave one of the two out"
            )
        case (.hosts, false, _):
            return ConfigurationProblem(
                "the provider is hosts, but no hosts are given",
                at: provider.source,
                remedy: "set hosts (PTP_HOSTS, --hosts)"
            )
        case (.ec2, false, false):
            guard !mayLack else { return nil }
            return ConfigurationProblem(
                "the provider is ec2, but no instance types are given",
                at: provider.source,
                remedy: "set instance_types (PTP_INSTANCE_TYPES, --instance-types)"
            )
        case (.hosts, true, false), (.ec2, false, true), (.simulated, false, _): return nil
        }
    }

    private func subnets() -> ConfigurationProblem? {
        guard areFine("provider", "hosts", "instance_types", "subnet_id") else { return nil }
        guard configuration.provider.value == .ec2, configuration.subnetIDs.value.isEmpty, !mayLack else { return nil }
        return ConfigurationProblem(
            "subnet_id is missing; launching on EC2 needs one",
            at: nil,
            remedy: "set subnet_id (PTP_SUBNET_ID, --subnet-id), or provider: simulated for a rehearsal"
        )
    }

    /// An instance must not end itself while its case may still be under way.
    private func lifetime() -> ConfigurationProblem? {
        guard areFine("ttl_minutes", "case_timeout_minutes") else { return nil }
        let (life, limit) = (configuration.ttlMinutes, configuration.caseTimeoutMinutes)
        guard configuration.launches, life.value <= limit.value else { return nil }
        return ConfigurationProblem(
            "ttl_minutes (\(life.value), \(life.source)) must be more than "
                + "case_timeout_minutes (\(limit.value), \(limit.source))",
            at: life.source == .default ? limit.source : life.source,
            remedy: "an instance would end itself in the middle of its case"
        )
    }

    private func keeping() -> ConfigurationProblem? {
        let request = configuration.keepRequest
        guard configuration.launches || request.value == .choice(.none) else {
            return ConfigurationProblem(
                "keep: hosts are neither launched nor terminated, so none is kept",
                at: request.source,
                remedy: "leave keep out"
            )
        }
        guard request.value == .choice(.ask), !isInteractive else { return nil }
        return ConfigurationProblem(
            "keep: ask needs a terminal to ask on",
            at: request.source,
            remedy: "say which to keep: none, all, functional, ids or positions"
        )
    }

    /// What is to be taken as it is must not be started anew.
    private func reboot() -> ConfigurationProblem? {
        guard areFine("driver", "reboot"), configuration.driver.value == .asIs, configuration.reboot.value else {
            return nil
        }
        return ConfigurationProblem(
            "reboot (\(configuration.reboot.source)) starts hosts anew, and driver: as-is "
                + "(\(configuration.driver.source)) leaves them as they are",
            at: configuration.reboot.source,
            remedy: "leave reboot out, or say driver: auto"
        )
    }

    /// A limit of money holds only where every price is known.
    private func money() -> ConfigurationProblem? {
        guard areFine("provider", "hosts", "instance_types", "prices", "price_list", "max_cost"),
            configuration.maxCost.value != nil, configuration.launches, !configuration.mayAskForPrices,
            !configuration.unpricedTypes.isEmpty
        else { return nil }
        return ConfigurationProblem(
            "max_cost needs the price of \(configuration.unpricedTypes.joined(separator: ", "))",
            at: configuration.maxCost.source,
            remedy: "set prices (PTP_PRICES, --prices), or limit max_instance_hours instead"
        )
    }
}

extension Configuration {
    /// Whether prices that are not configured can be found out when a run begins.
    package var mayAskForPrices: Bool { provider.value == .ec2 && priceList.value }

    /// Whether nothing can be launched before AWS told prices.
    var needsListedPrices: Bool { maxCost.value != nil && mayAskForPrices && !unpricedTypes.isEmpty }

    /// The planned types whose price is not configured.
    package var unpricedTypes: [String] {
        var seen: Set<String> = []
        return instanceTypes.value.map(\.type).filter { prices.value[$0] == nil && seen.insert($0).inserted }
    }
}
