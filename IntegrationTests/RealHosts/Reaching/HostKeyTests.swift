import Foundation
import IntegrationSupport
import Orchestration
import SSH
import Shell
import Testing

@Suite(.onOwnThreads, .needsSSHServer) struct HostKeyTests {
    /// What a server logs of whoever asks to be let in.
    private static var asking: Regex<Substring> { #/Accepted|Failed|Postponed|authenticating user/# }

    private func key(of host: TestHost, _ kind: String = "ed25519") throws -> HostKey {
        try #require(HostKey(line: try host.server.publicKey(kind)))
    }

    private func knownHosts(_ host: TestHost, _ lines: String...) -> KnownHosts {
        KnownHosts(lines.joined(separator: "\n"), path: "/home/me/.ssh/known_hosts")
    }

    @Test func `a host is known by its fingerprint`() async throws {
        let host = try await TestHost()
        let fingerprint = try key(of: host).fingerprint
        let identity = try await host.connecting(trusting: PinnedHostKeys([fingerprint])).withShell(to: host.endpoint) {
            $0.identity
        }
        #expect(identity?.fingerprint == fingerprint)
        #expect(identity?.kind == "ssh-ed25519")
        let other = try await host.failure(trusting: PinnedHostKeys(["SHA256:" + String(repeating: "A", count: 43)]))
        #expect(other.kind == .hostKeyMismatch, "\(other)")
        #expect(other.message.contains(fingerprint), "\(other)")
    }

    @Test func `a host is known by a line of known_hosts, plain or hashed`() async throws {
        let host = try await TestHost()
        let place = "[127.0.0.1]:\(host.server.port)"
        let line = "\(place) \(try host.server.publicKey())"
        try host.server.directory.write(line, to: "known_hosts")
        let file = "\(host.server.directory.path)/known_hosts"
        let hashed = try await host.server.directory.start("/usr/bin/ssh-keygen", ["-H", "-f", file]).end()
        try #require(hashed.code == 0, "\(hashed.words)")
        let hashedLine = try String(contentsOfFile: file, encoding: .utf8)
        try #require(hashedLine.hasPrefix("|1|"))
        for content in [line, hashedLine, "# a comment\n\nnonsense\n" + line] {
            let trust = FiledHostKeys(knownHosts(host, content))
            #expect(try await host.run("echo in", trusting: trust).output == "in\n")
        }
    }

    @Test func `a host that is known by another port or name is not known`() async throws {
        let host = try await TestHost()
        let key = try host.server.publicKey()
        for place in ["127.0.0.1", "[127.0.0.1]:\(host.server.port + 1)", "[127.0.0.2]:\(host.server.port)"] {
            let error = try await host.failure(trusting: FiledHostKeys(knownHosts(host, "\(place) \(key)")))
            #expect(error.kind == .hostKeyMismatch, "\(place): \(error)")
        }
    }

    @Test(arguments: ["rsa", "ecdsa", "ed25519"])
    func `a host with several keys is asked for the one by which it is known`(kind: String) async throws {
        let host = try await TestHost(
            hostKeys: ["ed25519", "ecdsa", "rsa"],
            // What libssh2 1.10 knows of RSA.
            settings: ["HostKeyAlgorithms +ssh-rsa"]
        )
        let line = "[127.0.0.1]:\(host.server.port) \(try host.server.publicKey(kind))"
        let trust = FiledHostKeys(knownHosts(host, line))
        let identity = try await host.connecting(trusting: trust).withShell(to: host.endpoint) { $0.identity }
        #expect(identity?.fingerprint == (try key(of: host, kind).fingerprint))
    }

    @Test func `a changed key is refused before anything is proven`() async throws {
        let host = try await TestHost()
        let other = try await TestHost()
        let line = "[127.0.0.1]:\(host.server.port) \(try other.server.publicKey())"
        let error = try await host.failure(trusting: FiledHostKeys(knownHosts(host, line)))
        #expect(error.kind == .hostKeyMismatch, "\(error)")
        #expect(!error.isWorthRetrying)
        #expect(error.message.contains("/home/me/.ssh/known_hosts"), "\(error)")
        #expect(error.message.contains(try key(of: host).fingerprint), "\(error)")
        #expect(error.message.contains(try key(of: other).fingerprint), "\(error)")
        #expect(try await eventually { host.server.log.contains("preauth") }, "\(host.server.log)")
        #expect(host.server.log.firstMatch(of: Self.asking) == nil, "\(host.server.log)")
    }

    @Test func `a revoked key is refused although it is known`() async throws {
        let host = try await TestHost()
        let line = "[127.0.0.1]:\(host.server.port) \(try host.server.publicKey())"
        let error = try await host.failure(trusting: FiledHostKeys(knownHosts(host, line, "@revoked " + line)))
        #expect(error.kind == .hostKeyMismatch, "\(error)")
        #expect(error.message.contains("revoked"), "\(error)")
    }

    @Test func `who is accepted as new must stay who he is`() async throws {
        let host = try await TestHost()
        let connector = try host.connecting()
        let first = try await connector.withShell(to: host.endpoint) { $0.identity }
        #expect(first?.trust.contains("nobody vouches") == true)
        let second = try await connector.withShell(to: host.endpoint) { $0.identity }
        #expect(second?.fingerprint == first?.fingerprint)
        await host.server.stop()
        let changed = try await SSHServer(authorizedKeys: [], port: host.server.port)
        let error = try await shellError { try await connector.withShell(to: host.endpoint) { _ in } }
        #expect(error.kind == .hostKeyMismatch, "\(error)")
        #expect(error.message.contains(first?.fingerprint ?? "?"), "\(error)")
        #expect(changed.log.firstMatch(of: Self.asking) == nil, "\(changed.log)")
        // Another machine at the same address is somebody else.
        let other = try await shellError {
            try await connector.withShell(to: host.endpoint(hostID: "i-other")) { _ in }
        }
        #expect(other.kind == .authenticationRefused, "\(other)")
    }
}
