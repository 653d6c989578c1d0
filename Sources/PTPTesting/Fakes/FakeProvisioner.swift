public import Orchestration
import Synchronization

/// A provisioner without a provider: it keeps the promises of a real one, does what each case's script says, and knows
/// what is alive.
public final class FakeProvisioner: Provisioner {
    /// How making something goes.
    public enum Making: Sendable, Equatable {
        case succeeds
        /// The provider refuses; nothing is made.
        case failsBefore(RunError)
        /// It is made and its id is known, and then something goes wrong.
        case failsAfter(RunError)
        /// It is made, but the answer is lost: nobody knows its id.
        case losesAnswer(RunError)
        /// It is made and never gets ready; ends only when it is cancelled.
        case hangs
    }

    /// How getting rid of something goes.
    public enum Releasing: Sendable, Equatable {
        case succeeds
        /// The provider never confirms.
        /// The provider confirms only when it was asked so often.
        case confirms(atAttempt: Int)
        case staysUnconfirmed
        /// The call ends only when it is cancelled.
        case hangs
    }

    /// What happens to one case, or to what all cases share.
    public struct Script: Sendable {
        /// How making goes.
        public var making: Making
        /// How getting rid of it goes.
        public var releasing: Releasing
        /// Why it cannot be kept; `nil` when it can.
        public var refusesToKeep: RunError?
        /// What the provider declares for the type.
        public var declaredSupport: Bool?
        /// What making waits for before anything exists.
        public var beforeMaking: @Sendable () async throws -> Void
        /// What getting rid of it waits for.
        public var beforeReleasing: @Sendable () async -> Void

        /// Everything goes well unless said otherwise.
        public init(
            making: Making = .succeeds,
            releasing: Releasing = .succeeds,
            refusesToKeep: RunError? = nil,
            declaredSupport: Bool? = nil,
            beforeMaking: @escaping @Sendable () async throws -> Void = {},
            beforeReleasing: @escaping @Sendable () async -> Void = {}
        ) {
            self.making = making
            self.releasing = releasing
            self.refusesToKeep = refusesToKeep
            self.declaredSupport = declaredSupport
            self.beforeMaking = beforeMaking
            self.beforeReleasing = beforeReleasing
        }
    }

    private struct State {
        /// Ids by token.
        var alive: [String: String] = [:]
        var mostInstances = 0
        var made: [String] = []
        var released: [String] = []
    }

    private let scripts: [CaseID: Script]
    private let shared: Script?
    private let state = Mutex(State())

    /// A provisioner that follows scripts; cases without one go well.
    ///
    /// - Parameter shared: the script of the security group that all cases share; `nil` when they share nothing.
    public init(_ scripts: [CaseID: Script] = [:], shared: Script? = nil) {
        self.scripts = scripts
        self.shared = shared
    }

    /// The tokens of everything that exists, sorted.
    public var alive: [String] { state.withLock { $0.alive.keys.sorted() } }
    /// The most instances that ever existed at one time.
    public var mostInstances: Int { state.withLock(\.mostInstances) }
    /// The tokens of everything that was made, in that order.
    public var made: [String] { state.withLock(\.made) }
    /// The tokens that were asked to be released, in that order.
    public var released: [String] { state.withLock(\.released) }
}

// MARK: - As a provisioner

extension FakeProvisioner {
    /// Makes the shared security group, if the script has one.
    public func prepare(_ plan: RunPlan, recordingIn journal: Journal) async throws {
        guard let shared else { return }
        let token = "\(plan.runID)/shared"
        let group = Resource(token: token, kind: .securityGroup, caseID: nil, expiresAt: nil)
        try await make(group, id: "sg-shared", shared, recordingIn: journal)
    }

    /// Makes an instance as the script of its case says.
    public func provision(
        _ instanceCase: InstanceCase,
        of plan: RunPlan,
        recordingIn journal: Journal
    ) async throws -> EnvironmentInfo {
        let script = script(instanceCase.id)
        let token = "\(plan.runID)/\(instanceCase.id)"
        let id = "i-\(instanceCase.id)"
        let instance = Resource(token: token, kind: .instance, caseID: instanceCase.id, expiresAt: nil)
        try await make(instance, id: id, script, recordingIn: journal)
        return EnvironmentInfo(
            id: id,
            provider: "fake",
            access: Access(host: "\(instanceCase.id).invalid", user: "nobody"),
            declaredSupport: script.declaredSupport
        )
    }

    /// Healthy as long as it exists.
    public func health(of environment: EnvironmentInfo) async -> HealthStatus {
        let isAlive = state.withLock { $0.alive.values.contains(environment.id) }
        return isAlive ? .healthy : .lost(reason: "\(environment.id) does not exist")
    }

    /// Keeps it until it would have ended anyway, unless the script refuses.
    public func keep(_ resource: Resource, id: String, of environment: EnvironmentInfo?) async throws -> Timestamp? {
        if let refusal = script(resource.caseID).refusesToKeep { throw refusal }
        return resource.expiresAt
    }

    /// Ends it as its script says; what never was is gone.
    public func release(_ resource: Resource, id: String?) async -> ReleaseOutcome {
        let script = script(resource.caseID)
        state.withLock { $0.released.append(resource.token) }
        await script.beforeReleasing()
        let remedy = "fake remove \(resource.token)"
        switch script.releasing {
        case .succeeds:
            state.withLock { $0.alive[resource.token] = nil }
            return .gone
        case .confirms(let attempt):
            let isDone = state.withLock { state in
                let isDone = state.released.count { $0 == resource.token } >= attempt
                if isDone { state.alive[resource.token] = nil }
                return isDone
            }
            return isDone ? .gone : .unconfirmed(reason: "the fake does not confirm yet", remedy: remedy)
        case .staysUnconfirmed: return .unconfirmed(reason: "the fake does not confirm", remedy: remedy)
        case .hangs:
            await waitUntilCancelled()
            return .unconfirmed(reason: "the fake hung until it was cancelled", remedy: remedy)
        }
    }
}

extension FakeProvisioner {
    private func script(_ caseID: CaseID?) -> Script {
        caseID.map { scripts[$0] ?? Script() } ?? shared ?? Script()
    }

    /// Intent first, then the thing, then its id: the order that every provisioner must keep.
    private func make(_ resource: Resource, id: String, _ script: Script, recordingIn journal: Journal) async throws {
        try journal.record(.resourceIntended(resource))
        try await script.beforeMaking()
        if case .failsBefore(let error) = script.making { throw error }
        state.withLock { state in
            state.alive[resource.token] = id
            state.made.append(resource.token)
            state.mostInstances = max(state.mostInstances, state.alive.values.count { $0.hasPrefix("i-") })
        }
        if case .losesAnswer(let error) = script.making { throw error }
        try journal.record(.resourceMade(token: resource.token, id: id))
        if case .failsAfter(let error) = script.making { throw error }
        guard script.making == .hangs else { return }
        await waitUntilCancelled()
        throw CancellationError()
    }
}

/// Waits for something that never comes.
func waitUntilCancelled() async {
    let (stream, never) = AsyncStream<Never>.makeStream()
    for await _ in stream {}
    never.finish()
}
