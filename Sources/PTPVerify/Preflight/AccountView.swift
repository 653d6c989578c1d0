import AWS

/// What was seen of the account before a launch; everything else about it is judgement.
struct AccountView: Sendable {
    /// An answer, or why there is none.
    typealias Look<Answer> = Result<Answer, AWSError>

    /// One thing that was asked about by its name.
    struct Named<Answer: Sendable>: Sendable {
        let name: String
        let look: Look<Answer>
    }

    var identity: Look<CallerIdentity>
    /// What EC2 says of the planned types; those that it does not know are missing.
    var types: Look<[InstanceTypeDescription]>
    var offerings: Look<[InstanceTypeOffering]>
    var subnets: [Named<[SubnetDescription]>]
    /// The image that was given.
    var images: [Named<[ImageDescription]>]
    /// The newest image of each architecture, where none was given.
    var newestImages: [Named<String>]
    var placementGroups: [Named<[GroupDescription]>]
    var securityGroups: [Named<[GroupDescription]>]
    var keyPairs: [Named<[String]>]
    /// The types of all instances that run.
    var running: Look<[String]>
    /// The quotas by their codes.
    var quotas: [Named<Double>]
    /// Where the caller comes from, where that decides who is let in.
    var callerNetworks: Look<[String]>?
    /// What the price list said, if it was asked.
    var listed: ListedPrices?
    /// What was rehearsed.
    var rehearsals: [Rehearsed] = []

    /// A rehearsal and its answer.
    struct Rehearsed: Sendable {
        let rehearsal: Rehearsal
        let look: Look<Void>
    }

    /// Everything that could not be looked at, whyever.
    var failures: [AWSError] {
        var failures = [identity.failure, types.failure, offerings.failure, running.failure].compactMap(\.self)
        failures += subnets.compactMap(\.look.failure) + images.compactMap(\.look.failure)
        failures += newestImages.compactMap(\.look.failure) + placementGroups.compactMap(\.look.failure)
        failures += securityGroups.compactMap(\.look.failure) + keyPairs.compactMap(\.look.failure)
        if let refused = listed?.failure { failures.append(refused) }
        return failures + quotas.compactMap(\.look.failure)
    }

    /// The subnets that there are.
    var knownSubnets: [SubnetDescription] { subnets.flatMap { $0.look.success ?? [] } }
}

extension Result {
    /// The answer, if there is one.
    var success: Success? { try? get() }

    /// Why there is no answer.
    var failure: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
