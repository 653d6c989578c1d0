import Orchestration
import PTPVerify
import Synchronization
public import Testing

/// The run that the cases of a suite take part in.
public final class RunSession: Sendable {
    /// What is known of a case.
    private enum Entry {
        case awaited([CheckedContinuation<CaseHistory?, Never>])
        case over(CaseHistory?)
    }

    private struct State {
        var entries: [CaseID: Entry] = [:]
        var verified: Set<CaseID> = []
        var isOver = false
    }

    /// The run of the suite that the current test belongs to.
    @TaskLocal public static var current: RunSession?

    private let problem: String?
    private let skipsInconclusive: Bool
    private let state = Mutex(State())

    init(problem: String? = nil, skipsInconclusive: Bool = false) {
        self.problem = problem
        self.skipsInconclusive = skipsInconclusive
    }

    /// Waits for the outcome of a case and holds it against what was expected.
    public static func verify(_ planned: PlannedCase, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        guard let session = current else {
            Issue.record("no run: the suite needs the trait .verificationRun", sourceLocation: sourceLocation)
            return
        }
        try await session.verify(planned, sourceLocation)
    }

    private func verify(_ planned: PlannedCase, _ sourceLocation: SourceLocation) async throws {
        guard let id = planned.caseID else {
            Issue.record("The run cannot begin:\n\(problem ?? "for unknown reasons")", sourceLocation: sourceLocation)
            return
        }
        state.withLock { _ = $0.verified.insert(id) }
        guard let history = await history(of: id) else {
            Issue.record(
                "\(problem ?? "\(id) was planned, but the run never came to it")",
                sourceLocation: sourceLocation
            )
            return
        }
        let judgement = CaseJudgement(history, skipsInconclusive: skipsInconclusive)
        switch judgement {
        case .passed: break
        case .failed(let reason): Issue.record("\(reason)", sourceLocation: sourceLocation)
        case .skipped(let reason): try Test.cancel("\(reason)")
        }
    }
}

// MARK: - Between the run and its cases

extension RunSession {
    private func history(of id: CaseID) async -> CaseHistory? {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> CaseHistory?? in
                switch state.entries[id] {
                case .over(let history)?: return history
                case .awaited(let others)?: state.entries[id] = .awaited(others + [continuation])
                case nil:
                    if state.isOver { return .some(nil) }
                    state.entries[id] = .awaited([continuation])
                }
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    func end(_ id: CaseID, _ history: CaseHistory?) {
        let waiting = state.withLock { state -> [CheckedContinuation<CaseHistory?, Never>] in
            guard case .awaited(let continuations)? = state.entries.updateValue(.over(history), forKey: id) else {
                return []
            }
            return continuations
        }
        for continuation in waiting { continuation.resume(returning: history) }
    }

    /// The run is over: whoever still waits will not hear anything any more.
    func finish() {
        let waiting = state.withLock { state in
            state.isOver = true
            return state.entries.keys.filter { if case .awaited = state.entries[$0] { true } else { false } }
        }
        for id in waiting { end(id, nil) }
    }

    /// The cases that test cases asked about.
    var verified: Set<CaseID> { state.withLock(\.verified) }
}

/// Tells a session about each case as soon as it is over, so that its test ends while the run goes on.
final class SessionReporter: Reporter {
    let name = "test cases"
    private let session: RunSession
    private let history = Mutex(RunHistory())

    init(_ session: RunSession) {
        self.session = session
    }

    func report(_ record: JournalRecord) async throws {
        let ended = history.withLock { history in
            history.apply(record)
            guard case .caseEnded(let id, _) = record.event else { return nil as CaseHistory? }
            return history[id]
        }
        if let ended { session.end(ended.instanceCase.id, ended) }
    }

    func finish(_ history: RunHistory) async throws {}
}
