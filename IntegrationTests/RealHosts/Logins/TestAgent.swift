import Foundation
import Glibc
import IntegrationSupport

/// An agent of a test's own, on a path of its own.
final class TestAgent: Sendable {
    /// What would be in `SSH_AUTH_SOCK`.
    let path: String
    private let directory: Directory
    private let process: Child

    /// Starts one without keys.
    init() async throws {
        directory = try Directory(holdsSecrets: true)
        path = "\(directory.path)/agent"
        process = try directory.start("/usr/bin/ssh-agent", ["-D", "-a", path])
        let path = path
        guard try await eventually({ FileManager.default.fileExists(atPath: path) }) else {
            throw Unexpected(description: "ssh-agent: \(process.wordsSoFar)")
        }
    }

    deinit { process.send(SIGKILL) }

    /// Gives it a key.
    ///
    /// - Parameter options: of ssh-add.
    func add(_ pair: KeyPair, _ options: [String] = []) async throws {
        let end = try await directory.start("/usr/bin/ssh-add", options + [pair.path], ["SSH_AUTH_SOCK": path]).end()
        guard end.code == 0 else { throw Unexpected(description: "ssh-add: \(end.words)") }
    }

    /// Has it hang, as an agent does that asks somebody who is not there.
    func hang() { process.send(SIGSTOP) }
}

/// A socket in the file system on which nobody, or somebody silly, answers.
final class PathListener: Sendable {
    let path: String
    private let directory: Directory
    private let descriptor: Int32

    /// Listens; every connection is served by the closure.
    init(_ serve: @escaping @Sendable (Int32) -> Void) throws {
        directory = try Directory()
        path = "\(directory.path)/agent"
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isListening = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, size) == 0 && listen(descriptor, 16) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        let listener = descriptor
        Thread.detachNewThread {
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                serve(connection)
                close(connection)
            }
            close(listener)
        }
    }

    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
