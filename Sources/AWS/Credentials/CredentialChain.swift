/// Finds credentials where AWS's tools find them, in their order; everything is read anew each time.
///
/// Environment variables, web identity, profile, container, instance. What somebody named is used or is an error:
/// only the profile `default`, which nobody named, is passed over when it has no credentials.
public struct CredentialChain: CredentialProvider {
    private let given: String?
    private let surroundings: AWSSurroundings
    private let sts: any STSCalls

    /// Prepares the search.
    ///
    /// - Parameter profile: the profile of the tool's own setting. It goes before keys in the environment, as a profile
    ///   named on the command line of AWS's tools does, unless it is only what `AWS_PROFILE` says as well.
    public init(profile: String?, in surroundings: AWSSurroundings, sts: any STSCalls) {
        given = profile
        self.surroundings = surroundings
        self.sts = sts
    }

    /// Finds credentials that are valid now.
    public func credentials() async throws(CredentialError) -> AWSCredentials {
        try await search().valid(at: surroundings.now)
    }

    private func search() async throws(CredentialError) -> AWSCredentials {
        let choice = surroundings.chosenProfile(given)
        let keys = choice?.isOwn == true ? nil : try surroundings.environmentCredentials()
        // What stands in files does not concern those who named no profile and set keys.
        if let keys, choice == nil { return keys }
        let profiles = try SharedProfiles(in: surroundings)
        let find = ProfileCredentials(profiles: profiles, sts: sts, surroundings: surroundings)
        if let choice {
            let profile = try profiles.profile(choice.name, namedBy: choice.origin)
            if let keys { return keys }
            return try await find.credentials(of: profile)
        }
        if let identity = try WebIdentity(environmentOf: surroundings) {
            return try await identity.credentials(from: sts, in: surroundings)
        }
        let standard = profiles.find("default")
        if let standard, ProfileCredentials.way(of: standard) != nil {
            return try await find.credentials(of: standard)
        }
        if let container = ContainerCredentials(in: surroundings) { return try await container.credentials() }
        switch try await InstanceMetadata(surroundings: surroundings, profile: standard).credentials() {
        case .credentials(let credentials): return credentials
        case .absent(let reason): throw Self.nothing(profiles, reason)
        }
    }

    private static func nothing(_ profiles: SharedProfiles, _ reason: String) -> CredentialError {
        let known = profiles.names.filter { $0 != "default" }
        let others = known.isEmpty ? "" : "Set AWS_PROFILE to one of \(known.joined(separator: ", ")), or "
        let next = "run `aws configure` or `aws configure sso`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        return CredentialError(
            attempt: "find AWS credentials",
            happened: """
                there are none in environment variables, and none in the profile default of \(profiles.places); \
                this is no container with a role; \(reason)
                """,
            next: others.isEmpty ? next.prefix(1).uppercased() + next.dropFirst() : others + next
        )
    }
}

/// A profile that somebody named.
struct ProfileChoice: Equatable {
    let name: String
    /// What named it.
    let origin: String
    /// Whether it was named to this tool and not to all of AWS's.
    let isOwn: Bool
}

extension AWSSurroundings {
    /// The profile that somebody named, if anybody did.
    func chosenProfile(_ given: String?) -> ProfileChoice? {
        let names = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]
        let shared = names.lazy.compactMap { name in variable(name).map { ($0, name) } }.first
        if let given, !given.isEmpty, variable("PTP_PROFILE") == given || shared?.0 != given {
            return ProfileChoice(
                name: given,
                origin: variable("PTP_PROFILE") == given ? "PTP_PROFILE" : "the setting \"profile\"",
                isOwn: true
            )
        }
        return shared.map { ProfileChoice(name: $0.0, origin: $0.1, isOwn: false) }
    }
}
