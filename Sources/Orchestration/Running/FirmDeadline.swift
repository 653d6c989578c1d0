import Synchronization

/// Runs `operation` as `withDeadline` does, but does not wait for one that ignores its cancellation.
///
/// For those who look on - analyzers, callbacks, reporters - and never for what makes or removes something:
/// cancellation is only a wish, and a task group waits for all of its children, so the operation gets a task of its
/// own. That costs: an operation that was given up lives on with all it holds, perhaps as long as the process, and
/// nobody sees what it still does. One that blocks its thread keeps that thread of the pool; on an executor of the
/// run's own, which may have no other thread, it blocks the run.
///
/// - Throws: `DeadlinePassed` when time ran out first, otherwise whatever `operation` throws.
func withFirmDeadline<Value: Sendable>(
    _ limit: Duration,
    in surroundings: Surroundings,
    operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let errand = Errand(in: surroundings, operation)
    // What waited for nothing is over already, and costs no more than a call.
    if let outcome = errand.outcome { return try outcome.get() }
    defer { errand.cancel() }
    return try await withDeadline(limit, on: surroundings.clock) {
        await errand.wait()
        // Without an outcome it was the waiting that was cancelled.
        guard let outcome = errand.outcome else { throw CancellationError() }
        return try outcome.get()
    }
}

/// Work in a task of its own, which one can stop waiting for.
private final class Errand<Value: Sendable>: Sendable {
    private final class Slot: Sendable {
        let outcome = Mutex<Result<Value, any Error>?>(nil)
    }

    private let slot: Slot
    private let end: AsyncStream<Never>
    private let task: Task<Void, Never>

    init(in surroundings: Surroundings, _ operation: @escaping @Sendable () async throws -> Value) {
        let slot = Slot()
        let (end, ended) = AsyncStream<Never>.makeStream()
        let work: @Sendable () async -> Void = {
            let outcome: Result<Value, any Error>
            do { outcome = .success(try await operation()) } catch { outcome = .failure(error) }
            slot.outcome.withLock { $0 = outcome }
            ended.finish()
        }
        self.slot = slot
        self.end = end
        // On the pool it may block its thread; on the run's own executor it begins in place, which is cheap there and
        // leaves the order of everything else as it is.
        if let executor = surroundings.executor {
            task = Task.immediate(executorPreference: executor) { await work() }
        } else {
            task = Task { await work() }
        }
    }

    /// What came of it, once it is over.
    var outcome: Result<Value, any Error>? { slot.outcome.withLock(\.self) }

    /// Returns when it is over, or the waiting task is cancelled.
    func wait() async { for await _ in end {} }

    func cancel() { task.cancel() }
}
