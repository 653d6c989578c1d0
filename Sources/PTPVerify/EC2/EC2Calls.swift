package import AWS
package import Orchestration

/// EC2 calls with the patience that EC2 needs: retried with full jitter, and errors in words that help.
struct EC2Calls: Sendable {
    /// How long what was just made may be missing from answers: EC2 is eventually consistent.
    static let settlingTime = Duration.seconds(15)

    let api: any EC2API
    let surroundings: Surroundings
    /// How often failed calls are tried again.
    var retries = AWSRetries()
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

    /// The same calls for cleaning up, which goes on even when everything else has used up the budget.
    var forCleanup: EC2Calls {
        var calls = self
        calls.retries = retries.unbudgeted
        return calls
    }

    /// Calls until it succeeds, fails for good, or patience is used up.
    func call<Result: Sendable>(
        _ body: @Sendable (any EC2API) async throws -> Result
    ) async throws -> Result {
        try await retries.call(in: surroundings) { attempt, pause, error in
            noteRetry("call \(error.action)", attempt, pause, "\(error)")
        } _: {
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
        let code: Code =
            switch error.kind {
            case .credentials: .credentials
            case .permission, .account: .permission
            case .capacity: .capacity
            case .quota: .quota
            case .unsupported: .unsupportedRequest
            case .throttled: .throttled
            case .notFound: .notFound
            case .conflict: .conflict
            case .network, .serverFault: .network
            case .invalidValue: .configuration
            case .invalidRequest: .ours
            case .cancelled: .interrupted
            }
        self.init(code, attempt: attempt, happened: "\(error)", next: error.nextStep)
    }
}
