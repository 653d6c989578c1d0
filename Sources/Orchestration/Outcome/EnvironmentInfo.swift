/// What a provisioner made: where it is, how it is reached, and what the provider says of it.
public struct EnvironmentInfo: Sendable, Equatable {
    /// The provider's id, such as an instance id.
    public let id: String
    /// The provider's name, such as `ec2`.
    public let provider: String
    /// Where it is.
    public let region: String?
    /// How to reach it.
    public let access: Access
    /// Whether the provider declares its type to support what is verified.
    public let declaredSupport: Bool?
    /// Whatever else is known: zone, image, architecture, placement group.
    public let properties: JSONObject

    /// Describes an environment.
    public init(
        id: String,
        provider: String,
        region: String? = nil,
        access: Access,
        declaredSupport: Bool? = nil,
        properties: JSONObject = [:]
    ) {
        self.id = id
        self.provider = provider
        self.region = region
        self.access = access
        self.declaredSupport = declaredSupport
        self.properties = properties
    }
}

/// How to log in to an environment.
///
/// What proves who we are is held by whoever connects; it never travels.
public struct Access: Sendable, Equatable {
    /// A name or an address.
    public let host: String
    /// The port of the remote shell.
    public let port: Int
    /// Who to log in as.
    public let user: String

    /// Describes a way in.
    public init(host: String, port: Int = 22, user: String) {
        self.host = host
        self.port = port
        self.user = user
    }
}

/// Whether an environment is still there.
public enum HealthStatus: Sendable, Equatable {
    case healthy
    /// Nobody could tell; not a reason to give up.
    case unknown(reason: String)
    /// It is gone or going, for the stated reason: waiting for it makes no sense.
    case lost(reason: String)
}
