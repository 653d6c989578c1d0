import Glibc
import IntegrationSupport
import Orchestration
import SSH
import Shell
import Testing

@Suite(.onOwnThreads, .needsSSHServer) struct AgentTests {
    private let directory: Directory

    init() throws { directory = try Directory(holdsSecrets: true) }

    private static let forms = [
        KeyPair.Form(), KeyPair.Form(kind: "ecdsa", bits: 256), KeyPair.Form(kind: "ecdsa", bits: 384),
        KeyPair.Form(kind: "ecdsa", bits: 521),
    ]

    @Test func `an agent lets us in with every kind of key`() async throws {
        for form in Self.forms {
            let pair = try await KeyPair(form, in: directory)
            let host = try await TestHost(authorized: [pair.publicLine])
            let agent = try await TestAgent()
            try await agent.add(pair)
            #expect(try await host.run("echo in", as: .agent(path: agent.path)).output == "in\n", "\(form)")
        }
    }

    @Test func `the right key is found among others`() async throws {
        let agent = try await TestAgent()
        var pairs: [KeyPair] = []
        for form in Self.forms + [KeyPair.Form(kind: "rsa", bits: 2048)] {
            let pair = try await KeyPair(form, in: directory)
            try await agent.add(pair)
            pairs.append(pair)
        }
        let host = try await TestHost(authorized: [pairs[3].publicLine])
        #expect(try await host.run("echo in", as: .agent(path: agent.path)).output == "in\n")
    }

    @Test func `a key that the agent does not want to sign with is passed over`() async throws {
        let agent = try await TestAgent()
        let pairs = [
            try await KeyPair(KeyPair.Form(), in: directory), try await KeyPair(KeyPair.Form(), in: directory),
        ]
        // Whoever should confirm is not there, which is a no.
        try await agent.add(pairs[0], ["-c"])
        try await agent.add(pairs[1])
        let host = try await TestHost(authorized: pairs.map(\.publicLine))
        #expect(try await host.run("echo in", as: .agent(path: agent.path)).output == "in\n")
        let one = try await TestAgent()
        try await one.add(pairs[0], ["-c"])
        let error = try await host.failure(as: .agent(path: one.path))
        #expect(error.kind == .authenticationRefused, "\(error)")
    }

    @Test func `an agent with no right key is refused, and says which were tried`() async throws {
        let host = try await TestHost()
        let agent = try await TestAgent()
        let empty = try await host.failure(as: .agent(path: agent.path))
        #expect(empty.kind == .authenticationRefused, "\(empty)")
        #expect(empty.message.contains("no key"), "\(empty)")
        try await agent.add(try await KeyPair(KeyPair.Form(), in: directory))
        let wrong = try await host.failure(as: .agent(path: agent.path))
        #expect(wrong.kind == .authenticationRefused, "\(wrong)")
        #expect(wrong.message.contains("none of its keys"), "\(wrong)")
    }

    @Test func `more keys than the host has patience for is a refusal, not a lost connection`() async throws {
        let agent = try await TestAgent()
        for _ in 0..<8 { try await agent.add(try await KeyPair(KeyPair.Form(), in: directory)) }
        let host = try await TestHost(settings: ["MaxAuthTries 3"])
        let error = try await host.failure(as: .agent(path: agent.path))
        #expect(error.kind == .authenticationRefused, "\(error)")
        #expect(error.message.contains("MaxAuthTries"), "\(error)")
    }

    @Test func `an agent that hangs costs no more than the time for opening`() async throws {
        let host = try await TestHost()
        let agent = try await TestAgent()
        agent.hang()
        var limits = SSHConnector.Limits()
        limits.opening = .seconds(3)
        let connector = try host.connecting(as: .agent(path: agent.path), limits: limits)
        let taken = try await duration {
            let error = try await shellError { try await connector.withShell(to: host.endpoint) { _ in } }
            #expect(error.kind == .timedOut, "\(error)")
            #expect(error.message.contains(agent.path), "\(error)")
        }
        #expect(taken < .seconds(15), "\(taken)")
    }

    @Test func `no agent is an error of this machine, and says what to do`() async throws {
        let host = try await TestHost()
        for path in ["\(directory.path)/nothing", "", String(repeating: "a", count: 200)] {
            let error = try await host.failure(as: .agent(path: path))
            #expect(error.kind == .unable, "\(error)")
            #expect(error.message.contains("agent"), "\(error)")
        }
    }

    @Test func `who does not speak as agents do is no agent`() async throws {
        let host = try await TestHost()
        let answers: [[UInt8]] = [
            [], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 12], [0, 0, 0, 5, 12, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 1, 5],
        ]
        for answer in answers {
            let agent = try PathListener { connection in
                var question = [UInt8](repeating: 0, count: 5)
                _ = unsafe read(connection, &question, 5)
                _ = unsafe answer.withUnsafeBytes {
                    unsafe send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
            }
            let error = try await host.failure(as: .agent(path: agent.path))
            #expect(error.kind == .unable, "\(answer): \(error)")
        }
    }
}
