/// An answer of AWS that is not the one hoped for.
public struct AWSError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of trouble it is; each kind has its own next step.
    public enum Kind: String, Sendable, CaseIterable {
        case credentials
        case permission
        case capacity
        case quota
        case unsupported
        case throttled
        case notFound = "not-found"
        case conflict
        case network
        case serverFault = "server-fault"
        case invalidRequest = "invalid-request"
    }

    /// The code as AWS spells it, such as `InsufficientInstanceCapacity`, or our own for what never reached AWS.
    public let code: String
    /// AWS's own words.
    public let message: String
    /// The call, such as `RunInstances`.
    public let action: String
    /// What AWS's support asks for.
    public let requestID: String?

    /// States an error.
    public init(code: String, message: String, action: String, requestID: String? = nil) {
        self.code = code
        self.message = message
        self.action = action
        self.requestID = requestID
    }

    public var description: String {
        "\(action) answered \(code): \(message)" + (requestID.map { " (request \($0))" } ?? "")
    }
}

extension AWSError {
    /// Our code for a call whose answer never came: it may or may not have taken effect.
    public static let lostResponse = "ptp-verify.LostResponse"

    /// The kind of trouble that the code stands for.
    ///
    /// AWS documents codes by name, not by class.
    public var kind: Kind {
        switch code {
        case "AuthFailure", "InvalidClientTokenId", "ExpiredToken", "RequestExpired", "SignatureDoesNotMatch",
            "UnrecognizedClientException":
            .credentials
        case "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "OptInRequired": .permission
        case "InsufficientInstanceCapacity", "InsufficientHostCapacity", "InsufficientReservedInstanceCapacity",
            "InsufficientCapacity", "InsufficientCapacityOnHost":
            .capacity
        case "InstanceLimitExceeded", "VcpuLimitExceeded", "MaxSpotInstanceCountExceeded",
            "PlacementGroupLimitExceeded", "SecurityGroupLimitExceeded", "ResourceLimitExceeded":
            .quota
        case "Unsupported", "UnsupportedOperation", "InvalidInstanceType", "UnsupportedHostConfiguration": .unsupported
        case "RequestLimitExceeded", "Throttling", "ThrottlingException", "RequestThrottled": .throttled
        case "DependencyViolation", "IncorrectInstanceState", "IdempotentParameterMismatch",
            "InvalidPlacementGroup.InUse", "InvalidPlacementGroup.Duplicate", "InvalidGroup.Duplicate",
            "InvalidGroup.InUse":
            .conflict
        case Self.lostResponse: .network
        case "InternalError", "InternalFailure", "ServiceUnavailable", "Unavailable", "Server.InternalError":
            .serverFault
        case let other where other.hasSuffix(".NotFound") || other.hasSuffix(".Unknown"): .notFound
        default: .invalidRequest
        }
    }

    /// Whether the same call may succeed a little later.
    public var isWorthRetrying: Bool {
        switch kind {
        case .throttled, .network, .serverFault: true
        case .credentials, .permission, .capacity, .quota, .unsupported, .notFound, .conflict, .invalidRequest: false
        }
    }
}
