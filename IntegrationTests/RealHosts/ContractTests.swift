import IntegrationSupport
import Orchestration
import PTPTesting
import PTPVerify
import SSH
import Shell
import Testing

@Suite(.onOwnThreads, .enabled(if: SSHServer.isUsable, "needs sshd and ssh-keygen: install openssh-server"))
struct ContractTests {
    @Test func `a real host keeps what every shell promises`() async throws {
        let key = ThrowAwayKey(comment: "contract")
        let server = try await SSHServer(authorizedKeys: [key.authorizedKey])
        let surroundings = Surroundings.system()
        let connector = SSHConnector(
            as: .key(try PrivateKey(key.privateFile, name: "throw-away")),
            trusting: AcceptedHostKeys(),
            in: surroundings
        )
        let endpoint = ShellEndpoint(host: server.address, port: server.port, user: server.user)
        let contract = RemoteShellContract(clock: surroundings.clock) { use in
            try await connector.withShell(to: endpoint) { try await use($0) }
        }
        try await contract.check()
        await server.stop(andConnections: true)
    }
}
