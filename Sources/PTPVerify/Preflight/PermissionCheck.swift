import AWS

/// Judges what rehearsals and looks say of permissions: one finding for each call that the plan makes.
struct PermissionCheck {
    let configuration: Configuration
    let view: AccountView

    var findings: [PreflightFinding] {
        let refusals = refusals
        let asked = configuration.plannedActions.subtracting(unasked).sorted { $0.permission < $1.permission }
        let granted = asked.filter { action in !refusals.contains { $0.permission == action.permission } }
        return refusals.map(finding) + granted.compactMap(finding)
    }

    /// A permission that is missing.
    private struct Refusal {
        let permission: String
        let error: AWSError
        /// What it was refused on, where that is never there.
        let standIn: String?

        var remedy: String {
            guard !error.isExplicitDeny else {
                return "A policy denies it explicitly; allowing it elsewhere does not help. See what denies it."
            }
            let policy = "`ptp-verify iam-policy` prints the whole policy."
            guard let standIn else { return "Allow \(permission); \(policy)" }
            return "Allow \(permission), where a condition asks for tags also on \(standIn), with which doctor asks; "
                + policy
        }
    }

    /// What only types are asked about is not asked without them; who one is needs no permission.
    private var unasked: Set<AWSAction> {
        // Prices are no condition of a launch: the plan tells what came of asking for them.
        var actions: Set<AWSAction> = [.getCallerIdentity, .getProducts]
        if configuration.instanceTypes.value.isEmpty {
            actions.formUnion([.describeInstanceTypes, .describeInstanceTypeOfferings, .runInstances])
        }
        if configuration.subnetIDs.value.isEmpty { actions.insert(.describeSubnets) }
        if view.quotas.isEmpty { actions.insert(.getServiceQuota) }
        return actions
    }

    private var refusals: [Refusal] {
        var errors: [(AWSError, standIn: String?)] = view.failures.map { ($0, nil) }
        errors += view.rehearsals.compactMap { asked in asked.look.failure.map { ($0, asked.rehearsal.standIn) } }
        var refusals: [String: Refusal] = [:]
        for (error, standIn) in errors where error.kind == .permission {
            let permission = error.refusedPermission
            refusals[permission] =
                refusals[permission] ?? Refusal(permission: permission, error: error, standIn: standIn)
        }
        return refusals.values.sorted { $0.permission < $1.permission }
    }

    private func finding(_ refusal: Refusal) -> PreflightFinding {
        let isVital =
            AWSAction.allCases.first { $0.permission == refusal.permission }.map(configuration.isVital) ?? true
        let words = "refused" + (refusal.error.shortMessage.isEmpty ? "" : ": \(refusal.error.shortMessage)")
        return isVital
            ? .problem(.permission, refusal.permission, words, refusal.remedy)
            : .warning(.permission, refusal.permission, words, refusal.remedy)
    }

    private func finding(_ action: AWSAction) -> PreflightFinding? {
        let answers = view.rehearsals.filter { $0.rehearsal.action == action }.map(\.look)
        let errors =
            answers.isEmpty ? view.failures.filter { $0.action == action.rawValue } : answers.compactMap(\.failure)
        guard let error = errors.first else { return .ok(.permission, action.permission, "granted") }
        // It was refused for want of another one, which is told.
        guard error.kind != .permission else { return nil }
        // Whether EC2 looks at permissions or for the thing first, it does not say.
        let isNoLoss = error.isOfUnknownCall && !configuration.isVital(action)
        if error.kind == .notFound || isNoLoss {
            return .ok(.permission, action.permission, "not refused (\(error.code))")
        }
        // Told where launches are told of.
        if action == .runInstances, error.isAboutTheLaunch {
            return .ok(.permission, action.permission, "not refused (\(error.code))")
        }
        let words = "cannot tell: \(error.shortWords)"
        return .warning(.permission, action.permission, words, error.nextStep)
    }
}

extension AWSError {
    /// The permission that AWS names; else that of the call.
    ///
    /// A launch with tags is refused for want of `ec2:CreateTags`, for instance.
    var refusedPermission: String {
        let marker = "to perform: "
        if let start = message.firstRange(of: marker)?.upperBound {
            let name = message[start...].prefix { $0.isLetter || $0.isNumber || $0 == ":" || $0 == "-" }
            if name.contains(":") { return String(name) }
        }
        return AWSAction(rawValue: action)?.permission ?? action
    }

    /// Whether a policy forbids it, rather than none allowing it.
    var isExplicitDeny: Bool { message.contains("explicit deny") }

    /// AWS's code and words; our own codes say nothing to people.
    var shortWords: String { isOurs ? shortMessage : "\(code), \(shortMessage)" }

    /// AWS's words without what only `sts:DecodeAuthorizationMessage` can read.
    var shortMessage: String {
        let marker = "Encoded authorization failure message:"
        let words = message.firstRange(of: marker).map { message[..<$0.lowerBound] } ?? message[...]
        return String(words.prefix(300)).trimmed
    }

    /// Whether it is about what was to be launched, and not about who asks or how.
    var isAboutTheLaunch: Bool {
        switch kind {
        case .account, .capacity, .conflict, .invalidValue, .notFound, .quota, .unsupported: true
        case .cancelled, .credentials, .invalidRequest, .network, .permission, .serverFault, .throttled: false
        }
    }
}

extension String {
    /// Without blanks and the full stop at the end.
    fileprivate var trimmed: String {
        String(reversed().drop { $0.isWhitespace || $0 == "." }.reversed())
    }
}
