import AWS
import Orchestration

/// Launches the instance of a case, in the first of the given subnets that has room for it.
struct EC2Launch: Sendable {
    let settings: EC2Provisioner.Settings
    let calls: EC2Calls
    let journal: Journal
    let placementGroupID: String?
    let securityGroupIDs: [String]

    /// Launches, and gives the instance's id.
    func launch(
        _ instanceCase: InstanceCase,
        of plan: RunPlan,
        _ type: InstanceTypeDescription,
        _ imageID: String
    ) async throws -> String {
        var refusal: AWSError?
        for (index, subnetID) in settings.subnetIDs.enumerated() {
            let resource = Resource(
                token: "\(plan.runID)/\(instanceCase.id)/\(index + 1)",
                kind: .instance,
                caseID: instanceCase.id,
                expiresAt: calls.surroundings.clock.now + plan.timeToLive
            )
            do {
                return try await run(request(resource, type, imageID, subnetID, plan), resource)
            } catch let error as AWSError where error.isOfThisZone {
                // EC2 said no, so there is nothing: the next zone may have room.
                try journal.record(.resourceGone(token: resource.token))
                // Room may come later; a type that a zone does not have will not.
                if refusal?.kind != .capacity { refusal = error }
            }
        }
        guard let refusal else { preconditionFailure("a launch needs a subnet") }
        throw refusal
    }

    private func request(
        _ resource: Resource,
        _ type: InstanceTypeDescription,
        _ imageID: String,
        _ subnetID: String,
        _ plan: RunPlan
    ) -> RunInstance {
        let isGrouped = settings.groups(type)
        return RunInstance(
            clientToken: resource.token,
            type: type.name,
            imageID: imageID,
            subnetID: subnetID,
            placementGroupID: isGrouped ? placementGroupID : nil,
            securityGroupIDs: securityGroupIDs,
            userData: UserData(
                minutesToLive: Int(plan.timeToLive.components.seconds / 60),
                authorizedKey: settings.authorizedKey,
                hostKey: settings.hostKey,
                script: settings.bootScript
            ).text,
            tags: EC2Tags.tags(of: resource, run: plan.runID, settings),
            keyName: settings.keyName
        )
    }

    private func run(_ request: RunInstance, _ resource: Resource) async throws -> String {
        // Nothing new once somebody wants the run to end.
        try Task.checkCancellation()
        try journal.record(.resourceIntended(resource))
        // The groups may be so new that EC2 does not show them everywhere yet.
        let launched = try await calls.callOnNew { api in
            do throws(AWSError) { return try await api.runInstance(request) } catch {
                throw error.withholding(request.userData)
            }
        }
        try journal.record(.resourceMade(token: resource.token, id: launched.id))
        return launched.id
    }
}

extension AWSError {
    /// Whether another zone may say otherwise.
    var isOfThisZone: Bool { kind == .capacity || code == "Unsupported" }
}
