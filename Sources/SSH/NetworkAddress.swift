import Glibc
import Orchestration
import Shell
import Synchronization
import Threads

/// An address as the system's calls take it.
struct NetworkAddress: Sendable {
    /// IPv4, IPv6 or a path.
    let family: Int32
    /// The bytes of a `sockaddr`.
    let bytes: [UInt8]

    /// The address of a socket in the file system; `nil` when its path is too long.
    init?(path: String) {
        var address = sockaddr_un()
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard !path.isEmpty, path.utf8.count < room else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        family = AF_UNIX
        bytes = unsafe withUnsafeBytes(of: address) { unsafe Array($0) }
    }

    private init(family: Int32, bytes: [UInt8]) {
        self.family = family
        self.bytes = bytes
    }

    /// The addresses of a host; names are looked up on a thread of their own, because that may take long.
    static func of(
        _ host: String,
        port: Int,
        on thread: SessionThread,
        until deadline: Timestamp
    ) async throws(ShellError) -> [NetworkAddress] {
        if case .success(let literal) = look(host, port, isLiteral: true) { return literal }
        guard let bell = Bell() else { throw SocketError(number: errno).shellError(reaching: host) }
        let answer = Answer()
        let error = SystemThread.start {
            let found = look(host, port, isLiteral: false)
            answer.found.withLock { $0 = found }
            bell.ring()
        }
        guard error == 0 else { throw SocketError(number: error).shellError(reaching: host) }
        switch await thread.wait(for: .reading, of: bell.sound, until: deadline) {
        case .ready: break
        case .late: throw ShellError(.timedOut, "\(host): its name was not found in time; check the name servers")
        case .cancelled: throw .cancelled(host)
        }
        return try answer.found.withLock { $0 }?.get() ?? []
    }

    private final class Answer: Sendable {
        let found = Mutex<Result<[NetworkAddress], ShellError>?>(nil)
    }

    private static func look(_ host: String, _ port: Int, isLiteral: Bool) -> Result<[NetworkAddress], ShellError> {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_NUMERICSERV | (isLiteral ? AI_NUMERICHOST : AI_ADDRCONFIG)
        var list: UnsafeMutablePointer<addrinfo>?
        errno = 0
        let error = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard error == 0 else {
            return .failure(failure(of: host, error, errno))
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [NetworkAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            let bytes = unsafe UnsafeRawBufferPointer(
                start: entry.pointee.ai_addr,
                count: Int(entry.pointee.ai_addrlen)
            )
            unsafe addresses.append(NetworkAddress(family: entry.pointee.ai_family, bytes: Array(bytes)))
            unsafe next = entry.pointee.ai_next
        }
        return .success(addresses)
    }

    private static func failure(of host: String, _ error: Int32, _ number: Int32) -> ShellError {
        let words = unsafe String(cString: gai_strerror(error))
        // Without descriptors the files and name servers cannot be asked, which looks like an answer.
        if number == EMFILE || number == ENFILE { return SocketError(number: number).shellError(reaching: host) }
        let kind: ShellError.Kind =
            switch error {
            case EAI_NONAME: .nameNotFound
            case EAI_MEMORY: .unable
            default: .unreachable
            }
        return ShellError(kind, "\(host): \(words)")
    }
}

extension ShellError {
    /// Nobody waits any more.
    static func cancelled(_ host: String) -> ShellError {
        ShellError(.cancelled, "\(host): the task was cancelled")
    }
}
