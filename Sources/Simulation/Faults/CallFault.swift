import AWS

/// What goes wrong with one call of the API.
package enum CallFault: Sendable, Equatable {
    case throttled
    case serverFault
    /// The network failed before the call arrived.
    case lostBefore
    /// The call took effect and its answer was lost.
    case lostAfter
    /// No room for the instance; other calls know nothing of room.
    case capacity
    /// One instance too many; other calls know no quota.
    case quota
    case permission
    /// The call takes longer.
    case slow(Duration)
}

extension CallFault {
    /// The call's error, where the fault keeps it from taking effect.
    func refusal(of action: String) -> AWSError? {
        let isLaunch = action == "RunInstances"
        return switch self {
        case .throttled: AWSError(code: "RequestLimitExceeded", message: "Request limit exceeded.", action: action)
        case .serverFault: AWSError(code: "InternalError", message: "An internal error has occurred", action: action)
        case .lostBefore: lost(action)
        case .capacity where isLaunch:
            AWSError(
                code: "InsufficientInstanceCapacity",
                message: "We currently do not have sufficient capacity in the Availability Zone you requested.",
                action: action
            )
        case .quota where isLaunch:
            AWSError(
                code: "VcpuLimitExceeded",
                message: "You have requested more vCPU capacity than your current vCPU limit allows.",
                action: action
            )
        case .permission:
            AWSError(
                code: "UnauthorizedOperation",
                message: "You are not authorized to perform this operation.",
                action: action
            )
        case .capacity, .quota, .lostAfter, .slow: nil
        }
    }

    /// What the caller learns where the answer, or the call itself, was lost: both look the same.
    func lost(_ action: String) -> AWSError {
        AWSError(code: AWSError.lostResponse, message: "the connection was reset before an answer came", action: action)
    }

    var delay: Duration {
        guard case .slow(let delay) = self else { return .zero }
        return delay
    }
}

extension CallFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .throttled: "throttled"
        case .serverFault: "server fault"
        case .lostBefore: "lost before it took effect"
        case .lostAfter: "lost after it took effect"
        case .capacity: "no capacity"
        case .quota: "over quota"
        case .permission: "not permitted"
        case .slow(let delay): "slow by \(delay)"
        }
    }
}
