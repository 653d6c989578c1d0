extension AWSError {
    /// The kind of trouble that the code stands for.
    public var kind: Kind {
        if let kind = Self.kinds[code] { return kind }
        if code.hasSuffix(".NotFound") || code.hasSuffix(".Unknown") { return .notFound }
        if code.hasSuffix(".Malformed") { return .invalidValue }
        // Codes that nobody has heard of still have a status.
        switch status ?? 0 {
        case 429: return .throttled
        case 500...: return .serverFault
        default: return .invalidRequest
        }
    }

    /// Whether the same call may succeed a little later.
    public var isWorthRetrying: Bool {
        switch kind {
        // A gateway's page about its own trouble is passing, whoever wrote it.
        case .network: (status ?? 0) >= 500 || !Self.lasting.contains(code)
        case .throttled, .serverFault: true
        case .account, .cancelled, .capacity, .conflict, .credentials, .invalidRequest, .invalidValue, .notFound,
            .permission, .quota, .unsupported:
            false
        }
    }

    /// What the user can do about it; the one place for it.
    public var nextStep: String {
        switch kind {
        case .credentials where missingCredentials != nil: missingCredentials?.next ?? ""
        case .credentials:
            "Check which credentials are in use, whether they have expired, and whether this machine's clock is right."
        case .permission: "Ask for the permission \(AWSAction(rawValue: action)?.permission ?? "ec2:\(action)")."
        case .account: "Sign in to AWS's console as the account's owner: it has to accept, confirm or pay something."
        case .capacity: "Try again later, or give subnets in more zones with subnet_id."
        case .quota: "Ask AWS for a higher quota, or verify fewer instances at once."
        case .unsupported: "Choose another type, zone or image."
        case .throttled: "Try again later; other tools may be using up the account's request rate."
        case .notFound: "Check the id and the region."
        case .conflict: "See what is in the way; it may need to be removed first."
        case .network where code == Self.code(of: .notTrusted):
            "Name a file with the certificates of whom you trust in AWS_CA_BUNDLE, such as your proxy's authority."
        case .network: "Check the connection to AWS (proxy, DNS, certificates, AWS_ENDPOINT_URL) and try again."
        case .serverFault: "AWS has trouble of its own: see health.aws.amazon.com and try again later."
        case .invalidValue: "Correct the value that AWS names; its kind and spelling are in AWS's words."
        case .invalidRequest where isOfUnknownCall:
            "Whoever answers does not know the call: see whether AWS_ENDPOINT_URL leads to something else than AWS."
        case .invalidRequest: "Please report this as a defect."
        case .cancelled: "Run it again."
        }
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
                "AuthFailure", "InvalidClientTokenId", "ExpiredToken", "ExpiredTokenException", "RequestExpired",
                "RequestTimeTooSkewed", "RequestInTheFuture", "SignatureDoesNotMatch", "InvalidSignatureException",
                "IncompleteSignature", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
                "NotAuthorized", "UnrecognizedClientException", "InvalidIdentityToken", "IDPRejectedClaim",
                "IDPCommunicationError", "TokenRefreshRequired", noCredentials,
            ]
        ),
        (
            .permission,
            [
                "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation",
                "UnauthorizedTagOperation",
            ]
        ),
        (
            .account,
            [
                "OptInRequired", "PendingVerification", "PendingSnapshotVerification", "Blocked", "AccountDisabled",
                "SubscriptionRequiredException", "RegionDisabledException",
            ]
        ),
        (
            .capacity,
            [
                "InsufficientInstanceCapacity", "InsufficientHostCapacity", "InsufficientReservedInstanceCapacity",
                "InsufficientCapacity", "InsufficientCapacityOnHost", "InsufficientAddressCapacity",
                "InsufficientFreeAddressesInSubnet", "InsufficientVolumeCapacity", "ReservationCapacityExceeded",
                "CapacityNotAvailable",
            ]
        ),
        (
            .quota,
            [
                "InstanceLimitExceeded", "VcpuLimitExceeded", "MaxSpotInstanceCountExceeded",
                "PlacementGroupLimitExceeded", "SecurityGroupLimitExceeded", "ResourceLimitExceeded",
                "RulesPerSecurityGroupLimitExceeded", "SecurityGroupsPerInterfaceLimitExceeded", "TagLimitExceeded",
                "VolumeLimitExceeded", "VolumeIOPSLimit", "MaxIOPSLimitExceeded", "AddressLimitExceeded",
                "NetworkInterfaceLimitExceeded", "AttachmentLimitExceeded", "ResourceCountExceeded",
                "LimitExceededException",
            ]
        ),
        (
            .unsupported,
            [
                "Unsupported", "UnsupportedOperation", "InvalidInstanceType", "UnsupportedHostConfiguration",
                "UnsupportedInstanceAttribute", "UnsupportedTenancy", "InvalidAvailabilityZone",
                "UnavailableHostRequirements", "InstanceTypeNotSupported", "InstanceCreditSpecification.NotSupported",
            ]
        ),
        (
            .throttled,
            [
                "RequestLimitExceeded", "Throttling", "ThrottlingException", "RequestThrottled", "ThrottledException",
                "RequestThrottledException", "TooManyRequestsException", "BandwidthLimitExceeded", "SlowDown",
                "EC2ThrottledException", "PriorRequestNotComplete", "TransactionInProgressException",
                "ConcurrentTagAccess",
            ]
        ),
        (
            .notFound,
            [
                "ParameterNotFound", "ParameterVersionNotFound", "InvalidGroupId.NotFound", "NoSuchEntity",
                "NoSuchResourceException",
            ]
        ),
        (
            .conflict,
            [
                "DependencyViolation", "IncorrectInstanceState", "IncorrectState", "IdempotentParameterMismatch",
                "InvalidPlacementGroup.InUse", "InvalidPlacementGroup.Duplicate", "InvalidGroup.Duplicate",
                "InvalidGroup.InUse", "InvalidGroup.Reserved", "InvalidPermission.Duplicate", "InvalidState",
                "InvalidKeyPair.Duplicate", "ResourceAlreadyExists", "OperationNotPermitted",
            ]
        ),
        (
            .network,
            [lostResponse, unreadableAnswer, foreignAnswer]
                + HTTPFailure.Kind.allCases.filter { $0 != .cancelled }.map(code(of:))
        ),
        (
            .serverFault,
            [
                "InternalError", "InternalFailure", "InternalServerError", "InternalServerException",
                "ServiceUnavailable", "ServiceUnavailableException", "Unavailable", "Server.InternalError",
            ]
        ),
        (
            .invalidValue,
            [
                "InvalidAMIID.Unavailable", "InvalidKeyPair.Format", "InvalidParameterValue",
                "InvalidGroupId.Malformed",
                "InvalidSubnet", "InvalidSecurityGroupID", "InvalidInstanceID", "InvalidKey.Format",
                "InvalidTagKey.Malformed", "InvalidUserID.Malformed", "InvalidID", "ValidationException",
                "VPCIdNotSpecified",
                "ValidationError", "InvalidSubnet.Range", "InvalidPlacementGroupId.Malformed",
            ]
        ),
        (.cancelled, [cancelled]),
    ]
}
