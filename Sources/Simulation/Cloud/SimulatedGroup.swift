package import AWS
package import Orchestration

/// A placement group or a security group of the simulated cloud.
package struct SimulatedGroup: Sendable, Equatable {
    /// Which of the two it is.
    package enum Kind: String, Sendable, CaseIterable {
        case placement
        case security
    }

    /// Its id.
    package let id: String
    /// Which of the two it is.
    package let kind: Kind
    /// Its name.
    package let name: String
    /// A placement group's strategy, or a security group's subnet.
    package let setting: String
    /// Whether somebody else made it.
    package let isForeign: Bool
    /// When describe calls begin to know it.
    package let visibleFrom: Timestamp
    /// Its tags.
    package internal(set) var tags: [String: String]

    /// What EC2 says of it.
    package var description: GroupDescription {
        GroupDescription(id: id, name: name, strategy: kind == .placement ? setting : nil, tags: tags)
    }

    /// Whether an instance uses it.
    func isUsed(by request: RunInstance) -> Bool {
        request.placementGroupID == id || request.securityGroupIDs.contains(id)
    }
}

extension SimulatedGroup.Kind {
    /// The words in which EC2 speaks of this kind.
    var noun: String { self == .placement ? "PlacementGroup" : "SecurityGroup" }
    var prefix: String { self == .placement ? "pg" : "sg" }
    var duplicateCode: String { self == .placement ? "InvalidPlacementGroup.Duplicate" : "InvalidGroup.Duplicate" }
    var unknownCode: String { self == .placement ? "InvalidPlacementGroup.Unknown" : "InvalidGroup.NotFound" }
    var inUseCode: String { self == .placement ? "InvalidPlacementGroup.InUse" : "DependencyViolation" }
}
