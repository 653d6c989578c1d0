package import AWS
package import Orchestration

/// EC2 calls with the patience that EC2 needs: retried with full jitter, and errors in words that help.
struct EC2Calls: Sendable {
    /// How long what was just made may be missing from answers: EC2 is eventually consistent.
    static let settlingTime = Duration.seconds(15)
    /// Who waits looks at least so often.
    private static let longestPause = Duration.seconds(5)

    let api: any EC2API
    let surroundings: Surroundings
    /// Looks at instances for all who wait.
    let watch = InstanceWatch()
    /// What a command of AWS's own tool needs to reach the same things: a space, and its options.
    var options = ""
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
        calls.retries = retries.forCleanup
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

    /// Calls about what was just made: EC2 may not show it everywhere yet, and denies it then.
    func callOnNew<Result: Sendable>(
        _ body: @Sendable (any EC2API) async throws -> Result
    ) async throws -> Result {
        var denial: (any Error)?
        let result = try await poll(for: Self.settlingTime) { () -> Result? in
            do { return try await call(body) } catch let error as AWSError where error.kind == .notFound {
                denial = error
                return nil
            }
        }
        if let result { return result }
        throw denial ?? CancellationError()
    }

    /// Says of what goes wrong what was attempted.
    func explained<Result: Sendable>(
        _ attempt: String,
        _ body: () async throws -> Result
    ) async throws -> Result {
        do { return try await body() } catch let error as AWSError { throw RunError(error, attempt: attempt) }
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
            pause = min(pause + pause, Self.longestPause)
        }
    }

    /// Looks at an instance again and again until `body` comes to something, or `limit` is over.
    ///
    /// All who wait share their questions: they look at the same moments, within a second first, then less often.
    ///
    /// - Parameter body: gets `nil` for what EC2 does not know (yet, or any more).
    /// - Returns: `nil` when time ran out.
    func poll<Result: Sendable>(
        instance id: String,
        for limit: Duration,
        _ body: (InstanceDescription?) async throws -> Result?
    ) async throws -> Result? {
        let clock = surroundings.clock
        let end = clock.now + limit
        var pause = Duration.seconds(1)
        while true {
            // At whole seconds first, and those who wait for long at the same few.
            let period = pause < Self.longestPause ? .seconds(1) : Self.longestPause
            try await clock.sleep(for: clock.now.until(whole: period, within: pause))
            if let result = try await body(try await look(at: id, notOlderThan: .milliseconds(500))) { return result }
            guard clock.now < end else { return nil }
            pause = min(pause + pause, Self.longestPause)
        }
    }

    /// What EC2 says of an instance; `nil` when it does not know it.
    func look(at id: String, notOlderThan age: Duration) async throws -> InstanceDescription? {
        try await watch.look(at: id, notOlderThan: age, on: surroundings.clock, instances)
    }

    /// Those of the instances that EC2 knows.
    @Sendable
    private func instances(_ ids: [String]) async throws -> [InstanceDescription] {
        var ids = ids
        while !ids.isEmpty {
            do {
                return try await call { [ids] in try await $0.describeInstances(.ids(ids)) }
            } catch let error as AWSError where error.kind == .notFound {
                // One that EC2 does not show yet makes it silent about all of them; but it says which.
                let known = ids.filter { !error.message.contains($0) }
                guard known.count < ids.count else { throw error }
                ids = known
            }
        }
        return []
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

extension Timestamp {
    /// How long it is until the last moment within so much time that is a whole number of periods after the epoch.
    fileprivate func until(whole period: Duration, within limit: Duration) -> Duration {
        let (seconds, attoseconds) = period.components
        let length = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        let latest = self + limit
        return limit - .nanoseconds(latest.nanoseconds % length)
    }
}
