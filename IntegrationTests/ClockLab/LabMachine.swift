import Foundation
import IntegrationSupport

/// An emulated machine with a real kernel's PTP clock: `fixtures/clock-lab` tells what can be set and turned.
///
/// It ends with the last one who holds it, at the latest with this process, and leaves nothing.
final class LabMachine: Sendable {
    /// Why there is no machine, or why it does not do what it was asked for.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Where it is: on loopback.
    let address: String
    let port: Int
    /// Who may log in.
    let user: String
    private let directory: Directory
    /// Held locked as long as the machine shall live.
    private let lifeline: FileHandle

    private static let program = "\(LabParts.folder)/machine"

    /// Starts a machine and waits until it lets in.
    ///
    /// - Parameters:
    ///   - settings: what is different from a usual one, such as `scenario=healthy`.
    ///   - authorizedKey: logs in; the image's own when `nil`.
    init(
        _ settings: [String] = [],
        authorizedKey: String? = nil,
        address: String = "127.0.0.1",
        port: Int? = nil
    ) async throws {
        try await LabParts.image()
        self.address = address
        self.port = try port ?? SSHServer.freePort(address)
        user = settings.contains("layout=al2023") ? "ec2-user" : "admin"
        directory = try Directory(holdsSecrets: true)
        if let authorizedKey { try directory.write(authorizedKey + "\n", to: "authorized_keys") }
        lifeline = try directory.lifeline()
        // Several start at once, on few processors: one each is enough, and it takes them longer than usual.
        let place = ["address=\(address)", "port=\(self.port)", "processors=1", "deadline=300"]
        try await call("start", place + settings)
    }

    /// What it is called in lists of hosts.
    var name: String { "\(user)@\(address):\(port)" }

    /// The process that emulates it, as long as it does.
    var process: Int32? {
        let text = try? String(contentsOfFile: "\(directory.path)/pid", encoding: .utf8)
        return text?.split(separator: " ").first.flatMap { Int32($0) }
    }

    /// Turns something while it runs, such as `offset=5ms`.
    func turn(_ knobs: String...) async throws { try await call("knob", knobs) }

    /// Runs a script there as root, as if at the console: the network is not needed.
    @discardableResult func run(_ script: String) async throws -> String { try await call("run", [script]) }

    /// Ends it.
    func stop() async throws { try await call("stop", []) }

    @discardableResult private func call(_ command: String, _ words: [String]) async throws -> String {
        let variables = ["CLOCK_LAB_CACHE": LabParts.cache, "PATH": "/usr/bin:/bin:/usr/sbin"]
        let end = try await directory.start(Self.program, [command, directory.path] + words, variables).end()
        guard end.code == 0 else {
            throw Failure(description: "machine \(command) \(words.joined(separator: " ")): \(end.words)")
        }
        return end.output
    }
}
