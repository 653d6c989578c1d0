import Foundation
import Glibc
import Synchronization
package import Testing

/// A machine like those of EC2 behind a real sshd: namespaces in which a driver, a clock and chrony are played.
///
/// `fixtures/stand-in` has what it is made of. It ends with the process that started it, and leaves nothing.
package final class HostStandIn: Sendable {
    /// Why there is no machine.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Where it is: on loopback, at an address that nobody else has.
    package let address: String
    package let port: Int
    /// Who may log in.
    package let user: String
    private let directory: Directory
    private let process: Child
    /// The machine's first process, as it is numbered here.
    private let first: Int32
    /// Held locked as long as the machine shall live; the system lets go of it when this process ends in whatever way.
    private let lifeline: FileHandle

    /// What makes machines.
    package static let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../fixtures/stand-in/machine").standardizedFileURL.path
    private static let tools = [
        "/usr/sbin/sshd", "/usr/bin/ssh-keygen", "/usr/bin/unshare", "/usr/bin/nsenter", "/usr/bin/setpriv",
        "/usr/bin/flock", "/usr/bin/python3",
    ]
    private static let started = Mutex(0)

    /// Whether a machine can be made here; where parts must not be missing, a test fails instead of being skipped.
    fileprivate static let canRun =
        ProcessInfo.processInfo.environment["PTP_REQUIRE_PARTS"] == "1"
        || geteuid() == 0 && tools.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

    /// Starts a machine and waits until it can be logged in to.
    ///
    /// - Parameters:
    ///   - settings: what is different from the distribution's profile.
    ///   - authorizedKeys: lines of the public keys that may log in.
    ///   - address: one of its own when `nil`.
    ///   - port: a free one when `nil`.
    package init(
        _ distribution: StandInDistribution = .amazonLinux2023,
        _ settings: [StandInSetting] = [],
        authorizedKeys: [String],
        address: String? = nil,
        port: Int? = nil
    ) async throws {
        let address = address ?? Self.nextAddress()
        self.address = address
        self.port = try port ?? SSHServer.freePort(address)
        user = distribution.user
        let directory = try Directory(holdsSecrets: true)
        self.directory = directory
        let place = [
            StandInSetting("distribution", distribution.rawValue), StandInSetting("address", address),
            StandInSetting("port", "\(self.port)"),
        ]
        try directory.write((place + settings).map(\.line).joined(), to: "settings")
        try directory.write(authorizedKeys.joined(separator: "\n") + "\n", to: "authorized_keys")
        lifeline = try directory.lifeline()
        process = try directory.start(Self.program, ["start", directory.path])
        _ = try await process.says(#/Server (listening) on/#)
        guard let first = Self.children(of: process.id).first else {
            throw Failure(description: "the machine ended: \(process.wordsSoFar)")
        }
        self.first = first
    }

    deinit { if process.isRunning { kill(first, SIGKILL) } }

    /// Ends it at once, with everything that runs and is mounted there.
    package func stop() async {
        if process.isRunning { kill(first, SIGKILL) }
        _ = await process.end()
    }

    /// Everything that its processes have said.
    package var log: String { process.wordsSoFar }

    /// The processes of this system that are the machine's: those in the namespace of its first one.
    package var processes: [Int32] { Self.processes(asIn: first) }

    /// The processes of this system that are numbered together with one of them.
    package static func processes(asIn process: Int32) -> [Int32] {
        func namespace(_ id: Int32) -> String? {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/ns/pid")
        }
        guard let wanted = namespace(process) else { return [] }
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap { Int32($0) }.filter { namespace($0) == wanted }
    }

    /// The processes that one has started.
    package static func children(of process: Int32) -> [Int32] {
        let children = try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
        return (children ?? "").split(separator: " ").compactMap { Int32($0) }
    }

    /// Runs a command there as root, as if at the console: the network is not needed.
    package func run(_ command: String) async throws -> Child.End {
        let namespaces = ["--mount", "--pid", "--uts", "--ipc", "--root", "--wd=/"]
        let shell = ["/bin/sh", "-c", command]
        return try await directory.start(
            "/usr/bin/nsenter",
            ["--target", "\(first)"] + namespaces + shell,
            ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"]
        ).end()
    }

    /// What a file there contains.
    package func contents(of path: String) async throws -> String {
        let end = try await run("cat '\(path)'")
        guard end.code == 0 else { throw Failure(description: "\(path) on the machine: \(end.complaints)") }
        return end.output
    }

    /// Changes what the machine is, while it runs.
    package func change(_ settings: StandInSetting...) async throws {
        let lines = settings.map(\.line).joined().replacing("'", with: #"'\''"#)
        let end = try await run("printf '%s' '\(lines)' >>/var/lib/stand-in/settings")
        guard end.code == 0 else { throw Failure(description: "the machine's settings: \(end.complaints)") }
    }

    /// Starts it anew as the cloud would, whatever state it is in.
    package func reboot() async throws { _ = try await run("echo reboot >/run/control") }

    /// Addresses that no other process of this system gets.
    private static func nextAddress() -> String {
        let count = started.withLock { count in
            count += 1
            return count
        }
        let number = (Int(getpid()) << 8 + count) & 0x3F_FFFF
        return "127.\(64 + number >> 16).\(number >> 8 & 0xFF).\(number & 0xFF)"
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where no machine can be made.
    package static var needsStandIn: Self {
        .enabled(if: HostStandIn.canRun, "needs root, Python, OpenSSH's sshd and ssh-keygen, and util-linux")
    }
}
