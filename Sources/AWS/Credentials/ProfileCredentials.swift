import Orchestration

/// Credentials as a profile says that they are had, through as many other profiles as it names.
struct ProfileCredentials {
    let profiles: SharedProfiles
    let sts: any STSCalls
    let surroundings: AWSSurroundings

    /// A profile's credentials, which must be there.
    func credentials(of profile: Profile) async throws(CredentialError) -> AWSCredentials {
        try await credentials(of: profile, path: [profile.name])
    }

    /// The ways in which a profile can give credentials.
    enum Way: Sendable, Equatable {
        case role(arn: String)
        case webIdentity(arn: String, tokenFile: String)
        case singleSignOn
        case keys
        case process(command: String)
    }

    /// The way that a profile names; of several the one that the AWS tools take.
    ///
    /// - Parameter isSource: whether a role is assumed with it: then keys that stand in the profile itself are meant.
    static func way(of profile: Profile, isSource: Bool = false) -> Way? {
        if isSource, profile.keys != nil { return .keys }
        if let arn = profile["role_arn"] {
            return profile["web_identity_token_file"].map { .webIdentity(arn: arn, tokenFile: $0) } ?? .role(arn: arn)
        }
        if profile["sso_account_id"] != nil || profile["sso_role_name"] != nil { return .singleSignOn }
        if profile.keys != nil { return .keys }
        if let command = profile["credential_process"] { return .process(command: command) }
        return profile["sso_session"] != nil || profile["sso_start_url"] != nil ? .singleSignOn : nil
    }

    private func credentials(
        of profile: Profile,
        path: [String],
        isSource: Bool = false
    ) async throws(CredentialError) -> AWSCredentials {
        let found: AWSCredentials
        switch Self.way(of: profile, isSource: isSource) {
        case .role(let arn):
            let role = try role(arn, of: profile)
            found = try await assume(role, for: profile, with: try await source(of: profile, path: path))
        case .webIdentity(let arn, let tokenFile):
            let identity = WebIdentity(tokenFile: tokenFile, role: try role(arn, of: profile), of: profile)
            found = try await identity.credentials(from: sts, in: surroundings)
        case .singleSignOn:
            found = try await SingleSignOn(profile, profiles, in: surroundings).credentials()
        case .keys:
            found = try keys(of: profile)
        case .process(let command):
            let place = profile.place(of: "credential_process")
            found = try await ProcessCredentials(command: command, place: place, surroundings: surroundings)
                .credentials()
        case nil:
            throw defect(
                profile,
                "it names no way to get credentials",
                "Add keys, role_arn, sso_session or credential_process to it, or name another profile."
            )
        }
        return try found.valid(at: surroundings.now)
    }

    private func keys(of profile: Profile) throws(CredentialError) -> AWSCredentials {
        guard let keys = profile.keys, let id = keys.id, let secret = keys.secret else {
            let missing = profile.keys?.id == nil ? "aws_access_key_id" : "aws_secret_access_key"
            throw defect(profile, "\(missing) is missing", "Add it: keys come in pairs, and from one file.")
        }
        return AWSCredentials(
            accessKeyID: id,
            secretAccessKey: Secret(secret),
            sessionToken: keys.token.map { Secret($0) },
            source: keys.place
        )
    }

    func defect(_ profile: Profile, _ happened: String, _ next: String) -> CredentialError {
        CredentialError(attempt: "use \(profile.place)", happened: happened, next: next)
    }
}

// MARK: - Roles

extension ProfileCredentials {
    private func role(_ arn: String, of profile: Profile) throws(CredentialError) -> AssumedRole {
        guard profile["mfa_serial"] == nil else {
            throw defect(
                profile,
                "its role asks for the code of an MFA device, which nobody is there to type",
                "Run `eval $(aws configure export-credentials --profile \(profile.name) --format env)` before."
            )
        }
        var seconds: Int?
        if let text = profile["duration_seconds"] {
            guard let number = Int(text), (900...43_200).contains(number) else {
                throw defect(profile, "its duration_seconds is no number from 900 to 43200", "Correct it.")
            }
            seconds = number
        }
        return AssumedRole(
            arn: arn,
            sessionName: profile["role_session_name"] ?? surroundings.sessionName,
            externalID: profile["external_id"],
            durationSeconds: seconds,
            region: surroundings.regionVariable ?? profile["region"]
        )
    }

    private func assume(
        _ role: AssumedRole,
        for profile: Profile,
        with source: AWSCredentials
    ) async throws(CredentialError) -> AWSCredentials {
        do {
            let issued = try await sts.assumeRole(role, with: source)
            return AWSCredentials(issued, source: "role \(role.arn) assumed for \(profile.place) with \(source.source)")
        } catch {
            throw CredentialError(
                attempt: "assume role \(role.arn) for \(profile.place) with \(source.source)",
                happened: error.words(withholding: [source.secretAccessKey] + [source.sessionToken].compactMap(\.self)),
                next: Self.nextStep(after: error)
            )
        }
    }

    private static func nextStep(after error: AWSError) -> String {
        switch error.kind {
        case .credentials: "Renew the credentials that the role is assumed with."
        case .permission: "Allow them sts:AssumeRole on the role, and check whom the role trusts and its external id."
        case .network, .throttled, .serverFault: "Check the network, and try again."
        case .capacity, .quota, .unsupported, .notFound, .conflict, .invalidValue, .invalidRequest, .account,
            .cancelled:
            "Check role_arn, role_session_name, duration_seconds and external_id of the profile."
        }
    }

    /// What a role is assumed with.
    private func source(of profile: Profile, path: [String]) async throws(CredentialError) -> AWSCredentials {
        switch (profile["source_profile"], profile["credential_source"]) {
        case (let name?, nil): return try await source(name, of: profile, path: path)
        case (nil, let name?): return try await namedSource(name, of: profile)
        case (nil, nil):
            throw defect(
                profile,
                "it has role_arn, and neither source_profile nor credential_source",
                "Add source_profile; a profile with keys of its own may name itself."
            )
        case (_?, _?):
            throw defect(profile, "it has both source_profile and credential_source", "Remove one of them.")
        }
    }

    private func source(_ name: String, of profile: Profile, path: [String]) async throws(CredentialError)
        -> AWSCredentials
    {
        let source = try profiles.profile(name, namedBy: "source_profile of \(profile.place)")
        let isItself = name == profile.name
        guard !path.contains(name) || (isItself && profile.keys != nil) else {
            let loop = (path + [name]).joined(separator: " → ")
            throw defect(profile, "its source_profile leads back to itself: \(loop)", "Break the loop.")
        }
        return try await credentials(of: source, path: path + [name], isSource: true)
    }

    private func namedSource(_ name: String, of profile: Profile) async throws(CredentialError) -> AWSCredentials {
        let found: AWSCredentials?
        switch name {
        case "Environment": found = try surroundings.environmentCredentials()
        case "EcsContainer": found = try await ContainerCredentials(in: surroundings)?.credentials()
        case "Ec2InstanceMetadata":
            switch try await InstanceMetadata(surroundings: surroundings, profile: profile).credentials() {
            case .credentials(let credentials): found = credentials
            case .absent(let reason):
                throw defect(profile, "its credential_source is \(name), and \(reason)", "Name another source.")
            }
        default:
            throw defect(
                profile,
                "its credential_source is none of Environment, EcsContainer, Ec2InstanceMetadata",
                "Correct it."
            )
        }
        guard let found else {
            throw defect(profile, "its credential_source is \(name), and there are none", "Name another source.")
        }
        return try found.valid(at: surroundings.now)
    }
}

extension AWSCredentials {
    /// The same credentials, unless they are over.
    func valid(at now: Timestamp) throws(CredentialError) -> AWSCredentials {
        guard let expiresAt, expiresAt <= now else { return self }
        throw CredentialError(
            attempt: "use the credentials from \(source)",
            happened: "they expired at \(expiresAt.toTheSecond)",
            next: "Renew them there, or name another source with AWS_PROFILE."
        )
    }
}
