import Foundation
import Glibc
import IntegrationSupport

/// Somebody who connects to a port of loopback and says nothing.
final class Idler: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard LoopbackAddress.connect(descriptor, to: port) else { throw POSIXError(.ECONNREFUSED) }
    }

    deinit { close(descriptor) }

    /// Hangs up.
    func leave() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// Whether this machine has IPv6 on loopback.
let hasIPv6: Bool = {
    let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { unsafe $0[15] = 1 }
    let size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    return unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, size) == 0 }
    }
}()
