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

    /// Listens until the task is cancelled; afterwards a signal does again what it did before.
    func watch() async {
        let signals = StopSignals()
        // A console that goes away must not end the run, nor what is still to be told after it by the exit code.
        signal(SIGPIPE, SIG_IGN)
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
            if !isOrphan, getppid() != parent {
                isOrphan = true
                control.stop(.orphaned)
            }
        }
    }
}
