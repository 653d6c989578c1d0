/// The life of a run, as decisions only.
///
/// It neither waits nor acts.
public struct RunStateMachine: Sendable {
    /// What can happen to a run.
    public enum Event: Sendable, Equatable {
        case start
        /// The plan was looked at; with what is wrong with it.
        case validated(RunError?)
        /// What the cases share is there; or why not.
        case initialized(RunError?)
        case caseEnded(CaseID)
        /// A case is over but for the decision whether its instance stays.
        case caseHeld(CaseID)
        case pause
        case resume
        case stop(StopCause)
        case cleanedUp
    }

    /// What is to be done.
    public enum Action: Sendable, Equatable {
        case record(RunEvent)
        case validate
        case prepare
        case begin(InstanceCase, position: Int)
        /// End the cases under way as soon as they have cleaned up.
        case interrupt
        /// Cleanup is to come to an end soon.
        case hurry
        /// These were never begun, for this reason.
        case skip([InstanceCase], RunError)
        /// Settle what was held, then remove what the cases shared.
        case cleanUp(held: [CaseID], mayAsk: Bool)
        case finish
    }

    /// Thrown for an event that has no place in a state, such as resuming what is not paused.
    public struct IllegalTransition: Error, Equatable, CustomStringConvertible {
        /// Where the run is.
        public let state: RunState
        /// What was asked of it.
        public let event: Event

        public var description: String { "a run that is \(state.rawValue) cannot take \(event)" }
    }

    /// Where the run is.
    public private(set) var state = RunState.idle
    private let plan: RunPlan
    private var waiting: [(position: Int, instanceCase: InstanceCase)]
    private var underWay: [CaseID: InstanceCase] = [:]
    private var held: [CaseID] = []
    private var isPreparing = false
    private var isCleaningUp = false
    private var failure: RunError?
    private var isStopped = false

    /// A run of a plan.
    public init(_ plan: RunPlan) {
        self.plan = plan
        // Last first, so that the next one is taken from the end.
        waiting = plan.cases.enumerated().map { ($0 + 1, $1) }.reversed()
    }

    /// Decides what follows from an event.
    ///
    /// - Parameters:
    ///   - spent: what was spent while these cases are under way; asked where there is a budget.
    ///   - failed: whether a case that ended is not as expected; asked where that matters.
    /// - Throws: `IllegalTransition`, and then nothing has changed.
    public mutating func handle(
        _ event: Event,
        spent: (_ underWay: Set<CaseID>) -> Spending = { _ in Spending() },
        failed: (CaseID) -> Bool = { _ in false }
    ) throws(IllegalTransition) -> [Action] {
        guard isPossible(event) else { throw IllegalTransition(state: state, event: event) }
        switch (state, event) {
        case (.idle, .start): return [move(to: .validating), .validate]
        case (.validating, .validated(nil)):
            isPreparing = true
            return [move(to: .initializing), .prepare]
        case (.validating, .validated(let error?)): return fail(error)
        case (.initializing, .initialized(nil)):
            isPreparing = false
            return [move(to: .running)] + beginNext(spent)
        case (.initializing, .initialized(let error?)):
            isPreparing = false
            return fail(error)
        case (.stopping, .initialized):
            isPreparing = false
            return cleanUpIfQuiet()
        case (.running, .caseEnded(let id)), (.paused, .caseEnded(let id)), (.stopping, .caseEnded(let id)):
            underWay[id] = nil
            return (plan.failsFast && failed(id) ? skipWaiting(Self.failedFast(id)) : []) + next(spent)
        case (.running, .caseHeld(let id)), (.paused, .caseHeld(let id)), (.stopping, .caseHeld(let id)):
            underWay[id] = nil
            held.append(id)
            return next(spent)
        case (.running, .pause): return [move(to: .paused)]
        case (.paused, .resume): return [move(to: .running)] + beginNext(spent)
        case (.idle, .stop(let cause)), (.validating, .stop(let cause)), (.initializing, .stop(let cause)),
            (.running, .stop(let cause)), (.paused, .stop(let cause)):
            return stop(cause)
        case (.stopping, .stop(let cause)): return stopAgain(cause)
        // A stop overtook them.
        case (.stopping, .start), (.stopping, .validated): return []
        case (.stopping, .cleanedUp):
            isCleaningUp = false
            let end = failure == nil ? RunState.completed : .failed
            return [move(to: end, because: failure?.description), .finish]
        case (.idle, _), (.validating, _), (.initializing, _), (.running, _), (.paused, _), (.stopping, _),
            (.completed, _), (.failed, _):
            throw IllegalTransition(state: state, event: event)
        }
    }

    /// Whether the event tells of something that is under way.
    private func isPossible(_ event: Event) -> Bool {
        switch event {
        case .caseEnded(let id), .caseHeld(let id): underWay[id] != nil
        case .initialized: isPreparing
        case .cleanedUp: isCleaningUp
        case .start, .validated, .pause, .resume, .stop: true
        }
    }

    private mutating func move(to next: RunState, because reason: String? = nil) -> Action {
        defer { state = next }
        return .record(.runMoved(from: state, to: next, reason: reason))
    }

    private mutating func next(_ spent: (Set<CaseID>) -> Spending) -> [Action] {
        state == .stopping ? cleanUpIfQuiet() : beginNext(spent)
    }

    /// Begins what fits; when nothing is left to begin or to wait for, the run stops by itself.
    private mutating func beginNext(_ spent: (Set<CaseID>) -> Spending) -> [Action] {
        var actions: [Action] = []
        while state == .running, underWay.count < plan.concurrency, let next = waiting.last {
            if let refusal = refusal(of: next.instanceCase, spent) {
                // What is under way may turn out to cost less than it might.
                if underWay.isEmpty { actions += skipWaiting(refusal) }
                break
            }
            waiting.removeLast()
            underWay[next.instanceCase.id] = next.instanceCase
            actions.append(.begin(next.instanceCase, position: next.position))
        }
        if waiting.isEmpty, underWay.isEmpty {
            actions.append(move(to: .stopping))
            actions += cleanUpIfQuiet()
        }
        return actions
    }

    private func refusal(of next: InstanceCase, _ spent: (Set<CaseID>) -> Spending) -> RunError? {
        guard plan.budget.isLimited else { return nil }
        return plan.refusal(toBegin: next, besides: underWay.values, after: spent(Set(underWay.keys)))
    }

    private static func failedFast(_ id: CaseID) -> RunError {
        RunError(
            .interrupted,
            attempt: "begin the case",
            happened: "\(id) is not as expected, and nothing is begun after that (\(RunPlan.failFastSetting))",
            next: "Mend what is wrong with \(id), or run without \(RunPlan.failFastSetting)."
        )
    }

    private mutating func stop(_ cause: StopCause) -> [Action] {
        note(cause)
        let reason = RunError(
            .interrupted,
            attempt: "begin the case",
            happened: "the run was stopped (\(cause.text)) before its turn",
            next: "Run it again."
        )
        return [.record(.stopRequested(cause)), move(to: .stopping)] + skipWaiting(reason) + [.interrupt]
            + cleanUpIfQuiet()
    }

    /// Stops what is ending by itself, or hurries what was asked to stop before.
    ///
    /// A journal that fails hurries nothing.
    private mutating func stopAgain(_ cause: StopCause) -> [Action] {
        let isSecondRequest = isStopped
        let isRequest = note(cause)
        return [.record(.stopRequested(cause)), .interrupt] + (isRequest && isSecondRequest ? [.hurry] : [])
    }

    /// Remembers why the run stops; false when nobody asked and the journal failed.
    @discardableResult
    private mutating func note(_ cause: StopCause) -> Bool {
        guard case .journalFailed(let detail) = cause else {
            isStopped = true
            return true
        }
        failure = RunError(
            .journal,
            attempt: "write the journal",
            happened: detail,
            next: "Make room for the run directory, then look with `ptp-verify sweep`."
        )
        return false
    }

    private mutating func fail(_ error: RunError) -> [Action] {
        failure = error
        return [move(to: .stopping, because: error.description)] + skipWaiting(error) + cleanUpIfQuiet()
    }

    private mutating func skipWaiting(_ reason: RunError) -> [Action] {
        defer { waiting = [] }
        return waiting.isEmpty ? [] : [.skip(waiting.reversed().map(\.instanceCase), reason)]
    }

    private mutating func cleanUpIfQuiet() -> [Action] {
        guard underWay.isEmpty, !isPreparing else { return [] }
        isCleaningUp = true
        return [.cleanUp(held: held, mayAsk: !isStopped && failure == nil)]
    }
}
