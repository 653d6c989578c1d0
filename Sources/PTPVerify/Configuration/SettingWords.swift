package import Orchestration

/// A choice among a few words.
package protocol SettingWord: RawRepresentable<String>, CaseIterable, Sendable {}

extension Expectation: SettingWord {}

/// Where the machines come from.
package enum ProviderKind: String, SettingWord {
    case ec2
    case simulated
    case hosts
}

/// Which address of an instance is used to reach it.
package enum AddressChoice: String, SettingWord {
    case `public`
    case `private`
    case ipv6
}

/// What may be done to the network driver of a host.
package enum DriverChoice: String, SettingWord {
    /// Enable, reload or build, only as far as needed.
    case auto
    /// Verify what is there and change nothing.
    case asIs = "as-is"
    /// Build the driver in any case.
    case build
}

/// What an inconclusive case counts as.
package enum InconclusivePolicy: String, SettingWord {
    case fail
    case skip
}

/// The placement group for the launches.
package enum PlacementGroupChoice: Sendable, Hashable, CustomStringConvertible {
    /// Make a `precision-time` group where the type is declared supported.
    case whereDeclared
    /// Make a `precision-time` group for the run.
    case precisionTime
    /// Use no group.
    case none
    /// Use this group, by name or id.
    case existing(String)

    package var description: String {
        switch self {
        case .whereDeclared: "precision-time where the type is declared supported"
        case .precisionTime: "precision-time"
        case .none: "none"
        case .existing(let name): name
        }
    }
}
