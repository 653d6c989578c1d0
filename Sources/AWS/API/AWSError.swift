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
    public var kind: Kind {
        if let kind = Self.kinds[code] { return kind }
        return code.hasSuffix(".NotFound") || code.hasSuffix(".Unknown") ? .notFound : .invalidRequest
    }

    /// AWS documents codes by name, not by class.
    private static let kinds: [String: Kind] = {
        var kinds: [String: Kind] = [:]
        for (kind, codes) in codes { for code in codes { kinds[code] = kind } }
        return kinds
    }()

    private static let codes: [(Kind, [String])] = [
        (
            .credentials,
            [
                "AuthFailure", "InvalidClientTokenId", "ExpiredToken", "RequestExpired", "SignatureDoesNotMatch",
                "UnrecognizedClientException",
            ]
        ),
        (.permission, ["UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "OptInRequired"]),
        (
            .capacity,
            [
                "InsufficientInstanceCapacity", "InsufficientHostCapacity", "InsufficientReservedInstanceCapacity",
                "InsufficientCapacity", "InsufficientCapacityOnHost",
            ]
        ),
        (
            .quota,
            [
                "InstanceLimitExceeded", "VcpuLimitExceeded", "MaxSpotInstanceCountExceeded",
                "PlacementGroupLimitExceeded", "SecurityGroupLimitExceeded", "ResourceLimitExceeded",
            ]
        ),
        (.unsupported, ["Unsupported", "UnsupportedOperation", "InvalidInstanceType", "UnsupportedHostConfiguration"]),
        (.throttled, ["RequestLimitExceeded", "Throttling", "ThrottlingException", "RequestThrottled"]),
        (
            .conflict,
            [
                "DependencyViolation", "IncorrectInstanceState", "IdempotentParameterMismatch",
                "InvalidPlacementGroup.InUse", "InvalidPlacementGroup.Duplicate", "InvalidGroup.Duplicate",
                "InvalidGroup.InUse",
            ]
        ),
        (.network, [lostResponse]),
        (
            .serverFault,
            ["InternalError", "InternalFailure", "ServiceUnavailable", "Unavailable", "Server.InternalError"]
        ),
    ]

    /// Whether the same call may succeed a little later.
    public var isWorthRetrying: Bool {
        switch kind {
        case .throttled, .network, .serverFault: true
        case .credentials, .permission, .capacity, .quota, .unsupported, .notFound, .conflict, .invalidRequest: false
        }
    }
}
