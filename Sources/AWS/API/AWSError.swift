/// An answer of AWS that is not the one hoped for.
public struct AWSError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of trouble it is; each kind has its own next step.
    public enum Kind: String, Sendable, CaseIterable {
        case credentials
        case permission
        /// The account itself may not do this yet, whoever asks.
        case account
        case capacity
        case quota
        case unsupported
        case throttled
        case notFound = "not-found"
        case conflict
        case network
        case serverFault = "server-fault"
        /// Somebody gave a value that cannot be one of its kind.
        case invalidValue = "invalid-value"
        /// AWS does not accept what was put together here: our mistake.
        case invalidRequest = "invalid-request"
        /// The task that waited was cancelled.
        case cancelled
    }

    /// The code as AWS spells it, such as `InsufficientInstanceCapacity`, or our own for what never reached AWS.
    public let code: String
    /// AWS's own words.
    public let message: String
    /// The call, such as `RunInstances`.
    public let action: String
    /// What AWS's support asks for.
    public let requestID: String?
    /// The status of HTTP, if an answer came.
    public let status: Int?
    /// Why there was nothing to sign the call with, where that is the trouble.
    public private(set) var missingCredentials: CredentialError?

    /// States an error.
    public init(code: String, message: String, action: String, requestID: String? = nil, status: Int? = nil) {
        self.code = code
        self.message = message
        self.action = action
        self.requestID = requestID
        self.status = status
    }

    /// Whether whoever answers, such as an emulator, does not know the call at all.
    package var isOfUnknownCall: Bool { code == "UnknownOperationException" || code == "InvalidAction" }

    /// A call that was never made, because there was nothing to sign it with.
    init(_ missing: CredentialError, in action: AWSAction) {
        self.init(
            code: Self.noCredentials,
            message: "\(missing.attempt): \(missing.happened)",
            action: action.rawValue
        )
        missingCredentials = missing
    }

    public var description: String {
        "\(action) \(end): \(message)" + (requestID.map { " (request \($0))" } ?? "")
    }

    /// What became of the call; our own codes are for programs.
    var end: String {
        switch code {
        case Self.lostResponse: "may have taken effect, but its answer was lost"
        case Self.noCredentials: "was not made"
        case _ where isOurs: "failed"
        default: "answered \(code)"
        }
    }
}
