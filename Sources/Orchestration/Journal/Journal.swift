import Synchronization

/// Where the lines of a journal go.
///
/// There is one writer.
public protocol JournalStorage: Sendable {
    /// Adds bytes at the end; when `durable`, they survive the death of the machine before this returns.
    func append(_ bytes: [UInt8], durable: Bool) throws(JournalError)
}

/// Why a journal could not be written or read.
public enum JournalError: Error, Sendable, Equatable, CustomStringConvertible {
    case notWritable(path: String, reason: String)
    case notReadable(path: String, reason: String)
    case newerVersion(Int)
    case inUse(path: String)
    case broken

    public var description: String {
        switch self {
        case .notWritable(let path, let reason): "the journal \(path) cannot be written: \(reason)"
        case .notReadable(let path, let reason): "the journal \(path) cannot be read: \(reason)"
        case .newerVersion(let version):
            "the journal has format version \(version), newer than \(JournalRecord.version): use a newer tool"
        case .inUse(let path): "the run directory \(path) is in use by a living process"
        case .broken: "the journal could not be written before and is not written any more"
        }
    }
}

/// The truth about a run: an append-only list of events, and the history that follows from it.
///
/// Recording is synchronous on purpose: when `record` returns, the event has its place, and a durable one is on disk.
public final class Journal: Sendable {
    private struct State {
        var count: Int
        var writer = JSONWriter()
        var history: RunHistory
        var failure: JournalError?
    }

    private let storage: any JournalStorage
    private let clock: any RunClock
    private let onRecord: @Sendable (JournalRecord) -> Void
    private let onFailure: @Sendable (JournalError) -> Void
    private let state: Mutex<State>

    /// Continues a journal that has `count` records so far and tells `history`, or starts an empty one.
    ///
    /// - Parameter onFailure: told once, whoever recorded the event that could not be written.
    public init(
        storage: any JournalStorage,
        clock: any RunClock,
        after count: Int = 0,
        history: RunHistory = RunHistory(),
        onRecord: @escaping @Sendable (JournalRecord) -> Void = { _ in },
        onFailure: @escaping @Sendable (JournalError) -> Void = { _ in }
    ) {
        self.storage = storage
        self.clock = clock
        self.onRecord = onRecord
        self.onFailure = onFailure
        state = Mutex(State(count: count, history: history))
    }

    /// What has happened so far.
    ///
    /// Lent, not handed out: a copy that lives on would cost the next event a copy of everything.
    public func withHistory<Result: Sendable>(_ body: (RunHistory) -> Result) -> Result {
        state.withLock { body($0.history) }
    }

    /// Why nothing is written any more; `nil` as long as all is well.
    public var failure: JournalError? { state.withLock(\.failure) }

    /// Writes an event down.
    ///
    /// The event is part of the history even when it could not be written: what exists must be cleaned up.
    /// - Throws: `JournalError` when it could not be written; from then on nothing is written, so that no gap appears.
    public func record(_ event: RunEvent) throws(JournalError) {
        let result = state.withLock { state -> Result<JournalRecord, JournalError> in
            let record = JournalRecord(number: state.count + 1, at: clock.now, event: event)
            state.history.apply(record)
            guard state.failure == nil else { return .failure(.broken) }
            state.writer.removeAll()
            record.write(to: &state.writer)
            do throws(JournalError) {
                try storage.append(state.writer.bytes, durable: event.mustBeDurable)
            } catch {
                state.failure = error
                onFailure(error)
                return .failure(error)
            }
            state.count += 1
            // Inside the lock, so that everybody hears of events in the order of the journal.
            onRecord(record)
            return .success(record)
        }
        _ = try result.get()
    }
}
