import Glibc
import Orchestration
import Synchronization
import Threads

/// A thread on which sessions live: it runs their steps, and waits for all their sockets at once.
///
/// Hundreds of sessions share it, and none of them ever holds a thread of the shared pool. It is to be preferred by a task
/// (`withTaskExecutorPreference`) while that works on a session: where a continuation is resumed, the task would otherwise
/// go on in the shared pool first, only to come back here.
final class SessionThread: SerialExecutor, TaskExecutor {
    /// What a session waits for.
    struct Interest: OptionSet {
        let rawValue: Int16

        static let reading = Interest(rawValue: Int16(POLLIN))
        static let writing = Interest(rawValue: Int16(POLLOUT))
    }

    /// Why a wait is over.
    enum Waking: Sendable {
        case ready
        case late
        case cancelled
    }

    private struct Wait {
        let descriptor: Int32
        let interest: Interest
        let deadline: Timestamp
        let continuation: CheckedContinuation<Waking, Never>
    }

    private struct State {
        var jobs: [UnownedJob] = []
        var waits: [Int: Wait] = [:]
        var cancelled: Set<Int> = []
        var nextID = 0
        var isStopped = false
    }

    /// After so many steps in a row, the sockets are looked after again.
    private static let mostRounds = 64

    private let state = Mutex(State())
    /// The number of the thread itself, which needs no bell; 0 before it runs.
    private let number = Atomic<UInt>(0)
    private let bell: Bell
    private let clock: any RunClock

    private init(_ bell: Bell, _ clock: any RunClock) {
        self.bell = bell
        self.clock = clock
    }

    /// Starts a thread; `nil`, with the reason in `errno`, when the system has none left.
    static func start(on clock: any RunClock) -> SessionThread? {
        guard let bell = Bell() else { return nil }
        let thread = SessionThread(bell, clock)
        let error = SystemThread.start { thread.serve() }
        guard error == 0 else {
            errno = error
            return nil
        }
        return thread
    }

    /// Ends the thread as soon as nobody needs it any more.
    func stop() {
        state.withLock { $0.isStopped = true }
        wake()
    }

    private func wake() {
        if number.load(ordering: .relaxed) != Self.current { bell.ring() }
    }

    private static var current: UInt { UInt(pthread_self()) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = state.withLock { state in
            state.jobs.append(job)
            return state.jobs.count == 1
        }
        if isFirst { wake() }
    }

    /// Waits for a descriptor; without one, for the time alone.
    ///
    /// - Parameter heeding: whether a cancelled task stops waiting; who cleans up does not.
    func wait(
        for interest: Interest,
        of descriptor: Int32,
        until deadline: Timestamp,
        heeding: Bool = true
    ) async -> Waking {
        // Whoever is kept busy by a descriptor that is always ready must still notice the time.
        if deadline <= clock.now { return .late }
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let waking = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wait = Wait(
                    descriptor: descriptor,
                    interest: interest,
                    deadline: deadline,
                    continuation: continuation
                )
                state.withLock { $0.waits[id] = wait }
                wake()
            }
        } onCancel: {
            guard heeding else { return }
            // Also before the wait has begun: it is then over as soon as it begins.
            _ = state.withLock { $0.cancelled.insert(id) }
            wake()
        }
        _ = state.withLock { $0.cancelled.remove(id) }
        return waking
    }

    // MARK: - On the thread

    private func serve() {
        number.store(Self.current, ordering: .relaxed)
        while !isOver {
            for _ in 0..<Self.mostRounds {
                let jobs = state.withLock { state in
                    defer { state.jobs = [] }
                    return state.jobs
                }
                if jobs.isEmpty { break }
                for job in jobs {
                    unsafe job.runSynchronously(
                        isolatedTo: asUnownedSerialExecutor(),
                        taskExecutor: asUnownedTaskExecutor()
                    )
                }
            }
            for (continuation, waking) in poll() { continuation.resume(returning: waking) }
        }
    }

    private var isOver: Bool { state.withLock { $0.isStopped && $0.jobs.isEmpty && $0.waits.isEmpty } }

    /// Waits until something happens, and takes out the waits that are over.
    private func poll() -> [(CheckedContinuation<Waking, Never>, Waking)] {
        let (order, isUrgent) = state.withLock { state in
            (Array(state.waits), !state.jobs.isEmpty || !state.cancelled.isEmpty)
        }
        var entries = order.map { pollfd(fd: $0.value.descriptor, events: $0.value.interest.rawValue, revents: 0) }
        entries.append(pollfd(fd: bell.sound, events: Int16(POLLIN), revents: 0))
        let timeout = isUrgent ? 0 : milliseconds(until: order.map(\.value.deadline).min())
        _ = unsafe Glibc.poll(&entries, nfds_t(entries.count), timeout)
        // What is put down before somebody rings is looked for after this.
        if entries[order.count].revents != 0 { bell.silence() }
        let now = clock.now
        return state.withLock { state in
            var over: [(CheckedContinuation<Waking, Never>, Waking)] = []
            for (entry, (id, wait)) in zip(entries, order) {
                guard let waking = Self.waking(entry, wait, isCancelled: state.cancelled.contains(id), now) else {
                    continue
                }
                state.waits[id] = nil
                over.append((wait.continuation, waking))
            }
            return over
        }
    }

    private static func waking(_ entry: pollfd, _ wait: Wait, isCancelled: Bool, _ now: Timestamp) -> Waking? {
        if isCancelled { return .cancelled }
        if entry.revents != 0 { return .ready }
        return wait.deadline <= now ? .late : nil
    }

    private func milliseconds(until deadline: Timestamp?) -> Int32 {
        guard let deadline else { return -1 }
        let left = (deadline - clock.now).nanoseconds
        // Rounded up: who wakes too early only goes to sleep again.
        return Int32(clamping: max(0, (left + 999_999) / 1_000_000))
    }
}
