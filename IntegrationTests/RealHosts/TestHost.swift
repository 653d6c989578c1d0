import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import SSH
import Shell
import Testing

/// A real sshd with a key that opens it, and the way in.
struct TestHost: Sendable {
    let server: SSHServer
    let key: ThrowAwayKey
    let connector: SSHConnector

    init() async throws {
        key = ThrowAwayKey(comment: "test")
        server = try await SSHServer(authorizedKeys: [key.authorizedKey])
        connector = SSHConnector(
            as: .key(try PrivateKey(key.privateFile, name: "the key of the test")),
            trusting: AcceptedHostKeys(),
            in: .system()
        )
    }

    /// Where its files may lie.
    var path: String { server.directory.path }

    var endpoint: ShellEndpoint { ShellEndpoint(host: server.address, port: server.port, user: server.user) }

    /// Writes the private key where OpenSSH would have it.
    func keyFile(mode: Int = 0o600) -> String {
        let path = "\(path)/client_key"
        _ = FileManager.default.createFile(
            atPath: path,
            contents: key.privateFile.reveal { Data($0) },
            attributes: [.posixPermissions: mode]
        )
        return path
    }

    func withShell<Result: Sendable>(_ body: (any RemoteShell) async throws -> Result) async throws -> Result {
        try await connector.withShell(to: endpoint, body)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where OpenSSH's server is not installed.
    static var needsSSHServer: Self {
        .enabled(if: SSHServer.isUsable, "needs OpenSSH's sshd and ssh-keygen: run .ci/setup")
    }
}
