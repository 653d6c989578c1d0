import Orchestration

/// A role that an identity provider's token opens, such as that of a Kubernetes service account.
struct WebIdentity {
    let tokenFile: String
    /// What named the file.
    let origin: String
    let role: AssumedRole

    /// What the environment says, if it names a token.
    init?(environmentOf surroundings: AWSSurroundings) throws(CredentialError) {
        let name = "AWS_WEB_IDENTITY_TOKEN_FILE"
        guard let file = surroundings.variable(name) else { return nil }
        guard let arn = surroundings.variable("AWS_ROLE_ARN") else {
            throw CredentialError(
                attempt: "assume a role with a web identity",
                happened: "\(name) is set and AWS_ROLE_ARN is not",
                next: "Set both, or unset \(name) to use another source."
            )
        }
        tokenFile = file
        origin = name
        role = AssumedRole(
            arn: arn,
            sessionName: surroundings.variable("AWS_ROLE_SESSION_NAME") ?? surroundings.sessionName,
            region: surroundings.regionVariable
        )
    }

    /// What a profile says.
    init(tokenFile: String, role: AssumedRole, of profile: Profile) {
        self.tokenFile = tokenFile
        self.role = role
        origin = "web_identity_token_file of \(profile.place)"
    }

    /// Takes on the role with the token that is in the file now: it is replaced there from time to time.
    func credentials(from sts: any STSCalls, in surroundings: AWSSurroundings) async throws(CredentialError)
        -> AWSCredentials
    {
        let token = try surroundings.token(in: tokenFile, namedBy: origin)
        do {
            let issued = try await sts.assumeRole(role, withWebIdentity: token)
            return AWSCredentials(issued, source: "role \(role.arn) assumed with the web identity in \(tokenFile)")
        } catch {
            throw CredentialError(
                attempt: "assume role \(role.arn) with the web identity in \(tokenFile), named by \(origin)",
                happened: error.words(withholding: [token]),
                next: "Check that the role trusts the identity provider, and that the token is fresh."
            )
        }
    }
}

extension AWSCredentials {
    /// What was issued, with the words for where it comes from.
    init(_ issued: IssuedCredentials, source: String) {
        self.init(
            accessKeyID: issued.accessKeyID,
            secretAccessKey: issued.secretAccessKey,
            sessionToken: issued.sessionToken,
            expiresAt: issued.expiresAt,
            source: source
        )
    }
}

extension AWSSurroundings {
    /// A session's name where nobody gave it one.
    var sessionName: String { "ptp-verify-\(now.compact)" }

    /// The region that the environment names.
    var regionVariable: String? { variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") }
}

extension AWSError {
    /// The answer in words, without those of AWS where they quote what must stay secret.
    ///
    /// Of a signature that does not match AWS quotes the whole request, session token included.
    func words(withholding secrets: [Secret]) -> String {
        let quotes = secrets.contains { secret in
            secret.reveal { !$0.isEmpty && message.contains(String(decoding: $0, as: UTF8.self)) }
        }
        let isTelling = quotes || code == "SignatureDoesNotMatch" || message.isEmpty
        return "\(action) \(end)" + (isTelling ? "" : ": \(message.prefix(500))")
    }
}
