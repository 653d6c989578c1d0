import Glibc
import Synchronization

/// Hears the signals that ask a process to end; when nobody listens any more, they do again what they did before.
///
/// Not a Dispatch source: on Linux that takes over a signal for ever, so that a process whose run is over could not be
/// interrupted any more.
final class StopSignals: Sendable {
    /// What the system calls; `nil` is the default.
    private typealias Handler = @convention(c) (Int32) -> Void

    private static let numbers = [SIGINT, SIGTERM, SIGHUP]
    private static let listening = Mutex<(count: Int, before: [(number: Int32, handler: Handler?)])>((0, []))
    private static let interrupts = Atomic(0)
    private static let terminations = Atomic(0)
    private static let hangups = Atomic(0)
    private static let told = Atomic(0)

    private let heard: Mutex<[Int]>

    /// Listens from now on, until it is released.
    init(alsoHangups: Bool = true) {
        // Before the handler is in force: it must find its counters made.
        heard = Mutex(Self.numbers.map(Self.count))
        Self.listening.withLock { listening in
            listening.count += 1
            guard listening.count == 1 else { return }
            listening.before = Self.numbers.filter { alsoHangups || $0 != SIGHUP }.map { number in
                (number, signal(number) { StopSignals.add($0) })
            }
        }
    }

    deinit {
        Self.listening.withLock { listening in
            listening.count -= 1
            guard listening.count == 0 else { return }
            for before in listening.before { signal(before.number, before.handler) }
        }
    }

    /// How many signals were passed on in this process so far, by whoever listens.
    static var passedOn: Int { told.load(ordering: .relaxed) }

    /// Passes on the signals that came since this was last called, each as often as it came.
    func passOn(_ body: (Int) -> Void) {
        let counts = Self.numbers.map(Self.count)
        let before = heard.withLock { heard in
            defer { heard = counts }
            return heard
        }
        for place in Self.numbers.indices {
            for _ in before[place]..<counts[place] {
                body(Int(Self.numbers[place]))
                Self.told.add(1, ordering: .relaxed)
            }
        }
    }

    /// Called by the system in the middle of anything: may do nothing but count.
    private static func add(_ number: Int32) {
        switch number {
        case SIGINT: interrupts.add(1, ordering: .relaxed)
        case SIGTERM: terminations.add(1, ordering: .relaxed)
        default: hangups.add(1, ordering: .relaxed)
        }
    }

    private static func count(_ number: Int32) -> Int {
        switch number {
        case SIGINT: interrupts.load(ordering: .relaxed)
        case SIGTERM: terminations.load(ordering: .relaxed)
        default: hangups.load(ordering: .relaxed)
        }
    }
}

extension StopSignals {
    private static let interval = Duration.milliseconds(100)

    /// Waits for a signal and tells its number; `nil` when the task was cancelled first.
    @discardableResult func first() async -> Int? {
        var number: Int?
        while number == nil, (try? await Task.sleep(for: Self.interval)) != nil { passOn { number = $0 } }
        return number
    }
}
