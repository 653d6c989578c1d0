import Foundation
import Glibc
import IntegrationSupport
import Orchestration
import PTPVerify
import SSH
import Shell
import Testing

@Suite(.onOwnThreads) struct ReachingTests {
    private let connector: SSHConnector

    init() throws {
        var limits = SSHConnector.Limits()
        limits.reaching = .milliseconds(500)
        limits.opening = .seconds(3)
        let key = try PrivateKey(ThrowAwayKey(comment: "of nobody").privateFile, name: "my key")
        connector = SSHConnector(as: .key(key), trusting: AcceptedHostKeys(), limits: limits, in: .system())
    }

    private func failure(at host: String = "127.0.0.1", _ port: Int) async throws -> ShellError {
        try await shellError {
            try await connector.withShell(to: ShellEndpoint(host: host, port: port, user: "me")) { _ in }
        }
    }

    @Test func `where nobody listens, we are refused`() async throws {
        let error = try await failure(try SSHServer.freePort())
        #expect(error.kind == .refused, "\(error)")
        #expect(error.isWorthRetrying)
    }

    @Test func `who accepts nobody costs no more than the time for reaching`() async throws {
        // A listener that accepts nobody, and whose queue is full, is silent as a machine is that is not there.
        let listener = try FullListener()
        let taken = try await duration {
            let error = try await failure(listener.port)
            #expect(error.kind == .timedOut, "\(error)")
            #expect(error.isWorthRetrying)
        }
        #expect(taken < .seconds(15), "\(taken)")
    }

    @Test func `a name that nobody bears is not found`() async throws {
        let error = try await failure(at: "no-such-host.invalid", 22)
        // Without a name server nobody can say that there is none.
        #expect([.nameNotFound, .unreachable, .timedOut].contains(error.kind), "\(error)")
        #expect(error.message.contains("no-such-host.invalid"), "\(error)")
        let senseless = try await failure(at: "no such host", 22)
        #expect(senseless.kind == .nameNotFound, "\(senseless)")
        #expect(!senseless.isWorthRetrying)
    }

    @Test(arguments: [
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "220 mail.example ESMTP\r\n", "\u{1}\u{2}\u{3}\n",
    ])
    func `whoever does not speak SSH is quoted`(greeting: String) async throws {
        for isPolite in [false, true] {
            let server = try LoopbackServer { connection in
                // Some speak first, some when they are spoken to.
                if isPolite {
                    _ = connection.take()
                    // No line is so short that the answer is there before we have put down what we asked with.
                    usleep(20_000)
                }
                connection.say(greeting)
            }
            defer { server.stop() }
            let error = try await failure(server.port)
            #expect(error.kind == .notSSH, "\(error)")
            #expect(error.isWorthRetrying)
            let firstLine = greeting.prefix { $0 != "\r\n" && $0 != "\n" }
            let quoted = firstLine.map { $0.asciiValue.map { $0 < 32 } ?? true ? "?" : String($0) }.joined()
            #expect(error.message.contains("\"\(quoted)\""), "\(error)")
        }
    }

    @Test func `who says nothing costs no more than the time for opening`() async throws {
        let server = try LoopbackServer { connection in while connection.take() {} }
        defer { server.stop() }
        let taken = try await duration {
            let error = try await failure(server.port)
            #expect(error.kind == .timedOut, "\(error)")
        }
        #expect(taken < .seconds(15), "\(taken)")
    }

    @Test(arguments: ["x", "a line\r\n"])
    func `a greeting that never ends is given up, and holds nobody else up`(part: String) async throws {
        let server = try LoopbackServer { connection in
            while connection.say(String(repeating: part, count: 4096)) {}
        }
        defer { server.stop() }
        let taken = try await duration {
            // As many as there are threads, and more.
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        let error = try await failure(server.port)
                        #expect(error.kind == .notSSH, "\(error)")
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(taken < .seconds(15), "\(taken)")
    }

    @Test func `a greeting that trickles is given up in time`() async throws {
        let server = try LoopbackServer { connection in while connection.say("x") { usleep(1000) } }
        defer { server.stop() }
        let taken = try await duration {
            let error = try await failure(server.port)
            #expect([.notSSH, .timedOut].contains(error.kind), "\(error)")
        }
        #expect(taken < .seconds(15), "\(taken)")
    }

    @Test(arguments: ["", "SSH-2.0-x\r\n", "SSH-2.0-x\r\n\0\0\0\u{c}nonsense"])
    func `who hangs up is a lost connection or has nothing in common with us`(greeting: String) async throws {
        for isReset in [false, true] {
            let server = try LoopbackServer { connection in
                connection.say(greeting)
                if isReset { connection.reset() }
            }
            defer { server.stop() }
            let error = try await failure(server.port)
            #expect([.connectionLost, .keyExchangeFailed].contains(error.kind), "\(error)")
            #expect(error.isWorthRetrying)
        }
    }

    @Test func `whoever gives up waiting does not wait for the time to pass`() async throws {
        let server = try LoopbackServer { connection in while connection.take() {} }
        defer { server.stop() }
        var limits = SSHConnector.Limits()
        limits.opening = .seconds(60)
        let key = try PrivateKey(ThrowAwayKey(comment: "of nobody").privateFile, name: "my key")
        let patient = SSHConnector(as: .key(key), trusting: AcceptedHostKeys(), limits: limits, in: .system())
        let endpoint = ShellEndpoint(host: "127.0.0.1", port: server.port, user: "me")
        let taken = try await duration {
            let error = try await cancelled(when: { try await eventually { server.connections > 0 } }) {
                try await patient.withShell(to: endpoint) { _ in }
            }
            #expect(error.kind == .cancelled)
        }
        #expect(taken < .seconds(30), "\(taken)")
    }
}

/// A listener whose queue is full.
private final class FullListener {
    let port: Int
    private var descriptors: [Int32] = []

    init() throws {
        let (listener, port) = try LoopbackAddress.listen(queue: 0)
        self.port = port
        descriptors = [listener]
        for _ in 0..<8 {
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
            let filler = socket(AF_INET, kind, 0)
            _ = LoopbackAddress.connect(filler, to: port)
            descriptors.append(filler)
        }
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}

extension LoopbackServer.Connection {
    /// Takes what comes; `false` at the end.
    fileprivate func take() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4096)
        return unsafe read(socket, &bytes, bytes.count) > 0
    }
}
