import Foundation
import Glibc
package import Testing

/// An OpenSSH server of a test's own on loopback, with keys that live as long as it does.
///
/// The machine's own server and its settings are not touched.
package final class SSHServer: Sendable {
    /// Why there is no server.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// What it listens on.
    package let address: String
    package let port: Int
    /// Who may log in: whoever runs the tests.
    package let user: String
    /// Its keys and settings.
    package let directory: Directory
    private let process: Child

    private static let program = "/usr/sbin/sshd"
    private static let keygen = "/usr/bin/ssh-keygen"

    /// Where parts must not be missing, nothing is skipped: the tests fail instead.
    fileprivate static let isUsable =
        ProcessInfo.processInfo.environment["PTP_REQUIRE_PARTS"] == "1"
        || [program, keygen].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

    /// Starts a server and waits until it listens.
    ///
    /// - Parameters:
    ///   - hostKeys: the kinds of its own keys.
    ///   - authorizedKeys: lines of the public keys that may log in.
    ///   - settings: more lines of its configuration, in the place of ours.
    ///   - port: a free one when `nil`.
    package init(
        hostKeys: [String] = ["ed25519"],
        authorizedKeys: [String],
        settings: [String] = [],
        address: String = "127.0.0.1",
        port: Int? = nil,
        in directory: Directory? = nil
    ) async throws {
        self.address = address
        let directory = try directory ?? Directory(holdsSecrets: true)
        self.directory = directory
        user = NSUserName()
        // Only there because sshd, started by root, demands it; it stays empty.
        if geteuid() == 0 {
            try? FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        try directory.write(authorizedKeys.joined(separator: "\n") + "\n", to: "authorized_keys")
        var lines = settings
        for kind in hostKeys {
            let path = "\(directory.path)/host_\(kind)"
            if !FileManager.default.fileExists(atPath: path) {
                let made = try await directory.start(Self.keygen, ["-q", "-t", kind, "-N", "", "-f", path]).end()
                guard made.code == 0 else { throw Failure(description: "ssh-keygen: \(made.words)") }
            }
            lines.append("HostKey \(path)")
        }
        let usual = [
            "ListenAddress \(address)", "PidFile none", "UsePAM no", "StrictModes no",
            "AuthorizedKeysFile \(directory.path)/authorized_keys", "PasswordAuthentication no",
            "KbdInteractiveAuthentication no", "PermitRootLogin prohibit-password", "MaxStartups 1000",
            "PerSourceMaxStartups none", "LogLevel VERBOSE", "PrintMotd no",
            // What the user's own login scripts do is none of the tests' business.
            "SetEnv HOME=\(directory.path)",
        ]
        // Of some settings the last counts, of others the first.
        lines += usual.filter { line in !settings.contains { $0.hasPrefix(line.prefix { $0 != " " } + " ") } }
        (process, self.port) = try await Self.start(lines, on: address, port, in: directory)
    }

    /// Starts a server on a port; on another one where somebody else was faster to take one that was free.
    private static func start(_ lines: [String], on address: String, _ port: Int?, in directory: Directory) async throws
        -> (Child, port: Int)
    {
        var attempts = 0
        while true {
            attempts += 1
            let place = try port ?? freePort(address.contains(":") ? "127.0.0.1" : address)
            try directory.write((lines + ["Port \(place)", ""]).joined(separator: "\n"), to: "sshd_config")
            let process = try directory.start(program, ["-D", "-e", "-f", "\(directory.path)/sshd_config"])
            do {
                _ = try await process.says(#/Server (listening) on/#)
                return (process, place)
            } catch  where port == nil && attempts < 5 && process.wordsSoFar.contains("already in use") {}
        }
    }

    deinit { process.send(SIGTERM) }

    /// The line of `known_hosts` for one of its keys.
    package func publicKey(_ kind: String = "ed25519") throws -> String {
        try String(contentsOfFile: "\(directory.path)/host_\(kind).pub", encoding: .utf8)
    }

    /// Everything that it has logged.
    package var log: String { process.wordsSoFar }

    /// The processes that serve its connections.
    package var connections: [Int32] {
        let tasks = "/proc/\(process.id)/task/\(process.id)/children"
        let children = (try? String(contentsOfFile: tasks, encoding: .utf8)) ?? ""
        return children.split(separator: " ").compactMap { Int32($0) }
    }

    /// Ends it, and every connection with it when `andConnections`.
    package func stop(andConnections: Bool = false) async {
        let connections = connections
        process.send(SIGTERM)
        if andConnections { for id in connections { kill(id, SIGKILL) } }
        _ = await process.end()
    }

    /// A port on which nobody listens just now, and from which the system lets nobody call.
    package static func freePort(_ address: String = "127.0.0.1") throws -> Int {
        for _ in 0..<100 {
            let port = Int.random(in: 10_240..<30_000)
            if isFree(port, on: address) { return port }
        }
        throw Failure(description: "no free port on \(address)")
    }

    private static func isFree(_ port: Int, on address: String) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = UInt16(port).bigEndian
        place.sin_addr.s_addr = unsafe inet_addr(address)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return unsafe withUnsafePointer(to: &place) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0
            }
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where OpenSSH's server is not installed.
    package static var needsSSHServer: Self {
        .enabled(if: SSHServer.isUsable, "needs OpenSSH's sshd and ssh-keygen: run .ci/setup")
    }
}
