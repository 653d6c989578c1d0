import Orchestration

extension AWSSurroundings {
    /// The keys that stand in the environment variables, if any do.
    func environmentCredentials() throws(CredentialError) -> AWSCredentials? {
        let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
        let missing = names.filter { variable($0) == nil }
        guard missing.count < names.count else { return nil }
        guard let id = variable(names[0]), let secret = variable(names[1]) else {
            let set = names.first { !missing.contains($0) } ?? ""
            throw CredentialError(
                attempt: "take AWS credentials from environment variables",
                happened: "\(set) is set and \(missing.joined()) is not",
                next: "Set both, or neither to use another source."
            )
        }
        return AWSCredentials(
            accessKeyID: id,
            secretAccessKey: Secret(secret),
            sessionToken: (variable("AWS_SESSION_TOKEN") ?? variable("AWS_SECURITY_TOKEN")).map { Secret($0) },
            expiresAt: try environmentExpiry(),
            source: "environment variables"
        )
    }

    private func environmentExpiry() throws(CredentialError) -> Timestamp? {
        guard let text = variable("AWS_CREDENTIAL_EXPIRATION") else { return nil }
        if let moment = Timestamp.read(text) { return moment }
        throw CredentialError(
            attempt: "take AWS credentials from environment variables",
            happened: "AWS_CREDENTIAL_EXPIRATION is no time",
            next: "Set it to a time like 2026-11-21T12:00:00Z, or unset it."
        )
    }
}
