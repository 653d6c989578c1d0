/// A way to run commands on a host.
///
/// How the host is reached is somebody else's business.
public protocol RemoteShell: Sendable {
    /// How the host proved who it is; `nil` where nothing had to be proven.
    var identity: HostIdentity? { get }

    /// Runs a command to its end; commands that are run at the same time wait for each other.
    ///
    /// - Throws: `ShellError` when the command could not be run to its end; a bad exit status is a result.
    func run(_ command: Command) async throws(ShellError) -> CommandResult
}

/// A way to reach hosts.
public protocol ShellConnector: Sendable {
    /// Connects once and lends the shell for the duration of `body`.
    ///
    /// - Throws: `ShellError` when the host could not be reached, otherwise what `body` throws.
    func withShell<Result: Sendable>(
        to endpoint: ShellEndpoint,
        _ body: (any RemoteShell) async throws -> Result
    ) async throws -> Result
}

/// Where a shell listens, and for whom.
public struct ShellEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// A name or an address.
    public let host: String
    /// Its port.
    public let port: Int
    /// Who logs in.
    public let user: String
    /// What its provider calls the host, if one made it: two hosts may bear one address after another.
    public let hostID: String?

    /// Describes an endpoint.
    public init(host: String, port: Int = 22, user: String, hostID: String? = nil) {
        self.host = host
        self.port = port
        self.user = user
        self.hostID = hostID
    }

    public var description: String {
        let place = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == 22 ? "\(user)@\(place)" : "\(user)@\(place):\(port)"
    }
}

/// How a host proved who it is.
public struct HostIdentity: Sendable, Hashable, CustomStringConvertible {
    /// The kind of its key, such as `ssh-ed25519`.
    public let kind: String
    /// The key's fingerprint as OpenSSH writes it: `SHA256:…`.
    public let fingerprint: String
    /// Why it was trusted.
    public let trust: String

    /// States an identity.
    public init(kind: String, fingerprint: String, trust: String) {
        self.kind = kind
        self.fingerprint = fingerprint
        self.trust = trust
    }

    public var description: String { "\(kind) \(fingerprint) (\(trust))" }
}
