package import AWS

/// Judges a placement group that was given by name or id, and finds the id that launches need.
package struct PlacementGroupCheck: Sendable {
    /// What ties instances to the clock.
    static let strategy = "precision-time"

    /// The id to launch into; `nil` where the group cannot be used.
    package let id: String?
    /// Its strategy; a cluster group in a precision-time group brings the clock like that does.
    package let strategy: String?
    /// What there is to say.
    package let findings: [PreflightFinding]

    /// How to ask for a group of which somebody gave the name or the id.
    package static func filter(for given: String) -> ResourceFilter {
        given.hasPrefix("pg-") ? .ids([given]) : .name(given)
    }

    /// Judges what was found under the name or id that was given.
    package init(_ given: String, _ found: [GroupDescription]) {
        guard let group = found.first(where: { $0.id == given || $0.name == given }) else {
            let remedy = "Check its name and the region, or leave placement_group out to have one made."
            self.init(nil, .problem(.placementGroup, given, "there is no such placement group", remedy))
            return
        }
        if let state = group.state, state != "available" {
            let remedy = "Wait until it is available, or name another one."
            self.init(nil, .problem(.placementGroup, given, "\(group.id) is \(state)", remedy))
            return
        }
        let isInside = group.strategy == "cluster" && group.parentID != nil
        self.init(group.id, Self.judge(group, given), strategy: isInside ? Self.strategy : group.strategy)
    }

    private init(_ id: String?, _ finding: PreflightFinding, strategy: String? = nil) {
        self.id = id
        self.strategy = strategy
        findings = [finding]
    }

    private static func judge(_ group: GroupDescription, _ given: String) -> PreflightFinding {
        let strategy = group.strategy ?? "unknown"
        let remedy = "Set placement_group to precision-time, or leave it out, to have a group with the clock made."
        switch strategy {
        case Self.strategy: return .ok(.placementGroup, given, "\(group.id), \(strategy)")
        case "cluster":
            if let parent = group.parentID { return .ok(.placementGroup, given, "\(group.id), cluster in \(parent)") }
            let words = "\(group.id) is a cluster group outside of any precision-time group: the clock may be missing"
            return .warning(.placementGroup, given, words, remedy)
        default:
            let words = "\(group.id) has the strategy \(strategy), which brings no clock"
            return .warning(.placementGroup, given, words, remedy)
        }
    }
}
