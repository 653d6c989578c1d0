public import Orchestration

/// What signs requests in the name of somebody.
public struct AWSCredentials: Sendable, Equatable {
    /// The public half, which AWS prints in its own logs.
    public let accessKeyID: String
    /// The secret half.
    public let secretAccessKey: Secret
    /// What temporary credentials need besides.
    public let sessionToken: Secret?
    /// When they end; `nil` for those that do not.
    public let expiresAt: Timestamp?
    /// Where they come from, in words that name profile, role or file and hold nothing secret.
    public let source: String

    /// Puts credentials together.
    public init(
        accessKeyID: String,
        secretAccessKey: Secret,
        sessionToken: Secret? = nil,
        expiresAt: Timestamp? = nil,
        source: String
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiresAt = expiresAt
        self.source = source
    }
}

/// Gives credentials that are valid now.
public protocol CredentialProvider: Sendable {
    /// The credentials to sign the next request with; those about to expire are renewed first.
    func credentials() async throws(CredentialError) -> AWSCredentials
    /// Credentials to use instead of some that AWS says have ended; the same ones where there are no others.
    func credentials(insteadOf refused: AWSCredentials) async throws(CredentialError) -> AWSCredentials
}

extension CredentialProvider {
    public func credentials(insteadOf refused: AWSCredentials) async throws(CredentialError) -> AWSCredentials {
        try await credentials()
    }
}

/// Why there are no credentials, or no region to use them in.
public struct CredentialError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried, such as "assume role X for profile Y".
    public let attempt: String
    /// What came of it.
    public let happened: String
    /// What to do.
    public let next: String

    /// States an error.
    public init(attempt: String, happened: String, next: String) {
        self.attempt = attempt
        self.happened = happened
        self.next = next
    }

    public var description: String { sentences("\(attempt): \(happened)", next) }
}
