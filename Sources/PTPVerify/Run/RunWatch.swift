import Glibc
import Orchestration

/// Listens for reasons to stop, pause or resume a run: signals, requests from other processes, the death of the parent.
struct RunWatch: Sendable {
    private static let interval = Duration.milliseconds(200)

    private let control: any RunControl
    private let directory: RunDirectory
    /// Whether somebody kills this process soon after the first signal, as `swift test` does after 24 s.
    private let hurriesAfterSignal: Bool

    init(_ control: any RunControl, directory: RunDirectory, hurriesAfterSignal: Bool) {
        self.control = control
        self.directory = directory
        self.hurriesAfterSignal = hurriesAfterSignal
    }

    /// Lets failed writes be errors, not deaths.
    ///
    /// A console that goes away or a file that may not grow must not end the run: cleanup matters more than words.
    static func surviveFailedWrites() {
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    }

    /// Whether whoever started us wants us to outlive the terminal, as `nohup` does.
    ///
    /// Whoever kills this process soon may do so to its parent first, so that its death still counts.
    private var outlivesTerminal: Bool { !hurriesAfterSignal && Self.isIgnored(SIGHUP) }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        let handlers = unsafe (action.__sigaction_handler.sa_handler, SIG_IGN)
        return unsafe unsafeBitCast(handlers.0, to: Int.self) == unsafeBitCast(handlers.1, to: Int.self)
    }

    /// Listens until the task is cancelled; afterwards a signal does again what it did before.
    func watch() async {
        let outlivesTerminal = outlivesTerminal
        let signals = StopSignals(alsoHangups: !outlivesTerminal)
        let parent = getppid()
        var isOrphan = false
        while (try? await Task.sleep(for: Self.interval)) != nil {
            signals.passOn { number in
                control.stop(.signal(number))
                if hurriesAfterSignal { control.stop(.signal(number)) }
            }
            for request in directory.takeRequests() {
                switch request {
                case .pause: control.pause()
                case .resume: control.resume()
                case .stop: control.stop(.request)
                }
            }
            if !isOrphan, !outlivesTerminal, getppid() != parent {
                isOrphan = true
                control.stop(.orphaned)
            }
        }
    }
}
