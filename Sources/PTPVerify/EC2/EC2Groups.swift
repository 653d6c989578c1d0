import AWS
import Orchestration

/// Makes the groups that all instances of a run share.
struct EC2Groups: Sendable {
    let settings: EC2Provisioner.Settings
    let calls: EC2Calls
    let journal: Journal

    /// Makes a group for a run, and gives its id.
    func make(_ kind: Resource.Kind, _ plan: RunPlan) async throws -> String {
        // The name is the token: whoever knows the run knows what to look for.
        let name = "ptp-verify-\(plan.runID)-\(kind == .placementGroup ? "pg" : "sg")"
        let wish = Resource(
            token: name,
            kind: kind,
            caseID: nil,
            // Until the last of the instances could have ended.
            expiresAt: calls.surroundings.clock.now + plan.longestDuration + plan.timeToLive
        )
        try Task.checkCancellation()
        try journal.record(.resourceIntended(wish))
        let tags = EC2Tags.tags(of: wish, run: plan.runID, settings)
        let id = try await calls.explained("make the \(kind.rawValue) \(wish.token)") {
            try await create(kind, named: wish.token, tags)
        }
        try journal.record(.resourceMade(token: wish.token, id: id))
        if kind == .securityGroup {
            try await calls.explained("let this machine into the security group \(id)") {
                try await calls.callOnNew { try await $0.admitCaller(toSecurityGroup: id, port: settings.port) }
            }
        }
        return id
    }

    /// Makes a group, or finds the one that an earlier try made before its answer was lost.
    private func create(_ kind: Resource.Kind, named name: String, _ tags: [String: String]) async throws -> String {
        do {
            return try await calls.call { api in
                kind == .placementGroup
                    ? try await api.createPlacementGroup(.init(name: name, strategy: "precision-time", tags: tags))
                    : try await api.createSecurityGroup(.init(name: name, subnetID: settings.subnetIDs[0], tags: tags))
            }
        } catch let error as AWSError where error.kind == .conflict {
            let found = try await calls.poll(for: EC2Calls.settlingTime) {
                try await calls.groups(kind, .name(name)).first { $0.tags[EC2Tags.run] == tags[EC2Tags.run] }
            }
            guard let found else { throw error }
            return found.id
        }
    }
}
