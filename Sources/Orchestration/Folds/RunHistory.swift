/// What happened in a run, as far as its journal goes.
///
/// Reports, status and exit code follow from it.
public struct RunHistory: Sendable {
    /// The plan; `nil` until the first record was read.
    public private(set) var plan: RunPlan?
    /// The version of the tool that made the run.
    public private(set) var toolVersion = ""
    /// The process that ran it.
    public private(set) var processID = 0
    /// When it began.
    public private(set) var startedAt: Timestamp?
    /// When the last record was written.
    public private(set) var lastAt: Timestamp?
    /// The state it is in, or was in when its journal ended.
    public private(set) var state = RunState.idle
    /// Why it was to end early, first reason first.
    public private(set) var stopCauses: [StopCause] = []
    /// What happened to each planned case, in plan order.
    public private(set) var cases: [CaseHistory] = []
    /// What it made.
    public private(set) var ledger = Ledger()
    /// What else was worth knowing, at most a thousand remarks.
    public private(set) var notes: [String] = []
    /// The exit code that the run itself wrote down; `nil` when it did not live to do so.
    public private(set) var recordedExitCode: Int?
    private var places: [CaseID: Int] = [:]
    private var recent: (id: CaseID?, place: Int) = (nil, 0)

    /// Nothing has happened yet.
    public init() {}

    /// Follows one record.
    public mutating func apply(_ record: JournalRecord) { apply(HistoryEntry(record)) }

    mutating func apply(_ entry: HistoryEntry) {
        lastAt = entry.at
        switch entry.content {
        case .event(let event):
            ledger.apply(event)
            apply(event, at: entry.at)
        case .environment(let id, let environment):
            update(id) { history in
                history.recordedEnvironment = environment
                history.instanceIsReady(at: entry.at)
            }
        case .result(let id, let result): update(id) { $0.recordedResult = result }
        case .retried(let id):
            if let id { update(id) { $0.retries += 1 } }
        }
    }

    private mutating func apply(_ event: RunEvent, at moment: Timestamp) {
        switch event {
        case .runBegan(let plan, let toolVersion, let processID):
            self.plan = plan
            self.toolVersion = toolVersion
            self.processID = processID
            startedAt = moment
            cases = plan.cases.map { CaseHistory($0) }
            recent = (nil, 0)
            places = Dictionary(uniqueKeysWithValues: plan.cases.enumerated().map { ($1.id, $0) })
        case .runMoved(_, let state, let reason):
            self.state = state
            if state == .failed, let reason { note(reason) }
        case .stopRequested(let cause): stopCauses.append(cause)
        case .caseMoved(let id, let stage): update(id) { $0.enter(stage, at: moment) }
        case .machineSeen(let id, let machine): update(id) { $0.machine = machine }
        case .analyzed(let id, let findings): update(id) { $0.findings = findings }
        case .caseEnded(let id, let outcome):
            update(id) { history in
                history.outcome = outcome
                history.enter(.ended, at: moment)
            }
        case .noted(let text): note(text)
        case .runEnded(let exitCode): recordedExitCode = exitCode
        case .resourceIntended(let resource): follow(resource.token)
        case .resourceMade(let token, _): follow(token) { $0.instanceIsMade($1, at: moment) }
        case .resourceGone(let token): follow(token) { $0.instanceIsGone($1, at: moment) }
        case .resourceEnding(let token), .resourceKept(let token, _), .resourceUnconfirmed(let token, _, _):
            follow(token)
        case .environmentReady, .executed, .retrying: break
        }
    }

    /// What each planned case came to, in plan order; cheaper than to look at all that happened to each.
    public var outcomes: [CaseOutcome] { cases.indices.map { cases[$0].finalOutcome } }

    /// What happened to one case.
    public subscript(id: CaseID) -> CaseHistory? { places[id].map { cases[$0] } }

    private mutating func update(_ id: CaseID, _ change: (inout CaseHistory) -> Void) {
        // What concerns one case mostly comes in a row.
        if id != recent.id {
            guard let place = places[id] else { return }
            recent = (id, place)
        }
        change(&cases[recent.place])
    }

    /// Keeps a case informed about what it made, so that its outcome is true wherever the journal ends.
    ///
    /// - Parameter timing: notes when it happened, where it is an instance.
    private mutating func follow(_ token: String, timing: (inout CaseHistory, String) -> Void = { _, _ in }) {
        guard let resource = ledger[token]?.resource, let id = resource.caseID else { return }
        let disposal = ledger.disposal(of: id)
        update(id) { history in
            history.disposal = disposal
            // The ledger's name of it: every other would be one more in memory.
            if resource.kind == .instance { timing(&history, resource.token) }
        }
    }

    private mutating func note(_ text: String) {
        if notes.count < 1000 { notes.append(text) }
    }
}

/// What happened to one case.
public struct CaseHistory: Sendable {
    /// When a stage was entered.
    public struct Step: Sendable, Equatable {
        /// The stage.
        public let stage: CaseStage
        /// The moment.
        public let at: Timestamp
    }

    /// The case as it was planned.
    public let instanceCase: InstanceCase
    /// The stages it went through.
    public private(set) var steps: [Step] = []
    fileprivate var recordedEnvironment: Recorded<EnvironmentInfo>?
    /// The machine that this turned out to be.
    public fileprivate(set) var machine: MachineInfo?
    fileprivate var recordedResult: Recorded<ExecutionResult>?
    /// The conclusions.
    public fileprivate(set) var findings: [Finding] = []
    private var instance: InstanceTime?
    private var earlierInstances: [InstanceTime] = []
    /// How often something was tried again.
    public fileprivate(set) var retries = 0
    fileprivate(set) var outcome: CaseOutcome?
    fileprivate var disposal = CaseOutcome.Disposal.neverMade

    fileprivate init(_ instanceCase: InstanceCase) {
        self.instanceCase = instanceCase
    }

    /// The environment that was made for it.
    public var environment: EnvironmentInfo? { recordedEnvironment?.value }

    /// What was observed.
    public var result: ExecutionResult? { recordedResult?.value }

    /// The stage it is in.
    public var stage: CaseStage { steps.last?.stage ?? .planned }

    /// The instances that were made for it, mostly one, and how long each has been paid for.
    public var instances: [InstanceTime] { instance.map { earlierInstances + [$0] } ?? [] }

    /// What it came to, if it lived to say so.
    public var recordedOutcome: CaseOutcome? { outcome }

    /// What it came to.
    ///
    /// A case whose run died under it was interrupted, or never run.
    public var finalOutcome: CaseOutcome {
        if let outcome {
            // What became of the instance may have changed since: it was ended later, or found to be gone.
            return CaseOutcome(
                status: outcome.status,
                verdict: outcome.verdict,
                disposal: disposal,
                failure: outcome.failure
            )
        }
        let reason = RunError(
            .interrupted,
            attempt: "verify \(instanceCase.id)",
            happened: "the journal ends in stage \(stage.rawValue)",
            next: "See what may still run with `ptp-verify sweep`, then run the case again."
        )
        guard stage != .planned else { return .notRun(because: reason) }
        return CaseOutcome(status: .interrupted, verdict: .inconclusive, disposal: disposal, failure: reason)
    }

    fileprivate mutating func enter(_ stage: CaseStage, at moment: Timestamp) {
        steps.append(Step(stage: stage, at: moment))
    }

    fileprivate mutating func instanceIsMade(_ token: String, at moment: Timestamp) {
        guard !instances.contains(where: { $0.token == token }) else { return }
        if let instance { earlierInstances.append(instance) }
        instance = InstanceTime(token: token, madeAt: moment)
    }

    fileprivate mutating func instanceIsReady(at moment: Timestamp) { instance?.isReady(at: moment) }

    fileprivate mutating func instanceIsGone(_ token: String, at moment: Timestamp) {
        if instance?.token == token {
            instance?.isGone(at: moment)
        } else if let place = earlierInstances.firstIndex(where: { $0.token == token }) {
            earlierInstances[place].isGone(at: moment)
        }
    }
}
