import AWS
import Testing

@Suite struct AWSErrorKindTests {
    @Test(arguments: [
        ("AuthFailure", AWSError.Kind.credentials), ("ExpiredTokenException", .credentials),
        ("RequestExpired", .credentials), ("UnauthorizedOperation", .permission), ("AccessDenied", .permission),
        ("OptInRequired", .account), ("PendingVerification", .account), ("Blocked", .account),
        ("InsufficientInstanceCapacity", .capacity), ("InsufficientFreeAddressesInSubnet", .capacity),
        ("VcpuLimitExceeded", .quota), ("PlacementGroupLimitExceeded", .quota), ("Unsupported", .unsupported),
        ("InvalidInstanceType", .unsupported), ("RequestLimitExceeded", .throttled),
        ("ThrottlingException", .throttled),
        ("InvalidInstanceID.NotFound", .notFound), ("InvalidPlacementGroup.Unknown", .notFound),
        ("InvalidGroup.NotFound", .notFound), ("ParameterNotFound", .notFound), ("DependencyViolation", .conflict),
        ("InvalidPlacementGroup.Duplicate", .conflict), ("IdempotentParameterMismatch", .conflict),
        ("OperationNotPermitted", .conflict),
        (AWSError.lostResponse, .network), (AWSError.foreignAnswer, .network), ("InternalError", .serverFault),
        ("Unavailable", .serverFault), ("InvalidAMIID.Malformed", .invalidValue),
        ("InvalidParameterValue", .invalidValue), ("MissingParameter", .invalidRequest),
        ("InvalidParameterCombination", .invalidRequest), ("InvalidAction", .invalidRequest),
        (AWSError.cancelled, .cancelled), (AWSError.noCredentials, .credentials),
    ])
    func `a code has its kind`(code: String, kind: AWSError.Kind) {
        #expect(AWSError(code: code, message: "", action: "RunInstances", status: 400).kind == kind)
    }

    @Test(arguments: [(429, AWSError.Kind.throttled), (500, .serverFault), (503, .serverFault), (400, .invalidRequest)])
    func `a code that nobody has heard of is taken by its status`(status: Int, kind: AWSError.Kind) {
        #expect(AWSError(code: "New", message: "", action: "RunInstances", status: status).kind == kind)
    }

    @Test func `every kind has its own next step`() {
        let codes = [
            "AuthFailure", "AccessDenied", "Blocked", "InsufficientCapacity", "VcpuLimitExceeded", "Unsupported",
            "Throttling", "InvalidGroup.NotFound", "DependencyViolation", AWSError.lostResponse, "InternalError",
            "InvalidParameterValue", "InvalidAction", AWSError.cancelled,
        ]
        let errors = codes.map { AWSError(code: $0, message: "", action: "GetParameter") }
        #expect(Set(errors.map(\.kind)).count == AWSError.Kind.allCases.count)
        #expect(Set(errors.map(\.nextStep)).count == AWSError.Kind.allCases.count)
    }

    @Test(arguments: [
        AWSError.lostResponse, AWSError.unreadableAnswer, AWSError.foreignAnswer, AWSError.noCredentials,
        AWSError.cancelled,
    ])
    func `a code of ours is for programs`(code: String) {
        let words = AWSError(code: code, message: "the reason", action: "RunInstances").description
        #expect(words.hasPrefix("RunInstances ") && words.hasSuffix(": the reason") && !words.contains("ptp-verify"))
    }

    @Test func `a missing permission is named as a policy spells it`() {
        let error = AWSError(code: "AccessDeniedException", message: "", action: "GetParameter")
        #expect(error.nextStep == "Ask for the permission ssm:GetParameter.")
    }
}
