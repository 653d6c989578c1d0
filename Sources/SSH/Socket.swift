import Glibc
import Orchestration
import Shell

/// A connected socket, closed with its owner.
@safe struct Socket: ~Copyable {
    let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Ends the conversation in both directions; the descriptor stays reserved.
    func hangUp() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// The first bytes that have come in, left in place for whoever reads them.
    func peek() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 255) { buffer, count in
            count = max(0, unsafe recv(descriptor, buffer.baseAddress, 255, Int32(MSG_PEEK)))
        }
    }

    // MARK: - Connecting

    /// Begins to connect to a TCP address, and says what is to be waited for.
    ///
    /// - Throws: the error number.
    static func connecting(to address: NetworkAddress) throws(SocketError) -> Socket {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw SocketError(number: errno) }
        let socket = Socket(descriptor)
        socket.tune(isInternet: address.family != AF_UNIX)
        let result = unsafe address.bytes.withUnsafeBytes { bytes in
            let pointer = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return unsafe connect(descriptor, pointer, socklen_t(bytes.count))
        }
        guard result == 0 || errno == EINPROGRESS else { throw SocketError(number: errno) }
        return socket
    }

    /// How connecting ended; 0 when the socket is connected.
    var connectionError: Int32 {
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        let result = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length)
        return result == 0 ? error : errno
    }

    /// Has the next packets acknowledged as soon as they are there: sshd sends small packets one after another, and its
    /// kernel keeps each back until the one before is acknowledged, for which ours would take 40 ms.
    func acknowledgeAtOnce() { set(Int32(IPPROTO_TCP), TCP_QUICKACK, 1) }

    /// Small packets leave at once, and a host that is gone is noticed within a minute although nobody talks.
    private func tune(isInternet: Bool) {
        guard isInternet else { return }
        set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(SOL_SOCKET, SO_KEEPALIVE, 1)
        set(Int32(IPPROTO_TCP), TCP_KEEPIDLE, 15)
        set(Int32(IPPROTO_TCP), TCP_KEEPINTVL, 5)
        set(Int32(IPPROTO_TCP), TCP_KEEPCNT, 6)
        set(Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, 45_000)
    }

    private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

/// Why a socket could not be had or did not connect.
struct SocketError: Error {
    let number: Int32

    /// What that is for whoever wants to reach a host.
    func shellError(reaching place: String) -> ShellError {
        let words = unsafe String(cString: strerror(number))
        let kind: ShellError.Kind =
            switch number {
            case ECONNREFUSED: .refused
            case ETIMEDOUT: .timedOut
            case ECONNRESET, EPIPE: .connectionLost
            case EMFILE, ENFILE, ENOMEM, ENOBUFS, EACCES, EPERM, EAFNOSUPPORT, EINVAL: .unable
            default: .unreachable
            }
        return ShellError(kind, "\(place): \(words)")
    }
}
