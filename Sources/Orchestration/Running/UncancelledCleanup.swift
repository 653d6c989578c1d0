import Synchronization

/// Runs `operation` to its end whatever happens to the calling task: an instance must be terminated by the very task
/// that was just cancelled.
///
/// The unstructured task is awaited, so nothing outlives the call. This is the only one in the house.
public func uncancelled<Result: Sendable>(
    in surroundings: Surroundings,
    _ operation: @escaping @Sendable () async -> Result
) async -> Result {
    await Task(executorPreference: surroundings.executor) { await operation() }.value
}

/// Cleans up uncancelled within a deadline that a second request to stop can shorten.
///
/// - Returns: what `operation` returned, or `nil` when it failed or time ran out; what was not cleaned up stays in the
///   journal.
public func withUncancelledCleanup<Result: Sendable>(
    within limit: Duration,
    hurry: Hurry,
    in surroundings: Surroundings,
    _ operation: @escaping @Sendable () async throws -> Result
) async -> Result? {
    await uncancelled(in: surroundings) {
        try? await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await operation() }
            group.addTask {
                try await surroundings.clock.sleep(for: limit)
                throw DeadlinePassed(limit: limit)
            }
            group.addTask {
                await hurry.wait()
                try await surroundings.clock.sleep(for: hurry.limit)
                throw DeadlinePassed(limit: hurry.limit)
            }
            defer { group.cancelAll() }
            // The first to end decides; leaving the group waits for the others, which are cancelled.
            return try await group.next()
        }
    }
}

/// A wish that cleanup come to an end, expressed once and heard by everybody who waits for it.
public final class Hurry: Sendable {
    private struct State {
        var isExpressed = false
        var nextID = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    /// What cleanup still gets once the wish is expressed.
    public let limit: Duration
    private let state = Mutex(State())

    /// Nobody is in a hurry yet.
    public init(limit: Duration) {
        self.limit = limit
    }

    /// Expresses the wish; saying it again changes nothing.
    public func express() {
        let waiters = state.withLock { state in
            state.isExpressed = true
            defer { state.waiters = [:] }
            return state.waiters.sorted { $0.key < $1.key }
        }
        for (_, waiter) in waiters { waiter.resume() }
    }

    /// Returns when the wish is expressed, or the waiting task is cancelled.
    func wait() async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mayWait = state.withLock { state in
                    guard !state.isExpressed, !Task.isCancelled else { return false }
                    state.waiters[id] = continuation
                    return true
                }
                if !mayWait { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
