import Dispatch
package import Orchestration
import Synchronization

/// Runs the tasks of a simulated run one at a time, in an order that a seed decides, in virtual time.
///
/// Whenever nothing is ready to run, time jumps to the next moment somebody waits for. Every source of chance - which
/// ready task goes next, jitter, faults - draws from the same seed, so a seed decides the whole run, byte for byte.
package final class DeterministicExecutor: TaskExecutor, RunClock, RandomSource, Sendable {
    @safe private struct Timer {
        let due: Timestamp
        let id: Int
        // Resumed exactly once by whoever takes the timer out of the list; a checked one would double the cost of a
        // wait.
        private let continuation: UnsafeContinuation<Void, any Error>

        init(due: Timestamp, id: Int, continuation: UnsafeContinuation<Void, any Error>) {
            self.due = due
            self.id = id
            unsafe self.continuation = continuation
        }

        func wake() { unsafe continuation.resume() }

        func fail(_ error: any Error) { unsafe continuation.resume(throwing: error) }
    }

    private struct State {
        var ready: [UnownedJob] = []
        /// Last due first, so that the next one is taken from the end.
        var timers: [Timer] = []
        var nextTimerID = 0
        var now: Timestamp
        var random: SeededGenerator
        var hasDied = false
    }

    /// Thrown out of every wait once the simulated process has died: a dead process does nothing more.
    package struct ProcessDied: Error {}

    /// Real seconds for each simulated second; 0 lets time jump.
    private let pace: Double
    private let state: Mutex<State>
    private let wakeUp = DispatchSemaphore(value: 0)

    /// A world of its own, with its own time and its own chance.
    package init(seed: UInt64, start: Timestamp, pace: Double = 0) {
        precondition(pace >= 0 && pace.isFinite, "time does not run backwards")
        self.pace = pace
        state = Mutex(State(now: start, random: SeededGenerator(seed: seed)))
    }

    /// The surroundings of a run that lives in this world.
    package var surroundings: Surroundings { Surroundings(clock: self, random: self, executor: self) }

    package var now: Timestamp { state.withLock(\.now) }

    package func next() -> UInt64 { state.withLock { $0.random.next() } }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.ready.append(job) }
        if pace > 0 { wakeUp.signal() }
    }

    @inline(__always)
    package func sleep(for duration: Duration) async throws {
        if !passTimeAlone(duration) { try await wait(for: duration) }
    }

    private func wait(for duration: Duration) async throws {
        let id = state.withLock { state in
            state.nextTimerID += 1
            return state.nextTimerID
        }
        try await withTaskCancellationHandler {
            try unsafe await withUnsafeThrowingContinuation { continuation in
                let refusal = state.withLock { state -> (any Error)? in
                    if state.hasDied { return ProcessDied() }
                    if Task.isCancelled { return CancellationError() }
                    let timer = unsafe Timer(due: state.now + max(duration, .zero), id: id, continuation: continuation)
                    let place = state.timers.firstIndex { $0.due <= timer.due } ?? state.timers.endIndex
                    state.timers.insert(timer, at: place)
                    return nil
                }
                if let refusal { unsafe continuation.resume(throwing: refusal) }
            }
        } onCancel: {
            let timer = state.withLock { state -> Timer? in
                guard let place = state.timers.firstIndex(where: { $0.id == id }) else { return nil }
                return state.timers.remove(at: place)
            }
            timer?.fail(CancellationError())
        }
    }

    /// Whether the simulated process has died.
    package var hasDied: Bool { state.withLock(\.hasDied) }

    /// Kills the simulated process: every wait ends with an error, and whoever acts on the world must ask `hasDied`
    /// first.
    package func die() {
        let timers = state.withLock { state in
            state.hasDied = true
            defer { state.timers = [] }
            return state.timers
        }
        for timer in timers { timer.fail(ProcessDied()) }
    }
}

// MARK: - Driving

extension DeterministicExecutor {
    /// Runs `operation` and everything it starts on the calling thread, until it returns.
    package func run<Result: Sendable>(_ operation: @escaping @Sendable () async -> Result) -> Result {
        let result = Mutex<Result?>(nil)
        _ = Task(executorPreference: self) {
            let value = await operation()
            result.withLock { $0 = value }
        }
        while true {
            if runReadyJob() { continue }
            if let value = result.withLock({ $0 }) { return value }
            passTime()
        }
    }

    /// The same on a thread of its own, for callers that must not block theirs: a paced world takes real time.
    package func runDetached<Result: Sendable>(_ operation: @escaping @Sendable () async -> Result) async -> Result {
        let handover = Handover(operation)
        return await withCheckedContinuation { continuation in
            DispatchQueue(label: "simulated world").async {
                // Once its caller goes on nothing of the operation is held any more, not even the lock of its journal.
                guard let result = handover.take().map({ self.run($0) }) else { return }
                continuation.resume(returning: result)
            }
        }
    }

    private func runReadyJob() -> Bool {
        let job = state.withLock { state -> UnownedJob? in
            guard !state.ready.isEmpty else { return nil }
            let choice = state.ready.count == 1 ? 0 : Int(state.random.next() % UInt64(state.ready.count))
            state.ready.swapAt(choice, state.ready.count - 1)
            return state.ready.removeLast()
        }
        guard let job else { return false }
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        return true
    }

    /// Nothing is ready: goes to the next moment that somebody waits for.
    private func passTime() {
        guard let due = state.withLock({ $0.timers.last?.due }) else {
            precondition(pace > 0, "everybody waits and nobody will wake them: a deadlock in the simulated run")
            wakeUp.wait()
            return
        }
        if pace > 0, wait(until: due) { return }
        let timer = state.withLock { state -> Timer? in
            guard let timer = state.timers.popLast() else { return nil }
            state.now = max(state.now, timer.due)
            return timer
        }
        timer?.wake()
    }

    /// Where nobody else is ready or wakes up before, the caller's own moment is the next one: time goes there at once.
    ///
    /// Saves a suspension, which is most of the cost of simulating.
    private func passTimeAlone(_ duration: Duration) -> Bool {
        guard pace == 0, !Task.isCancelled else { return false }
        return state.withLock { state in
            let due = state.now + max(duration, .zero)
            guard state.ready.isEmpty, !state.hasDied, state.timers.last.map({ due < $0.due }) ?? true else {
                return false
            }
            state.now = due
            return true
        }
    }

    /// Lets real time pass; true when something became ready before `due`.
    private func wait(until due: Timestamp) -> Bool {
        let from = now
        let started = DispatchTime.now()
        let nanoseconds = Int((due - from).inSeconds * pace * 1e9)
        guard wakeUp.wait(timeout: started + .nanoseconds(nanoseconds)) == .success else { return false }
        let elapsed = Double(DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds)
        state.withLock { $0.now = min(due, from + .nanoseconds(Int64(elapsed / pace))) }
        return true
    }
}

/// Gives a value away, once.
private final class Handover<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: Value) {
        self.value = Mutex(value)
    }

    func take() -> Value? { value.withLock { $0.take() } }
}
