internal import CLibCurl
import Glibc

/// libcurl's side of one thread: its transfers, and the connections it keeps.
///
/// No other file touches libcurl's pointers.
@safe final class CurlTransfers {
    private static let isReady: Void = { curl_global_init(Int(CURL_GLOBAL_DEFAULT)) }()
    /// How many connections are kept for later.
    private static let idleConnections = 32

    private let multi: UnsafeMutableRawPointer?
    private let certificates: String?
    private var transfers: [Int: CurlTransfer] = [:]

    /// Trusts whom the system trusts, or the authorities in a file instead.
    init(certificates: String?) {
        _ = Self.isReady
        self.certificates = certificates
        unsafe multi = curl_multi_init()
        _ = unsafe ptp_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.idleConnections)
    }

    deinit {
        for transfer in transfers.values { leave(transfer).finish(.failure(transfer.cancelled)) }
        unsafe curl_multi_cleanup(multi)
    }

    /// Begins a transfer.
    func start(_ call: CurlCall) {
        guard let transfer = CurlTransfer(call, certificates),
            unsafe curl_multi_add_handle(multi, transfer.easy) == CURLM_OK
        else {
            let reason = "\(call.request.address.authority): libcurl could not begin"
            return call.finish(.failure(HTTPFailure(.notConnected, mayHaveTakenEffect: false, reason: reason)))
        }
        transfers[transfer.id] = transfer
    }

    /// Ends the transfers that nobody waits for any more.
    func dropCancelled() {
        for transfer in transfers.values where transfer.call.cancellation.isCancelled {
            leave(transfer).finish(.failure(transfer.cancelled))
        }
    }

    /// Does what can be done now, and hands out what is whole.
    func work() {
        var running: Int32 = 0
        unsafe curl_multi_perform(multi, &running)
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left)?.pointee {
            let id = unsafe Int(bitPattern: message.easy_handle)
            guard unsafe message.msg == CURLMSG_DONE, let transfer = transfers[id] else { continue }
            let result = unsafe transfer.result(message.data.result)
            leave(transfer).finish(result)
        }
    }

    /// Waits for the network, for a time to run out, or for the bell.
    func wait(orFor bell: Int32) {
        var other = curl_waitfd(fd: bell, events: Int16(CURL_WAIT_POLLIN), revents: 0)
        unsafe curl_multi_poll(multi, &other, 1, 60_000, nil)
    }

    private func leave(_ transfer: CurlTransfer) -> CurlCall {
        transfers[transfer.id] = nil
        unsafe curl_multi_remove_handle(multi, transfer.easy)
        return transfer.call
    }
}

/// One request and its answer as far as it is there.
@safe private final class CurlTransfer {
    let call: CurlCall
    let easy: UnsafeMutableRawPointer
    private var headerLines: UnsafeMutablePointer<curl_slist>?
    private let words: UnsafeMutablePointer<CChar>
    private var sent = 0
    private var received = CurlAnswer()

    /// Prepares a transfer; `nil` when there is no memory for it.
    init?(_ call: CurlCall, _ certificates: String?) {
        guard let easy = unsafe curl_easy_init() else { return nil }
        self.call = call
        received.limit = call.request.limits.answerBytes
        unsafe self.easy = easy
        unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setConnection(certificates)
        setRequest()
        setCallbacks()
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(headerLines)
        unsafe words.deallocate()
    }

    /// What libcurl's messages know the transfer by.
    var id: Int { unsafe Int(bitPattern: easy) }

    // MARK: - Preparing

    private func setConnection(_ certificates: String?) {
        let limits = call.request.limits
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, limits.connecting.milliseconds)
        set(CURLOPT_TIMEOUT_MS, limits.answering.milliseconds)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        unsafe ptp_set_quick_exit(easy)
        if let certificates { _ = unsafe ptp_set_text(easy, CURLOPT_CAINFO, certificates) }
        // Programs that we start must not hold our connections open.
        _ = unsafe ptp_set_socket_callback(easy) { _, socket, _ in
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            return Int32(CURL_SOCKOPT_OK)
        }
    }

    private func setRequest() {
        let request = call.request
        _ = unsafe ptp_set_text(easy, CURLOPT_URL, request.address.description)
        set(CURLOPT_PATH_AS_IS, 1)
        if request.method != .get || !request.body.isEmpty {
            set(CURLOPT_POST, 1)
            _ = unsafe ptp_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
            _ = unsafe ptp_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        // A name without a value takes a header out that libcurl would add.
        var lines = ["Accept:", "Expect:"]
        if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append("Content-Type:")
        }
        lines += request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        for line in lines { unsafe headerLines = curl_slist_append(headerLines, line) }
        _ = unsafe ptp_set_pointer(easy, CURLOPT_HTTPHEADER, headerLines)
    }

    private func setCallbacks() {
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe ptp_set_pointer(easy, CURLOPT_ERRORBUFFER, words)
        for option in [CURLOPT_READDATA, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA] {
            _ = unsafe ptp_set_pointer(easy, option, me)
        }
        // The body is read piece by piece and cannot be read again: so libcurl cannot send it a second time by itself
        // where a kept connection breaks, and sending twice stays a decision of those who know what is sent.
        _ = unsafe ptp_set_callback(easy, CURLOPT_READFUNCTION) { bytes, size, count, transfer in
            unsafe CurlTransfer.at(transfer).give(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
        _ = unsafe ptp_set_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, transfer in
            let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe CurlTransfer.at(transfer).received.take(header: line) ? size * count : 0
        }
        _ = unsafe ptp_set_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, transfer in
            let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe CurlTransfer.at(transfer).received.take(body: piece) ? size * count : 0
        }
    }

    @unsafe private static func at(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer {
        guard let pointer = unsafe pointer else { preconditionFailure("libcurl gives back what it was given") }
        return unsafe Unmanaged.fromOpaque(pointer).takeUnretainedValue()
    }

    private func set(_ option: CURLoption, _ value: Int) { _ = unsafe ptp_set_long(easy, option, value) }

    @unsafe private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = call.request.body[sent...].prefix(buffer.count)
        unsafe buffer.copyBytes(from: piece)
        sent += piece.count
        return piece.count
    }

    // MARK: - What came of it

    /// What to tell who is not waiting any more.
    var cancelled: HTTPFailure { failure(.cancelled, "the request was cancelled") }

    /// The answer, or why there is none.
    func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPFailure> {
        if code == CURLE_OK {
            let status = unsafe ptp_get_long(easy, CURLINFO_RESPONSE_CODE)
            return .success(HTTPResponse(status: status, headers: received.headers, body: received.body))
        }
        if received.isTooLong {
            return .failure(failure(.tooLong, "the answer is longer than \(received.limit) bytes"))
        }
        let told = unsafe String(cString: words)
        let reason = told.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : told
        return .failure(failure(kind(code), reason))
    }

    private func kind(_ code: CURLcode) -> HTTPFailure.Kind {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .nameNotFound
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            .notTrusted
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_FILESIZE_EXCEEDED: .tooLong
        default: isTunnelRefused || !wasSent ? .notConnected : .interrupted
        }
    }

    private func failure(_ kind: HTTPFailure.Kind, _ reason: String) -> HTTPFailure {
        let hadConnection = ![.nameNotFound, .notConnected, .notTrusted].contains(kind)
        return HTTPFailure(
            kind,
            mayHaveTakenEffect: hadConnection && wasSent && !isTunnelRefused,
            reason: "\(call.request.address.authority): \(reason)"
        )
    }

    /// Whether any part of the request has left; a proxy's tunnel counts, until it is known to be refused.
    private var wasSent: Bool { unsafe ptp_get_long(easy, CURLINFO_REQUEST_SIZE) > 0 }

    private var isTunnelRefused: Bool {
        let status = unsafe ptp_get_long(easy, CURLINFO_HTTP_CONNECTCODE)
        return status != 0 && !(200..<300).contains(status)
    }
}

extension Duration {
    /// Whole milliseconds, at least one: none would mean libcurl's own bound.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return max(Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000), 1)
    }
}
