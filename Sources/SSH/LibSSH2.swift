internal import CLibSSH2
import Glibc
import Orchestration
import Shell

// The only file that talks to libssh2.

/// The libssh2 that runs: not always the one that this was compiled with.
package enum LibSSH2 {
    private static let isReady = libssh2_init(0) == 0

    /// Its version, such as `1.10.0`.
    package static var version: String { unsafe libssh2_version(0).map { unsafe String(cString: $0) } ?? "unknown" }

    /// Whether it signs with RSA keys in a way that OpenSSH 8.8 and later accept: with SHA-2, from 1.11 on.
    package static var signsRSAWithSHA2: Bool { unsafe libssh2_version(0x010B00) != nil }

    fileprivate static func prepare() -> Bool { isReady }
}

/// What libssh2 says went wrong.
struct LibSSH2Failure: Error {
    let code: Int32
    let words: String

    /// What kind of failure it is, for those who are between two steps.
    var isAuthentication: Bool {
        [LIBSSH2_ERROR_AUTHENTICATION_FAILED, LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED].contains(code) && !isUnanswered
    }
    /// A connection that breaks before the host has answered to a key has the number of a refusal, but other words.
    private var isUnanswered: Bool { words.hasPrefix("Waiting for") }
    var isConnection: Bool {
        isUnanswered
            || [
                LIBSSH2_ERROR_SOCKET_DISCONNECT, LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_SOCKET_SEND,
                LIBSSH2_ERROR_BANNER_RECV, LIBSSH2_ERROR_BANNER_SEND, LIBSSH2_ERROR_SOCKET_NONE, LIBSSH2_ERROR_TIMEOUT,
            ].contains(code)
    }
    /// Whether two sides have nothing in common, or do not understand each other.
    var isKeyExchange: Bool {
        [LIBSSH2_ERROR_KEX_FAILURE, LIBSSH2_ERROR_KEY_EXCHANGE_FAILURE, LIBSSH2_ERROR_HOSTKEY_INIT].contains(code)
    }
    var isChannelRefused: Bool {
        [LIBSSH2_ERROR_CHANNEL_FAILURE, LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED].contains(code)
    }
    var isKeyUnusable: Bool {
        [LIBSSH2_ERROR_FILE, LIBSSH2_ERROR_KEYFILE_AUTH_FAILED, LIBSSH2_ERROR_METHOD_NOT_SUPPORTED].contains(code)
    }
}

/// A session of libssh2 on a socket, and the channel of the command that it runs.
///
/// Every step either ends or says that it must be taken again when the socket is ready; `nil` is the latter.
@safe struct LibSSH2Session: ~Copyable {
    private let session: OpaquePointer
    private let notes: UnsafeMutablePointer<ptp_ssh_notes>
    private let socket: Socket
    private var channel: OpaquePointer?
    /// The channel of a command that hangs, while another ends it.
    private var aside: OpaquePointer?

    /// Makes a session; `nil` when there is no memory for it.
    ///
    /// - Parameter hostKeyKinds: which kinds of host keys to prefer; all that libssh2 knows when empty.
    init?(_ socket: consuming Socket, hostKeyKinds: [HostKey.Kind]) {
        guard LibSSH2.prepare(), let notes = unsafe ptp_ssh_notes() else { return nil }
        guard let session = unsafe ptp_ssh_session(notes) else {
            unsafe free(notes)
            return nil
        }
        unsafe (self.session, self.notes) = (session, notes)
        self.socket = socket
        unsafe libssh2_session_set_blocking(session, 0)
        prefer(LIBSSH2_METHOD_HOSTKEY, Self.hostKeyMethods(hostKeyKinds))
        for method in [LIBSSH2_METHOD_CRYPT_CS, LIBSSH2_METHOD_CRYPT_SC] { prefer(method, Self.ciphers) }
        for method in [LIBSSH2_METHOD_MAC_CS, LIBSSH2_METHOD_MAC_SC] { prefer(method, Self.codes) }
    }

    deinit {
        // With the conversation over, nothing that libssh2 does to free itself has to wait.
        socket.hangUp()
        while unsafe libssh2_session_free(session) == LIBSSH2_ERROR_EAGAIN {}
        unsafe free(notes)
    }

    /// What it stands on.
    var descriptor: Int32 { socket.descriptor }

    /// Has what comes next acknowledged at once.
    func acknowledgeAtOnce() { socket.acknowledgeAtOnce() }

    /// What it waits for.
    var interest: SessionThread.Interest {
        let directions = unsafe libssh2_session_block_directions(session)
        var interest: SessionThread.Interest = []
        if directions & LIBSSH2_SESSION_BLOCK_OUTBOUND != 0 { interest.insert(.writing) }
        if directions & LIBSSH2_SESSION_BLOCK_INBOUND != 0 || interest.isEmpty { interest.insert(.reading) }
        return interest
    }

    /// What has come in and nobody has read, before there is a key exchange.
    var greeting: [UInt8] { socket.peek() }

    // MARK: - Preferences

    // What libssh2 knows beyond these is broken or nearly so.
    private static let ciphers = [
        "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes256-ctr", "aes192-ctr",
    ]
    private static let codes = [
        "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512",
        "hmac-sha1",
    ]

    private static func hostKeyMethods(_ kinds: [HostKey.Kind]) -> [String] {
        let order = kinds + HostKey.Kind.allCases.filter { !kinds.contains($0) }
        return order.flatMap(\.methods)
    }

    /// Names to libssh2 what it knows of these, and nothing else: where it takes out unknown names by itself, it copies
    /// texts onto themselves, and what comes of that is chance.
    private func prefer(_ method: Int32, _ names: [String]) {
        var list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        let count = unsafe libssh2_session_supported_algs(session, method, &list)
        guard count > 0, let known = unsafe list else { return }
        let supported = (0..<Int(count)).compactMap { unsafe known[$0].map { unsafe String(cString: $0) } }
        unsafe libssh2_free(session, known)
        let chosen = names.filter(supported.contains).joined(separator: ",")
        _ = unsafe libssh2_session_method_pref(session, method, chosen)
    }

    /// How much a command may say before we listen; libssh2's own is the same, but a macro.
    private static let window: UInt32 = 2 * 1024 * 1024
    private static let packet: UInt32 = 32 * 1024

    // MARK: - Opening

    /// Agrees on keys with the host.
    func shakeHands() throws(LibSSH2Failure) -> Void? {
        try check(unsafe libssh2_session_handshake(session, socket.descriptor)).map { _ in }
    }

    /// The host's key; there is one after the handshake.
    var hostKey: HostKey? {
        var length = 0
        var kind: Int32 = 0
        guard let key = unsafe libssh2_session_hostkey(session, &length, &kind) else { return nil }
        return unsafe HostKey(blob: Array(UnsafeRawBufferPointer(start: key, count: length)))
    }

    /// Proves with a private key who we are.
    func authenticate(_ user: String, with key: Secret, passphrase: Secret?) throws(LibSSH2Failure) -> Void? {
        try key.reveal { (key) throws(LibSSH2Failure) in
            // libssh2 looks for the NUL byte at the end of both, although it is told the length of the key.
            var key = key + [0]
            var words = (passphrase?.reveal { $0 } ?? []) + [0]
            defer {
                Secret.wipe(&key)
                Secret.wipe(&words)
            }
            let code = unsafe key.withUnsafeBytes { key in
                unsafe words.withUnsafeBytes { words in
                    unsafe libssh2_userauth_publickey_frommemory(
                        session,
                        user,
                        user.utf8.count,
                        nil,
                        0,
                        key.baseAddress?.assumingMemoryBound(to: CChar.self),
                        key.count - 1,
                        words.count > 1 ? words.baseAddress?.assumingMemoryBound(to: CChar.self) : nil
                    )
                }
            }
            return try check(code).map { _ in }
        }
    }

    /// Proves with a signature that somebody else makes who we are.
    ///
    /// Where one is missing, what has to be signed is put down in `signing`, and the step must be taken again.
    func authenticate(_ user: String, publicKey: [UInt8], _ signing: Signing) throws(LibSSH2Failure) -> Void? {
        var me: UnsafeMutableRawPointer? = unsafe Unmanaged.passUnretained(signing).toOpaque()
        let code = unsafe libssh2_userauth_publickey(
            session,
            user,
            publicKey,
            publicKey.count,
            { _, signature, length, data, count, signing in
                guard let signature = unsafe signature, let length = unsafe length, let me = unsafe signing?.pointee
                else { return -1 }
                let data = unsafe Array(UnsafeRawBufferPointer(start: data, count: count))
                let signing = unsafe Unmanaged<Signing>.fromOpaque(me).takeUnretainedValue()
                let made: [UInt8]
                switch signing.answer(to: data) {
                case .made(let signature): made = signature
                case .pending: return LIBSSH2_ERROR_EAGAIN
                case .refused: return -1
                }
                guard let copy = unsafe malloc(made.count) else { return LIBSSH2_ERROR_ALLOC }
                unsafe copy.copyMemory(from: made, byteCount: made.count)
                unsafe signature.pointee = copy.assumingMemoryBound(to: UInt8.self)
                unsafe length.pointee = made.count
                return 0
            },
            &me
        )
        return try check(code).map { _ in }
    }

    /// Takes leave, as far as that goes without waiting.
    func takeLeave() {
        _ = unsafe libssh2_session_disconnect_ex(session, SSH_DISCONNECT_BY_APPLICATION, "done", "")
        socket.hangUp()
    }

    // MARK: - One command at a time

    /// Opens the channel of a command.
    mutating func openChannel() throws(LibSSH2Failure) -> Void? {
        // It leaves what an earlier step said where it says nothing itself: "again" must not be from then.
        unsafe libssh2_session_set_last_error(session, LIBSSH2_ERROR_NONE, nil)
        let opened = unsafe libssh2_channel_open_ex(
            session,
            "session",
            7,
            Self.window,
            Self.packet,
            nil,
            0
        )
        guard let opened = unsafe opened else {
            let code = unsafe libssh2_session_last_errno(session)
            return try check(code == LIBSSH2_ERROR_NONE ? LIBSSH2_ERROR_SOCKET_DISCONNECT : code).map { _ in }
        }
        unsafe notes.pointee.has_status = 0
        unsafe channel = opened
        return ()
    }

    /// Starts a command.
    func execute(_ text: String) throws(LibSSH2Failure) -> Void? {
        let count = UInt32(text.utf8.count)
        return try check(unsafe libssh2_channel_process_startup(channel, "exec", 4, text, count)).map { _ in }
    }

    /// Gives the command something to read; how much of it was taken.
    func write(_ bytes: ArraySlice<UInt8>) throws(LibSSH2Failure) -> Int? {
        let code = unsafe bytes.withUnsafeBytes { bytes in
            unsafe libssh2_channel_write_ex(
                channel,
                0,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                bytes.count
            )
        }
        return try check(code)
    }

    /// Tells the command that there is nothing more to read.
    func endInput() throws(LibSSH2Failure) -> Void? { try check(unsafe libssh2_channel_send_eof(channel)).map { _ in } }

    /// Reads what the command said on one of its streams; none at all is the end of both, for now or for ever.
    func read(_ stream: CommandStream, into buffer: inout [UInt8]) throws(LibSSH2Failure) -> Int? {
        let code = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe libssh2_channel_read_ex(
                channel,
                stream.rawValue,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                bytes.count
            )
        }
        return try check(code)
    }

    /// Whether something has come in that nobody has read.
    ///
    /// Every step takes in whatever the socket has, for all streams: who waited for the socket without asking this
    /// first could wait for what is here already.
    var hasUnread: Bool {
        var count: UInt = 0
        _ = unsafe libssh2_channel_window_read_ex(channel, &count, nil)
        return count > 0
    }

    /// Whether the host has said that nothing more will come.
    var isAtEnd: Bool { unsafe libssh2_channel_eof(channel) == 1 }

    /// Waits until the host closes the channel: only then it has said how the command ended.
    func waitUntilClosed() throws(LibSSH2Failure) -> Void? {
        try check(unsafe libssh2_channel_wait_closed(channel)).map { _ in }
    }

    /// How the command ended; `nil` when the host has closed the channel and not said that.
    var ending: CommandResult.Ending? {
        var name: UnsafeMutablePointer<CChar>?
        var length = 0
        _ = unsafe libssh2_channel_get_exit_signal(channel, &name, &length, nil, nil, nil, nil)
        let signal = unsafe name.map { unsafe String(cString: $0) }
        unsafe libssh2_free(session, name)
        if let signal { return .killed(signal: signal) }
        guard unsafe notes.pointee.has_status != 0 else { return nil }
        return unsafe .exited(Int(libssh2_channel_get_exit_status(channel)))
    }

    /// Gives the channel back.
    mutating func freeChannel() throws(LibSSH2Failure) -> Void? {
        guard let open = unsafe channel else { return () }
        guard try check(unsafe libssh2_channel_free(open)) != nil else { return nil }
        unsafe channel = nil
        return ()
    }

    /// Forgets a channel that the host does not close; it is freed with the session.
    mutating func abandonChannel() { unsafe channel = nil }

    /// Puts the channel of a command aside, to open another.
    mutating func setAside() { unsafe (aside, channel) = (channel, nil) }

    /// Goes on with the channel that was put aside.
    mutating func takeUp() { unsafe (channel, aside) = (aside, nil) }

    /// Reads and drops what a command says, until the host closes its channel.
    func drain() throws(LibSSH2Failure) -> Void? {
        var buffer = [UInt8](repeating: 0, count: 1024)
        for stream in [CommandStream.output, .complaints] {
            while let count = try read(stream, into: &buffer), count > 0 {}
        }
        // What the last look took in, on all streams.
        unsafe libssh2_channel_flush_ex(channel, -2)
        return isAtEnd ? try waitUntilClosed() : nil
    }

    // MARK: - What came of a step

    private func check(_ code: Int32) throws(LibSSH2Failure) -> Int? { try check(Int(code)) }

    private func check(_ code: Int) throws(LibSSH2Failure) -> Int? {
        if code >= 0 { return code }
        if code == Int(LIBSSH2_ERROR_EAGAIN) { return nil }
        var message: UnsafeMutablePointer<CChar>?
        let last = unsafe libssh2_session_last_error(session, &message, nil, 0)
        // Not every failure brings words, and those of an earlier one would mislead.
        let isStale = last == LIBSSH2_ERROR_NONE || last == LIBSSH2_ERROR_EAGAIN
        let words = unsafe isStale ? nil : message.map { unsafe String(cString: $0) }
        throw LibSSH2Failure(code: Int32(clamping: code), words: words ?? "the connection does not work any more")
    }
}

/// The streams of a command.
package enum CommandStream: Int32 {
    case output = 0
    case complaints = 1
}
