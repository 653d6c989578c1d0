/// Why a command could not be run to its end.
public struct ShellError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of trouble it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// Nobody listens there.
        case refused
        case timedOut = "timed-out"
        case unreachable
        /// Nobody knows a host of this name.
        case nameNotFound = "name-not-found"
        /// Somebody listens who does not speak SSH.
        case notSSH = "not-ssh"
        case keyExchangeFailed = "key-exchange-failed"
        case authenticationRefused = "authentication-refused"
        case hostKeyMismatch = "host-key-mismatch"
        /// The host lets nobody run another command on this connection.
        case commandRefused = "command-refused"
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
    /// What a command had printed that was ended because it took too long.
    public let output: [UInt8]

    /// States an error.
    public init(_ kind: Kind, _ message: String, output: [UInt8] = []) {
        self.kind = kind
        self.message = message
        self.output = output
    }

    public var description: String { "\(kind.rawValue): \(message)" }

    /// Whether connecting again a little later may help: a host that boots refuses at first, a wrong key stays wrong.
    public var isWorthRetrying: Bool {
        switch kind {
        case .refused, .timedOut, .unreachable, .notSSH, .keyExchangeFailed, .commandRefused, .connectionLost: true
        case .nameNotFound, .authenticationRefused, .hostKeyMismatch, .commandTimedOut, .unable, .cancelled: false
        }
    }
}
