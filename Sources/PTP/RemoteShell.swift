/// A way to run commands on a host.
///
/// How the host is reached is somebody else's business.
public protocol RemoteShell: Sendable {
    /// Runs a command to its end.
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
public struct ShellEndpoint: Sendable, Hashable {
    /// A name or an address.
    public let host: String
    /// Its port.
    public let port: Int
    /// Who logs in.
    public let user: String

    /// Describes an endpoint.
    public init(host: String, port: Int, user: String) {
        self.host = host
        self.port = port
        self.user = user
    }
}

/// What to run, and for how long at most.
public struct Command: Sendable, Hashable {
    /// The command line, for a POSIX shell in the C locale.
    public let text: String
    /// When it is ended by force.
    public let timeout: Duration

    /// Makes a command.
    public init(_ text: String, timeout: Duration = .seconds(30)) {
        precondition(timeout > .zero, "a command needs time")
        self.text = text
        self.timeout = timeout
    }
}

/// What a command came to.
public struct CommandResult: Sendable, Equatable {
    /// Its exit status; `nil` when a signal ended it.
    public let exitStatus: Int?
    /// What it printed.
    public let output: String
    /// What it complained of.
    public let errorOutput: String

    /// States a result.
    public init(exitStatus: Int?, output: String, errorOutput: String = "") {
        self.exitStatus = exitStatus
        self.output = output
        self.errorOutput = errorOutput
    }

    /// Whether the command itself says that all is well.
    public var isSuccess: Bool { exitStatus == 0 }
}

/// Why a command could not be run to its end.
public struct ShellError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of trouble it is.
    public enum Kind: String, Sendable, CaseIterable {
        case refused
        case timedOut = "timed-out"
        case unreachable
        case authenticationRefused = "authentication-refused"
        case hostKeyMismatch = "host-key-mismatch"
        case connectionLost = "connection-lost"
        case commandTimedOut = "command-timed-out"
        /// This machine cannot do what it takes.
        case unable
        case cancelled
    }

    /// What kind of trouble it is.
    public let kind: Kind
    /// What happened, in words.
    public let message: String

    /// States an error.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { "\(kind.rawValue): \(message)" }

    /// Whether connecting again a little later may help: a host that boots refuses at first, a wrong key stays wrong.
    public var isWorthRetrying: Bool {
        switch kind {
        case .refused, .timedOut, .unreachable, .connectionLost: true
        case .authenticationRefused, .hostKeyMismatch, .commandTimedOut, .unable, .cancelled: false
        }
    }
}
