import IntegrationSupport
import Orchestration
import PTPVerify
import SSH
import Shell
import Testing

@Suite(.onOwnThreads) struct ShellTests {
    @Test func `a command runs`() async throws {
        let key = ThrowAwayKey(comment: "test")
        let server = try await SSHServer(authorizedKeys: [key.authorizedKey])
        let connector = SSHConnector(
            as: .key(try PrivateKey(key.privateFile, name: "throw-away")),
            trusting: AcceptedHostKeys(),
            in: .system()
        )
        let endpoint = ShellEndpoint(host: server.address, port: server.port, user: server.user)
        for _ in 1...5 {
            let start = Surroundings.system().clock.now
            let clock = Surroundings.system().clock
            try await connector.withShell(to: endpoint) { shell in
                let ready = clock.now
                let result = try await shell.run(Command("echo hello; echo trouble >&2; exit 3"))
                print(result, result.output, result.errorOutput, shell.identity as Any)
                let t = clock.now
                for _ in 1...500 { _ = try await shell.run(Command("true")) }
                print("500 true", clock.now - t)
                do { print(try await shell.run(Command("sleep 60 & sleep 50", timeout: .milliseconds(300)))) } catch {
                    print(error)
                }
                print(try await shell.run(Command("echo again; kill -9 $$")))
                let big = [UInt8](repeating: 7, count: 50 << 20)
                let u = clock.now
                let up = try await shell.run(Command("cat > /dev/null", input: big))
                print("upload", clock.now - u, up.ending)
                print(ready)
            }
            print("total", clock.now - start)
        }
    }
}
