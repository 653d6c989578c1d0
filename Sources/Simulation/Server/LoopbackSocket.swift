import Glibc

/// A socket on the loopback interface, closed when nobody holds it any more.
///
/// The only place that talks to the kernel about the network.
final class LoopbackSocket: Sendable {
    /// Why a socket could not be had.
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ attempt: String, _ number: Int32) {
            description = "cannot \(attempt): \(unsafe String(cString: strerror(number)))"
        }
    }

    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Listens on a port; 0 takes one that is free.
    static func listening(on port: UInt16) throws(Failure) -> LoopbackSocket {
        let opened = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard opened >= 0 else { throw Failure("open a socket", errno) }
        let listener = LoopbackSocket(opened)
        listener.set(SO_REUSEADDR, Int32(1))
        var address = Self.address(port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(opened, $0, size) == 0 }
        }
        guard isBound, listen(opened, SOMAXCONN) == 0 else {
            throw Failure("listen on port \(port) of 127.0.0.1", errno)
        }
        return listener
    }

    /// The port that it listens on.
    var port: UInt16 {
        var address = Self.address(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &size)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Waits for somebody to connect; `nil` once there is no more listening.
    ///
    /// - Parameter patience: how many seconds reading or writing waits for the other side.
    func accept(patience: Int) -> LoopbackSocket? {
        while true {
            let accepted = Glibc.accept(descriptor, nil, nil)
            if accepted >= 0 {
                let connection = LoopbackSocket(accepted)
                _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
                for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                    connection.set(option, timeval(tv_sec: patience, tv_usec: 0))
                }
                return connection
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            // Too many files are open: soon there will be fewer.
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: usleep(10_000)
            default: return nil
            }
        }
    }

    /// What came; nothing at the end, and when nothing comes for too long.
    func receive(upTo count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var result = unsafe recv(descriptor, buffer.baseAddress, count, 0)
            while result < 0, errno == EINTR { result = unsafe recv(descriptor, buffer.baseAddress, count, 0) }
            filled = max(result, 0)
        }
    }

    /// Sends everything; false when the other side does not take it.
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let result = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe buffer.baseAddress?.advanced(by: sent)
                return unsafe Glibc.send(descriptor, rest, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if result < 0, errno != EINTR { return false }
            sent += max(result, 0)
        }
        return true
    }

    /// Lets nothing more in: whoever waits for something stops waiting, what is to be sent still is.
    func stopReceiving() { shutdown(descriptor, Int32(SHUT_RD)) }

    private func set<Value: BitwiseCopyable>(_ option: Int32, _ value: Value) {
        var value = value
        let size = socklen_t(MemoryLayout<Value>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, option, &value, size)
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
