import AWS
import Orchestration
import Reports

/// Ends what EC2 holds for us, and believes it only when EC2 confirms it.
struct EC2Release: Sendable {
    private static let confirmationLimit = Duration.minutes(60)

    let calls: EC2Calls
    /// Whether an instance of the same run could not be ended: then what it is in does not empty by waiting.
    var isOccupied = false

    /// Ends one resource; it is looked up by its token where its id is not known.
    func release(_ resource: Resource, id: String?) async -> ReleaseOutcome {
        var id = id
        do {
            switch resource.kind {
            case .instance: return try await releaseInstance(resource, &id)
            case .placementGroup, .securityGroup: return try await releaseGroup(resource, &id)
            case .setup:
                return .unconfirmed(reason: "EC2 knows nothing of what is on machines", remedy: remedy(resource, id))
            }
        } catch let error as AWSError where error.isTerminationProtection {
            let lifting = "aws ec2 modify-instance-attribute --instance-id \(id ?? "") --no-disable-api-termination"
            return .unconfirmed(
                reason: "termination protection is on: \(error)",
                remedy: "\(lifting)\(calls.options) && \(remedy(resource, id))"
            )
        } catch {
            let words = (error as? AWSError).map { sentences("\($0)", $0.nextStep) } ?? "\(error)"
            let reason = error is CancellationError ? "EC2 did not confirm it in time" : words
            return .unconfirmed(reason: reason, remedy: remedy(resource, id))
        }
    }

    /// Writes down the id, too, where it had to be found out.
    private func releaseInstance(_ resource: Resource, _ known: inout String?) async throws -> ReleaseOutcome {
        guard let id = try await instanceID(resource, known) else { return .gone }
        known = id
        try await terminate(id)
        var absence = Absence()
        let isGone: Bool? = try await calls.poll(instance: id, for: Self.confirmationLimit) { instance in
            guard let instance else { return absence.proof(at: now) }
            absence = Absence()
            return instance.state == .terminated ? true : nil
        }
        calls.watch.forget(id)
        guard isGone == true else {
            return .unconfirmed(
                reason: "EC2 accepted the termination but did not finish it",
                remedy: remedy(resource, id)
            )
        }
        return .gone
    }

    /// Whether an instance that nobody ends here has ended by itself.
    func isGone(_ id: String) async throws -> Bool {
        var absence = Absence()
        return try await calls.poll(instance: id, for: Self.confirmationLimit) { instance in
            guard let instance else { return absence.proof(at: now) }
            guard instance.state.isEnding else { return false }
            return instance.state == .terminated ? true : nil
        } ?? false
    }

    private func instanceID(_ resource: Resource, _ id: String?) async throws -> String? {
        if let id { return id }
        // The call may have taken effect although its answer was lost, and EC2 may not show it yet.
        return try await calls.poll(for: EC2Calls.settlingTime) {
            try await launchedID(resource)
        }
    }

    /// Asks by tag, which an instance bears from its first moment, and by client token.
    ///
    /// One of the two answers is enough: not everything that speaks EC2's protocol knows the second.
    private func launchedID(_ resource: Resource) async throws -> String? {
        let ours = try await calls.instances(.tagKey(EC2Tags.token))
        let tagged = ours.filter { instance in
            let sent = instance.clientToken ?? resource.token
            // Tags can be copied, tokens of launches cannot.
            return instance.tags[EC2Tags.token] == resource.token
                && [resource.token, ClientToken.sent(for: resource.token)].contains(sent)
        }
        if let found = tagged.first { return found.id }
        return try? await calls.api.describeInstances(.clientToken(resource.token)).first?.id
    }

    private func terminate(_ id: String) async throws {
        // An instance that EC2 does not show yet cannot be terminated yet either; one that is gone need not be.
        do { try await calls.callOnNew { try await $0.terminateInstances(ids: [id]) } } catch let error as AWSError
            where error.kind == .notFound
        {}
    }

    private func releaseGroup(_ resource: Resource, _ known: inout String?) async throws -> ReleaseOutcome {
        guard let id = try await groupID(resource, known) else { return .gone }
        known = id
        var absence = Absence()
        let isGone: Bool? = try await calls.poll(for: Self.confirmationLimit) {
            do {
                try await calls.call { api in
                    resource.kind == .placementGroup
                        ? try await api.deletePlacementGroup(id: id) : try await api.deleteSecurityGroup(id: id)
                }
                return true
            } catch let error as AWSError where error.kind == .notFound {
                return absence.proof(at: now)
            } catch let error as AWSError where error.kind == .conflict && !isOccupied {
                // It empties when the last of its instances is terminated, not when it is shutting down.
                return nil
            }
        }
        guard isGone == true else {
            return .unconfirmed(reason: "it is still in use", remedy: remedy(resource, id))
        }
        return .gone
    }

    private func groupID(_ resource: Resource, _ id: String?) async throws -> String? {
        if let id { return id }
        return try await calls.poll(for: EC2Calls.settlingTime) {
            try await calls.groups(resource.kind, .name(resource.token)).first?.id
        }
    }

    private var now: Timestamp { calls.surroundings.clock.now }

    /// The command that removes what could not be removed here.
    private func remedy(_ resource: Resource, _ id: String?) -> String {
        switch resource.kind {
        case .instance:
            // Not by its client token, which EC2 was told in another form.
            let id =
                id ?? lookUp("instances", "tag:\(EC2Tags.token)", resource, "Reservations[].Instances[].InstanceId")
            return "aws ec2 terminate-instances --instance-ids \(id)\(calls.options)"
        case .placementGroup: return "aws ec2 delete-placement-group --group-name \(resource.token)\(calls.options)"
        case .securityGroup:
            let id = id ?? lookUp("security-groups", "group-name", resource, "SecurityGroups[].GroupId")
            return "aws ec2 delete-security-group --group-id \(id)\(calls.options)"
        case .setup: return resource.restoring
        }
    }

    /// Finds an id for the shell.
    private func lookUp(_ what: String, _ filter: String, _ resource: Resource, _ query: String) -> String {
        "$(aws ec2 describe-\(what) --filters Name=\(filter),Values=\(resource.token) "
            + "--query '\(query)' --output text\(calls.options))"
    }
}

extension Ledger {
    /// Whether an instance could not be ended.
    var hasStuckInstance: Bool {
        leaks.contains { entry in
            guard case .unconfirmed = entry.state else { return false }
            return entry.resource.kind == .instance
        }
    }
}

extension AWSError {
    /// Whether somebody saw to it that an instance is not ended by mistake.
    fileprivate var isTerminationProtection: Bool {
        code == "OperationNotPermitted" && action == AWSAction.terminateInstances.rawValue
    }
}

/// How long EC2 has denied that something exists.
///
/// What was just made may be denied too, so a single denial proves nothing.
private struct Absence {
    private var since: Timestamp?

    /// True once the denial has lasted longer than EC2 needs to settle, `nil` before.
    mutating func proof(at now: Timestamp) -> Bool? {
        let start = since ?? now
        since = start
        return now - start >= EC2Calls.settlingTime ? true : nil
    }
}
