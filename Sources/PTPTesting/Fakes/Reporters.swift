public import Orchestration
import Synchronization

/// A reporter that remembers what it heard.
public final class RecordingReporter: Reporter {
    /// Everything that was heard so far.
    public struct Heard: Sendable {
        /// The plans, of which there should be one.
        public var plans: [RunPlan] = []
        /// The records in the order in which they came.
        public var records: [JournalRecord] = []
        /// The histories at the end, of which there should be one.
        public var endings: [RunHistory] = []
    }

    /// What to call it in messages.
    public let name: String
    private let state = Mutex(Heard())

    /// Has heard nothing yet.
    public init(name: String = "recording") {
        self.name = name
    }

    /// Everything that was heard so far.
    public var heard: Heard { state.withLock(\.self) }
    /// The events in the order in which they came.
    public var events: [RunEvent] { heard.records.map(\.event) }

    /// Hears of the plan.
    public func begin(_ plan: RunPlan) async throws { state.withLock { $0.plans.append(plan) } }

    /// Hears of one record.
    public func report(_ record: JournalRecord) async throws { state.withLock { $0.records.append(record) } }

    /// Hears of the end.
    public func finish(_ history: RunHistory) async throws { state.withLock { $0.endings.append(history) } }
}

/// A reporter that fails at chosen moments, and counts how often it was asked.
public final class FailingReporter: Reporter {
    /// When a reporter is called.
    public enum Moment: Sendable, CaseIterable {
        case begin
        case report
        case finish
    }

    /// What it throws.
    public struct Refusal: Error, Equatable {
        /// When it was thrown.
        public let moment: Moment
    }

    /// What to call it in messages.
    public let name = "failing"
    private let moments: Set<Moment>
    private let calls = Mutex<[Moment]>([])

    /// A reporter that fails at these moments.
    public init(at moments: Set<Moment> = Set(Moment.allCases)) {
        self.moments = moments
    }

    /// When it was called so far.
    public var asked: [Moment] { calls.withLock(\.self) }

    /// Hears of the plan.
    public func begin(_ plan: RunPlan) async throws { try refuse(.begin) }

    /// Hears of one record.
    public func report(_ record: JournalRecord) async throws { try refuse(.report) }

    /// Hears of the end.
    public func finish(_ history: RunHistory) async throws { try refuse(.finish) }

    private func refuse(_ moment: Moment) throws {
        calls.withLock { $0.append(moment) }
        if moments.contains(moment) { throw Refusal(moment: moment) }
    }
}
