public import Orchestration

/// The two calls of the Security Token Service that credentials are made with.
public protocol STSCalls: Sendable {
    /// Takes on a role, in the name of given credentials.
    func assumeRole(
        _ role: AssumedRole,
        with credentials: AWSCredentials
    ) async throws(AWSError) -> IssuedCredentials

    /// Takes on a role, in the name of whom an identity provider's token is for; the call is not signed.
    func assumeRole(_ role: AssumedRole, withWebIdentity token: Secret) async throws(AWSError) -> IssuedCredentials
}

/// A role to take on, and how.
public struct AssumedRole: Sendable, Hashable {
    /// The role.
    public let arn: String
    /// The name that AWS's logs show.
    public let sessionName: String
    /// What the role's owner asks third parties for.
    public let externalID: String?
    /// How long the credentials are to be valid; `nil` leaves it to AWS.
    public let durationSeconds: Int?
    /// The region to call; `nil` where none is configured.
    public let region: String?

    /// States a role.
    public init(
        arn: String,
        sessionName: String,
        externalID: String? = nil,
        durationSeconds: Int? = nil,
        region: String? = nil
    ) {
        self.arn = arn
        self.sessionName = sessionName
        self.externalID = externalID
        self.durationSeconds = durationSeconds
        self.region = region
    }
}

/// What the Security Token Service hands out.
public struct IssuedCredentials: Sendable, Equatable {
    /// The public half.
    public let accessKeyID: String
    /// The secret half.
    public let secretAccessKey: Secret
    /// What goes with both.
    public let sessionToken: Secret
    /// When they end.
    public let expiresAt: Timestamp

    /// Puts credentials together.
    public init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret, expiresAt: Timestamp) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiresAt = expiresAt
    }
}
