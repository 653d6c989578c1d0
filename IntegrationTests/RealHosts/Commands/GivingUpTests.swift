import Foundation
import Glibc
import IntegrationSupport
import Orchestration
import SSH
import Shell
import Testing

@Suite(.onOwnThreads, .needsSSHServer) struct GivingUpTests {
    /// Starts processes that would sleep long, in ways that are hard to end, and notes their numbers.
    private static func sleepers(_ file: String) -> String {
        """
        sleep 600 & echo $! > \(file)
        (trap '' TERM; sleep 600 & echo $! >> \(file); wait) &
        nohup sleep 600 > /dev/null 2>&1 & echo $! >> \(file)
        echo $$ >> \(file); echo ready
        wait
        """
    }

    private func numbers(in file: String) -> [Int32] {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { Int32($0) }
    }

    /// Whether a process comes to its end: whoever is killed is gone as soon as a processor has time for that.
    private func ends(_ id: Int32) async throws -> Bool { try await eventually { !isRunning(id) } }

    /// Whether a process runs; one that nobody has buried does not.
    private func isRunning(_ id: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8) else { return false }
        return status.firstMatch(of: #/State:\s*[ZX]/#) == nil
    }

    @Test func `a command that takes too long is ended with all that it started, and the session goes on`()
        async throws
    {
        let host = try await TestHost()
        let file = "\(host.server.directory.path)/numbers"
        try await host.connecting().withShell(to: host.endpoint) { shell in
            let error = try await shellError {
                try await shell.run(Command(Self.sleepers(file), timeout: .seconds(1)))
            }
            #expect(error.kind == .commandTimedOut, "\(error)")
            #expect(error.message.contains("6 bytes of output"), "\(error)")
            let started = numbers(in: file)
            #expect(started.count == 4)
            for id in started { #expect(try await ends(id), "\(id) still runs") }
            #expect(try await shell.run(Command("echo still here")).output == "still here\n")
        }
    }

    @Test func `a command whose task is cancelled is ended with all that it started, and the session goes on`()
        async throws
    {
        let host = try await TestHost()
        let file = "\(host.server.directory.path)/numbers"
        try await host.connecting().withShell(to: host.endpoint) { shell in
            let isReady = { try await eventually { numbers(in: file).count == 4 } }
            let error = try await cancelled(when: isReady) {
                try await shell.run(Command(Self.sleepers(file), timeout: .seconds(300)))
            }
            #expect(error.kind == .cancelled)
            for id in numbers(in: file) { #expect(try await ends(id), "\(id) still runs") }
            #expect(try await shell.run(Command("echo still here")).output == "still here\n")
        }
    }

    @Test func `a command that is given up as soon as it has begun is ended, too`() async throws {
        let host = try await TestHost()
        let file = "\(host.server.directory.path)/number"
        try await host.connecting().withShell(to: host.endpoint) { shell in
            for _ in 0..<5 {
                let isReady = { try await eventually { numbers(in: file).count == 1 } }
                let error = try await cancelled(when: isReady) {
                    try await shell.run(Command("echo $$ > \(file); exec sleep 600", timeout: .seconds(300)))
                }
                #expect(error.kind == .cancelled)
                for id in numbers(in: file) { #expect(try await ends(id), "\(id) still runs") }
                try FileManager.default.removeItem(atPath: file)
            }
        }
    }

    @Test func `a command that floods is ended in time`() async throws {
        let host = try await TestHost()
        try await host.connecting().withShell(to: host.endpoint) { shell in
            let taken = try await duration {
                let error = try await shellError {
                    try await shell.run(Command("yes", timeout: .milliseconds(500), outputLimit: 100))
                }
                #expect(error.kind == .commandTimedOut, "\(error)")
                #expect(error.output == Array(String(repeating: "y\n", count: 50).utf8), "what came before is kept")
            }
            #expect(taken < .seconds(20), "\(taken)")
            #expect(try await shell.run(Command("echo still here")).output == "still here\n")
        }
    }

    @Test func `who waits for his turn and gives up does not disturb the others`() async throws {
        let host = try await TestHost()
        try await host.connecting().withShell(to: host.endpoint) { shell in
            async let first = shell.run(Command("sleep 0.5; echo first"))
            let error = try await cancelled(when: { true }) { try await shell.run(Command("echo second")) }
            #expect(error.kind == .cancelled)
            let result = try await first
            #expect(result.output == "first\n")
        }
    }

    @Test func `where a host allows one command at a time, one that hangs costs the connection, not more`()
        async throws
    {
        let host = try await TestHost(settings: ["MaxSessions 1"])
        let connector = try host.connecting()
        try await connector.withShell(to: host.endpoint) { shell in
            for number in 0..<5 {
                #expect(try await shell.run(Command("echo \(number)")).output == "\(number)\n")
            }
            let taken = try await duration {
                let error = try await shellError {
                    try await shell.run(Command("sleep 20", timeout: .milliseconds(300)))
                }
                #expect(error.kind == .commandTimedOut, "\(error)")
                let next = try await shellError { try await shell.run(Command("true")) }
                #expect(next.kind == .connectionLost, "\(next)")
                #expect(next.isWorthRetrying)
            }
            #expect(taken < .seconds(15), "\(taken)")
        }
        let again = try await connector.withShell(to: host.endpoint) { try await $0.run(Command("echo back")) }
        #expect(again.output == "back\n")
    }

    @Test func `a host that allows no command at all says so`() async throws {
        let host = try await TestHost(settings: ["MaxSessions 0"])
        let error = try await host.failure()
        #expect(error.kind == .commandRefused, "\(error)")
    }

    @Test func `a connection that breaks in mid-command says how far it got`() async throws {
        let host = try await TestHost()
        let ready = "\(host.server.directory.path)/ready"
        try await host.connecting().withShell(to: host.endpoint) { shell in
            async let failure = shellError {
                try await shell.run(Command("echo 12345; sleep 0.5; touch \(ready); sleep 200", timeout: .seconds(300)))
            }
            #expect(try await eventually { FileManager.default.fileExists(atPath: ready) })
            for id in host.server.connections { kill(id, SIGKILL) }
            let error = try await failure
            #expect(error.kind == .connectionLost, "\(error)")
            #expect(error.message.contains("6 bytes of output"), "\(error)")
            let next = try await shellError { try await shell.run(Command("true")) }
            #expect(next.kind == .connectionLost, "\(next)")
        }
    }

    @Test func `a command that the host breaks off is no success`() async throws {
        let host = try await TestHost(settings: ["ChannelTimeout session*=1s"])
        try await host.connecting().withShell(to: host.endpoint) { shell in
            let error = try await shellError {
                try await shell.run(Command("echo 12345; sleep 4", timeout: .seconds(8)))
            }
            #expect(error.kind == .connectionLost, "\(error)")
            #expect(error.message.contains("did not say how it ended"), "\(error)")
            #expect(try await shell.run(Command("exit 0")).isSuccess)
        }
    }
}
