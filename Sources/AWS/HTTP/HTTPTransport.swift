/// What carries requests over the network and answers once: retries belong to the caller.
public protocol HTTPTransport: Sendable {
    /// Sends a request and waits for the whole answer, whatever its status; ends early when the task is cancelled.
    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse
}

/// A request of HTTP.
public struct HTTPRequest: Sendable {
    /// The methods in use.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// The bounds within which an answer must come.
    public struct Limits: Sendable, Equatable {
        /// Until the connection stands, encryption included.
        public var connecting: Duration
        /// Until the whole answer is there.
        public var answering: Duration
        /// How much of an answer is taken in; a longer one is a failure.
        public var answerBytes: Int

        /// States the bounds.
        public init(connecting: Duration = .seconds(5), answering: Duration = .seconds(60), answerBytes: Int = 64 << 20)
        {
            self.connecting = connecting
            self.answering = answering
            self.answerBytes = answerBytes
        }
    }

    /// What is to be done.
    public var method: Method
    /// To what.
    public var address: WebAddress
    /// The headers in the order in which they are sent; values may be secret, so requests are never printed.
    public var headers: [(name: String, value: String)]
    /// What is sent along.
    public var body: [UInt8]
    /// How long it may take, and how much may come back.
    public var limits: Limits

    /// States a request.
    public init(
        _ method: Method,
        _ address: WebAddress,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        limits: Limits = Limits()
    ) {
        self.method = method
        self.address = address
        self.headers = headers
        self.body = body
        self.limits = limits
    }
}

/// An answer of HTTP.
public struct HTTPResponse: Sendable {
    /// Such as 200.
    public let status: Int
    /// The headers by name in lower case; of one that came twice the last.
    public let headers: [String: String]
    /// The content.
    public let body: [UInt8]

    /// States an answer.
    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why no whole answer came.
public struct HTTPFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of trouble it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// The name of the host has no address.
        case nameNotFound = "name-not-found"
        /// No connection came about.
        case notConnected = "not-connected"
        /// The connection could not be encrypted, or the other side is not whom it says it is.
        case notTrusted = "not-trusted"
        /// The connection stood, but the answer did not come, or not whole.
        case interrupted
        /// Time ran out.
        case timedOut = "timed-out"
        /// The answer is longer than allowed.
        case tooLong = "too-long"
        /// The task that waited was cancelled.
        case cancelled
    }

    /// What kind of trouble it is.
    public let kind: Kind
    /// Whether the request may have reached the other side and taken effect there.
    public let mayHaveTakenEffect: Bool
    /// What happened, in words, without anything of the request but its host.
    public let reason: String

    /// States a failure.
    public init(_ kind: Kind, mayHaveTakenEffect: Bool, reason: String) {
        self.kind = kind
        self.mayHaveTakenEffect = mayHaveTakenEffect
        self.reason = reason
    }

    public var description: String { reason }
}
