import Glibc
import Synchronization
import Threads

/// The thread that serves all transfers of one transport, and the letter box through which it hears of them.
///
/// The thread keeps the box alive.
final class CurlWorker: Sendable {
    private struct Box {
        var calls: [CurlCall] = []
        var isStopped = false
    }

    private let box = Mutex(Box())
    private let bell: Bell

    private init(_ bell: Bell) { self.bell = bell }

    /// Starts the thread.
    static func start(certificates: String?) throws(HTTPFailure) -> CurlWorker {
        guard let bell = Bell() else { throw failure(errno) }
        let worker = CurlWorker(bell)
        let error = SystemThread.start { worker.serve(certificates) }
        guard error == 0 else { throw failure(error) }
        return worker
    }

    private static func failure(_ error: Int32) -> HTTPFailure {
        let words = unsafe String(cString: strerror(error))
        return HTTPFailure(
            .notConnected,
            mayHaveTakenEffect: false,
            reason: "no thread could be started to send requests: \(words)"
        )
    }

    /// Gives the thread a call to make.
    func start(_ call: CurlCall) {
        box.withLock { $0.calls.append(call) }
        wake()
    }

    /// Ends the thread.
    func stop() {
        box.withLock { $0.isStopped = true }
        wake()
    }

    /// Makes the thread look around.
    func wake() { bell.ring() }

    // MARK: - On the thread

    private func serve(_ certificates: String?) {
        let transfers = CurlTransfers(certificates: certificates)
        while true {
            let news = takeNews()
            guard !news.isStopped else { break }
            for call in news.calls { transfers.start(call) }
            transfers.dropCancelled()
            transfers.work()
            transfers.wait(orFor: bell.sound)
        }
    }

    private func takeNews() -> Box {
        // Silenced first: who rings after this has put something in that is only found at the next look.
        bell.silence()
        return box.withLock { box in
            defer { box.calls.removeAll() }
            return box
        }
    }
}
