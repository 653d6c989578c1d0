import Glibc
import Synchronization

/// The thread that serves all transfers of one transport, and the letter box through which it hears of them.
///
/// The thread keeps the box alive, and the box closes its descriptor: nobody can ring at a door that is gone.
final class CurlWorker: Sendable {
    private struct Box {
        var calls: [CurlCall] = []
        var isStopped = false
    }

    private let box = Mutex(Box())
    /// Two joined sockets: what is written into one ends the thread's waiting.
    private let bell: (ring: Int32, sound: Int32)

    private init(ring: Int32, sound: Int32) { bell = (ring, sound) }

    deinit {
        close(bell.ring)
        close(bell.sound)
    }

    /// Starts the thread.
    static func start(certificates: String?) throws(HTTPFailure) -> CurlWorker {
        var ends: [2 of Int32] = [-1, -1]
        var span = ends.mutableSpan
        let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let made = unsafe span.withUnsafeMutableBufferPointer { unsafe socketpair(AF_UNIX, kind, 0, $0.baseAddress) }
        guard made == 0 else { throw failure(errno) }
        let worker = CurlWorker(ring: ends[1], sound: ends[0])
        let error = Thread.start { worker.serve(certificates) }
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
    func wake() {
        // A socket that is full rings already.
        var sound: UInt8 = 0
        _ = unsafe write(bell.ring, &sound, 1)
    }

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
        var heard: UInt8 = 0
        while unsafe read(bell.sound, &heard, 1) == 1 {}
        return box.withLock { box in
            defer { box.calls.removeAll() }
            return box
        }
    }
}

/// A thread of the system.
private enum Thread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread that nobody waits for and no signal reaches; 0, or what is wrong.
    static func start(_ run: @escaping @Sendable () -> Void) -> Int32 {
        let body = unsafe Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let error = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                // Signals are the business of others; and a broken connection is an error, not the end (SIGPIPE).
                var all = sigset_t()
                unsafe sigfillset(&all)
                unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
                if let argument = unsafe argument {
                    unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            },
            body.toOpaque()
        )
        guard error == 0 else {
            unsafe body.release()
            return error
        }
        pthread_detach(thread)
        return 0
    }
}
