import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import SSH
import Shell

/// A stand-in of a test's own, and how to reach it.
struct StandInHost: Sendable {
    let machine: HostStandIn
    let connector: SSHConnector
    /// The private key, where OpenSSH would have it.
    let keyFile: String
    private let directory: Directory

    init(_ distribution: StandInDistribution = .amazonLinux2023, _ settings: StandInSetting...) async throws {
        try await self.init(distribution, settings)
    }

    init(_ distribution: StandInDistribution, _ settings: [StandInSetting]) async throws {
        let key = ThrowAwayKey(comment: "of a test")
        directory = try Directory(holdsSecrets: true)
        keyFile = "\(directory.path)/id_ed25519"
        _ = FileManager.default.createFile(
            atPath: keyFile,
            contents: key.privateFile.reveal { Data($0) },
            attributes: [.posixPermissions: 0o600]
        )
        connector = SSHConnector(as: try key.login, trusting: AcceptedHostKeys(), in: .system())
        machine = try await HostStandIn(distribution, settings, authorizedKeys: [key.authorizedKey])
    }

    var endpoint: ShellEndpoint { ShellEndpoint(host: machine.address, port: machine.port, user: machine.user) }

    /// Lends a shell there.
    func withShell<Result: Sendable>(_ body: (any RemoteShell) async throws -> Result) async throws -> Result {
        try await connector.withShell(to: endpoint, body)
    }

    /// Which start of the machine this is.
    func boot() async throws -> BootIdentity { try await withShell { try await $0.bootIdentity() } }

    /// Waits until it can be logged in to again.
    func waitForReturn(since boot: BootIdentity, mustReboot: Bool = false) async throws -> HostReturn {
        try await connector.waitForReturn(
            of: endpoint,
            since: boot,
            deadline: .seconds(30),
            mustReboot: mustReboot,
            in: .system()
        )
    }

    /// Runs a script there over a connection of its own.
    func run(_ script: String) async throws -> CommandResult {
        try await withShell { try await $0.run(Command(script)) }
    }

    /// What a script prints there, which must go well.
    func output(_ script: String) async throws -> String {
        let result = try await run(script)
        guard result.isSuccess else { throw Unexpected(description: "\(script): \(result)") }
        return result.output
    }
}
