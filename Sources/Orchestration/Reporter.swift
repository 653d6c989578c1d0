import Synchronization

/// Tells somebody about a run while it happens and when it is over.
public protocol Reporter: Sendable {
    /// What to call it in messages.
    var name: String { get }
    /// Called once, before the first record.
    func begin(_ plan: RunPlan) async throws
    /// Called for every record, in the order of the journal.
    func report(_ record: JournalRecord) async throws
    /// Called once when the run is over, also when it was stopped, and also when `begin` or `report` failed.
    func finish(_ history: RunHistory) async throws
}

extension Reporter {
    /// Nothing to set up.
    public func begin(_ plan: RunPlan) async throws {}
    /// Only the end matters.
    public func report(_ record: JournalRecord) async throws {}
}

/// Tells nobody.
public struct NoReporter: Reporter {
    public let name = "none"

    /// Makes one.
    public init() {}

    public func finish(_ history: RunHistory) async throws {}
}

/// Passes everything on to several reporters; one that fails or takes too long is muted until the end and hides neither
/// the others nor the run.
public final class CompositeReporter: Reporter {
    /// A reporter that could not do its work.
    public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// Which one.
        public let reporter: String
        /// Why.
        public let reason: String

        public var description: String { "reporter \(reporter): \(reason)" }
    }

    public let name = "composite"
    private let reporters: [any Reporter]
    private let limit: Duration
    private let surroundings: Surroundings
    private let onFailure: @Sendable (Failure) -> Void
    private let state = Mutex<(muted: Set<Int>, failures: [Failure])>(([], []))

    /// Combines reporters; they hear everything in this order.
    ///
    /// - Parameters:
    ///   - limit: how long a reporter may take each time it is told something.
    ///   - onFailure: told of each failure at once.
    public init(
        _ reporters: [any Reporter],
        within limit: Duration,
        in surroundings: Surroundings,
        onFailure: @escaping @Sendable (Failure) -> Void = { _ in }
    ) {
        self.reporters = reporters
        self.limit = limit
        self.surroundings = surroundings
        self.onFailure = onFailure
    }

    /// Everything that went wrong so far.
    public var failures: [Failure] { state.withLock(\.failures) }

    public func begin(_ plan: RunPlan) async {
        await forEachAudible { try await $0.begin(plan) }
    }

    public func report(_ record: JournalRecord) async {
        await forEachAudible { try await $0.report(record) }
    }

    public func finish(_ history: RunHistory) async {
        state.withLock { $0.muted = [] }
        await forEachAudible { try await $0.finish(history) }
    }

    private func forEachAudible(_ body: @escaping @Sendable (any Reporter) async throws -> Void) async {
        for (index, reporter) in reporters.enumerated() where !state.withLock({ $0.muted.contains(index) }) {
            do {
                try await withFirmDeadline(limit, in: surroundings) { try await body(reporter) }
            } catch {
                let failure = Failure(reporter: reporter.name, reason: "\(error)")
                state.withLock { state in
                    state.muted.insert(index)
                    state.failures.append(failure)
                }
                onFailure(failure)
            }
        }
    }
}
