import Foundation
import IntegrationSupport
import Orchestration
import PTPTesting
import PTPVerify
import SSH
import Shell
import Testing

@Suite(.needsSSHServer, .onOwnThreads)
struct ContractTests {
    @Test func `a real host keeps what every shell promises`() async throws {
        let key = ThrowAwayKey(comment: "contract")
        let server = try await SSHServer(authorizedKeys: [key.authorizedKey])
        let surroundings = Surroundings.system()
        let connector = SSHConnector(as: try key.login, trusting: AcceptedHostKeys(), in: surroundings)
        let endpoint = ShellEndpoint(host: server.address, port: server.port, user: server.user)
        let contract = RemoteShellContract(clock: surroundings.clock) { use in
            try await connector.withShell(to: endpoint) { try await use($0) }
        }
        try await contract.check()
        await server.stop(andConnections: true)
    }

    @Test func `OpenSSH's own tool finds the same hosts in a file, hashed or not`() async throws {
        let directory = try Directory()
        let key = ThrowAwayKey(comment: "comment").authorizedKey
        let names = [
            "*.example.com,!bad.example.com", "EXAMPLE.org", "host?,10.0.0.*", "[port.example.net]:2222", "[*]:2022,!x",
            "2001:db8::1", "[::1]:2222", "a**b,?*c", "!never", ",,odd,,", "|1|bad", "#comment", "with space",
        ]
        let plain = ["example.net", "UPPER.example.net", "[example.net]:2200", "10.1.1.1", "::2"]
        let hosts: [(String, Int)] = [
            ("a.example.com", 22), ("bad.example.com", 22), ("example.com", 22), ("Example.Org", 22), ("host1", 22),
            ("host12", 22), ("10.0.0.9", 22), ("10.0.1.9", 22), ("port.example.net", 2222), ("port.example.net", 22),
            ("any", 2022), ("any", 2023), ("2001:db8::1", 22), ("2001:DB8::1", 22), ("::1", 2222), ("::1", 22),
            ("aXb", 22), ("ab", 22), ("c", 22), ("Xc", 22), ("never", 22), ("odd", 22), ("with", 22),
            ("example.net", 22),
            ("EXAMPLE.net", 22), ("upper.example.net", 22), ("example.net", 2200), ("10.1.1.1", 22), ("::2", 22),
            ("example.net", 2201),
        ]
        try directory.write(plain.map { "\($0) \(key)\n" }.joined(), to: "hashed")
        let hashing = try await directory.start(keygen, ["-q", "-H", "-f", "hashed"]).end()
        #expect(hashing.code == 0, "\(hashing.words)")
        let hashed = try String(contentsOfFile: "\(directory.path)/hashed", encoding: .utf8)
        #expect(hashed.hasPrefix("|1|") && !hashed.contains("example"))
        let content = names.map { "\($0) \(key)\n" }.joined() + hashed
        try directory.write(content, to: "known_hosts")
        let known = KnownHosts(content, path: "known_hosts")
        for (host, port) in hosts {
            // As ssh itself does before it looks.
            let host = host.lowercased()
            let name = port == 22 ? host : "[\(host)]:\(port)"
            let found = try await directory.start(keygen, ["-F", name, "-f", "known_hosts"]).end()
            #expect(known.keys(of: host, port: port).isEmpty == (found.code != 0), "\(name): \(found.words)")
        }
    }
}

private let keygen = "/usr/bin/ssh-keygen"
