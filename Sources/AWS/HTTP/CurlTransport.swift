import Synchronization

/// Carries requests by libcurl: one thread of its own serves them all, and connections are kept for the next request.
///
/// Certificates are checked, redirects are answers like others, and proxies are those of the environment.
public final class CurlTransport: HTTPTransport {
    private let certificates: String?
    private let worker = Mutex<CurlWorker?>(nil)

    /// Makes a transport that trusts whom the system trusts, or the authorities in a file instead.
    ///
    /// Nothing is started before the first request.
    public init(certificates: String? = nil) { self.certificates = certificates }

    deinit { worker.withLock { $0?.stop() } }

    /// Sends a request and waits for the whole answer, whatever its status; ends early when the task is cancelled.
    public func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        try Self.check(request)
        let worker = try running()
        let cancellation = Cancellation()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation {
                worker.start(CurlCall(request: request, cancellation: cancellation, continuation: $0))
            }
        } onCancel: {
            cancellation.cancel()
            worker.wake()
        }
        return try result.get()
    }

    private func running() throws(HTTPFailure) -> CurlWorker {
        try worker.withLock { (worker) throws(HTTPFailure) in
            if let worker { return worker }
            let started = try CurlWorker.start(certificates: certificates)
            worker = started
            return started
        }
    }

    /// Refuses what would end a line of the request early, and so be read as something else.
    private static func check(_ request: HTTPRequest) throws(HTTPFailure) {
        let breaks = request.headers.contains { isBroken($0.name) || isBroken($0.value) }
        guard breaks || isBroken(request.address.description) else { return }
        throw HTTPFailure(
            .notConnected,
            mayHaveTakenEffect: false,
            reason: "\(request.address.authority): the request has a line break in its address or in a header"
        )
    }

    private static func isBroken(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") || $0 == 0 }
    }
}

/// A request on its way, and who waits for the answer.
struct CurlCall {
    /// What is sent.
    let request: HTTPRequest
    /// Whether anybody still wants the answer.
    let cancellation: Cancellation
    private let continuation: CheckedContinuation<Result<HTTPResponse, HTTPFailure>, Never>

    /// Puts a call together.
    init(
        request: HTTPRequest,
        cancellation: Cancellation,
        continuation: CheckedContinuation<Result<HTTPResponse, HTTPFailure>, Never>
    ) {
        self.request = request
        self.cancellation = cancellation
        self.continuation = continuation
    }

    /// Hands out the answer; once.
    func finish(_ result: Result<HTTPResponse, HTTPFailure>) { continuation.resume(returning: result) }
}

/// Whether a task was cancelled, for those who cannot ask the task.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    /// Whether it was cancelled.
    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    /// Cancels.
    func cancel() { flag.store(true, ordering: .releasing) }
}
