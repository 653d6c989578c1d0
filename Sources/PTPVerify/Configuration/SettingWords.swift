package import Orchestration
package import PTP

/// A choice among a few words.
package protocol SettingWord: RawRepresentable<String>, CaseIterable, Sendable {}

extension Expectation: SettingWord {}
extension SetupWish.Mode: SettingWord {}

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

/// How hosts prove who they are.
package enum HostKeyChoice: Sendable, Hashable, CustomStringConvertible {
    /// On EC2 by what the console printed when it comes in time, elsewhere by `known_hosts`; hosts of which neither
    /// knows anything are accepted as new.
    case auto
    /// The first key of every host is accepted and recorded.
    case acceptNew
    /// Only what `known_hosts` has.
    case knownHosts
    /// By a key that is made for the run and given to the instances.
    case injected
    /// By one of these fingerprints.
    case pinned([String])

    private static let words: [String: HostKeyChoice] = [
        "auto": .auto, "accept-new": .acceptNew, "known-hosts": .knownHosts, "injected": .injected,
    ]

    static let wanted = "auto, accept-new, known-hosts, injected, or fingerprints such as SHA256:…"

    /// Reads a choice; `nil` for what is none.
    init?(_ texts: [String]) {
        if texts.count == 1, let choice = Self.words[texts[0]] {
            self = choice
        } else if !texts.isEmpty, texts.allSatisfy({ $0.hasPrefix("SHA256:") && $0.utf8.count == 50 }) {
            self = .pinned(texts)
        } else {
            return nil
        }
    }

    package var description: String {
        if case .pinned(let fingerprints) = self { return fingerprints.joined(separator: ",") }
        return Self.words.first { $0.value == self }?.key ?? ""
    }
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
