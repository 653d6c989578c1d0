package import AWS
package import Orchestration

/// EC2 calls with the patience that EC2 needs: retried with full jitter, and errors in words that help.
struct EC2Calls: Sendable {
    /// How long what was just made may be missing from answers: EC2 is eventually consistent.
    static let settlingTime = Duration.seconds(15)
    private static let policy = RetryPolicy(attempts: 8, base: .milliseconds(200), cap: .seconds(5))

    let api: any EC2API
    let surroundings: Surroundings
    /// Writes into a journal that a call failed and is tried again.
    var noteRetry: @Sendable (_ what: String, _ attempt: Int, _ pause: Duration, _ reason: String) -> Void = {
        _,
        _,
        _,
        _ in
    }

    /// The same calls, whose retries go into a journal, for a case where there is one.
    func noting(in journal: Journal?, for caseID: @escaping @autoclosure @Sendable () -> CaseID?) -> EC2Calls {
        guard let journal else { return self }
        var calls = self
        calls.noteRetry = { what, attempt, pause, reason in
            try? journal.record(.retrying(caseID(), what: what, attempt: attempt, pause: pause, because: reason))
        }
        return calls
    }

    /// Calls until it succeeds, fails for good, or patience is used up.
    func call<Result: Sendable>(
        _ body: @Sendable (any EC2API) async throws -> Result
    ) async throws -> Result {
        try await withRetry(Self.policy, in: surroundings) { error in
            (error as? AWSError)?.isWorthRetrying ?? false
        } onRetry: { attempt, pause, error in
            noteRetry("call \((error as? AWSError)?.action ?? "EC2")", attempt, pause, "\(error)")
        } operation: { _ in
            try await body(api)
        }
    }

    /// Looks again and again until `body` finds something, or `limit` is over: first after a second, then less often.
    ///
    /// - Returns: `nil` when time ran out.
    func poll<Result: Sendable>(
        for limit: Duration,
        _ body: () async throws -> Result?
    ) async throws -> Result? {
        let end = surroundings.clock.now + limit
        var pause = Duration.seconds(1)
        while true {
            if let result = try await body() { return result }
            guard surroundings.clock.now < end else { return nil }
            try await surroundings.clock.sleep(for: pause)
            pause = min(pause + pause, .seconds(5))
        }
    }

    /// The instances that match, where none is a possible answer.
    func instances(_ filter: ResourceFilter) async throws -> [InstanceDescription] {
        do {
            return try await call { try await $0.describeInstances(filter) }
        } catch let error as AWSError where error.kind == .notFound {
            return []
        }
    }

    /// The placement or security groups that match, where none is a possible answer.
    func groups(_ kind: Resource.Kind, _ filter: ResourceFilter) async throws -> [GroupDescription] {
        do {
            return try await call { api in
                kind == .placementGroup
                    ? try await api.describePlacementGroups(filter) : try await api.describeSecurityGroups(filter)
            }
        } catch let error as AWSError where error.kind == .notFound {
            return []
        }
    }
}

extension RunError {
    /// An error of AWS with what the user can do about it.
    package init(_ error: AWSError, attempt: String) {
        let (code, next): (Code, String) =
            switch error.kind {
            case .credentials: (.credentials, "Check which credentials are in use and whether they have expired.")
            case .permission: (.permission, "Ask for the permission ec2:\(error.action).")
            case .capacity: (.capacity, "Try again later, or give subnets in more zones with subnet_id.")
            case .quota: (.quota, "Ask AWS for a higher quota, or verify fewer instances at once.")
            case .unsupported: (.unsupportedRequest, "Choose another type, zone or image.")
            case .throttled: (.throttled, "Try again later; other tools may be using up the account's request rate.")
            case .notFound: (.notFound, "Check the id and the region.")
            case .conflict: (.conflict, "See what is in the way; it may need to be removed first.")
            case .network, .serverFault: (.network, "Check the connection to AWS and try again.")
            case .invalidRequest: (.ours, "Please report this as a defect.")
            }
        self.init(code, attempt: attempt, happened: "\(error)", next: next)
    }
}
