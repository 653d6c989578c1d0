import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import SSH
import Shell
import Testing

/// Hosts that go away and come back: the server is stopped and started again.
@Suite(.needsSSHServer, .onOwnThreads) struct ReturnTests {
    @Test func `a host whose network was away is the same boot when it comes back`() async throws {
        let host = try await TestHost()
        let before = try await host.connector.withShell(to: host.endpoint) { try await $0.bootIdentity() }
        await host.server.stop(andConnections: true)
        async let back = host.connector.waitForReturn(
            of: host.endpoint,
            since: before,
            deadline: .seconds(30),
            in: .system()
        )
        let server = try await SSHServer(
            authorizedKeys: [host.key.authorizedKey],
            port: host.server.port,
            in: host.server.directory
        )
        #expect(try await back == .sameBoot)
        withExtendedLifetime(server) {}
    }

    @Test func `a host that has started anew says so`() async throws {
        let host = try await TestHost()
        let now = try await host.connector.withShell(to: host.endpoint) { try await $0.bootIdentity() }
        let back = try await host.connector.waitForReturn(
            of: host.endpoint,
            since: BootIdentity(text: "another"),
            deadline: .seconds(5),
            mustReboot: true,
            in: .system()
        )
        #expect(back == .newBoot(now))
    }

    @Test func `whoever never comes back is given up in time, and why is told`() async throws {
        let host = try await TestHost()
        let before = try await host.connector.withShell(to: host.endpoint) { try await $0.bootIdentity() }
        await host.server.stop(andConnections: true)
        let error = await #expect(throws: ShellError.self) {
            try await host.connector.waitForReturn(
                of: host.endpoint,
                since: before,
                deadline: .milliseconds(500),
                in: .system()
            )
        }
        #expect(error?.kind == .refused && error?.message.contains("waited 0.5 s") == true, "\(error as Any)")
    }

    @Test func `a host with another key than before is not taken for the one that went away`() async throws {
        let host = try await TestHost()
        let before = try await host.connector.withShell(to: host.endpoint) { try await $0.bootIdentity() }
        await host.server.stop(andConnections: true)
        let other = try await SSHServer(authorizedKeys: [host.key.authorizedKey], port: host.server.port)
        let error = await #expect(throws: ShellError.self) {
            try await host.connector.waitForReturn(
                of: host.endpoint,
                since: before,
                deadline: .seconds(30),
                in: .system()
            )
        }
        #expect(error?.kind == .hostKeyMismatch, "\(error as Any)")
        withExtendedLifetime(other) {}
    }
}
