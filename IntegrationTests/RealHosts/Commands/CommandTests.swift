import Foundation
import IntegrationSupport
import Orchestration
import SSH
import Shell
import Testing

@Suite(.onOwnThreads, .needsSSHServer) struct CommandTests {
    @Test func `what a command says and how it ends comes back byte for byte`() async throws {
        let host = try await TestHost()
        try await host.connecting().withShell(to: host.endpoint) { shell in
            let both = try await shell.run(Command("echo out; echo trouble >&2; exit 3"))
            #expect(both.output == "out\n" && both.errorOutput == "trouble\n" && both.exitStatus == 3)
            let bare = try await shell.run(Command("printf 'no newline'"))
            #expect(bare.output == "no newline" && bare.isSuccess)
            let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let echoed = try await shell.run(Command("cat", input: bytes))
            #expect(echoed.outputBytes == bytes)
            let nothing = try await shell.run(Command("exit 255"))
            #expect(nothing.exitStatus == 255 && nothing.outputBytes.isEmpty && nothing.errorBytes.isEmpty)
            let environment = ["A": "it's \"so\" $HOME\n\\", "EMPTY": ""]
            let told = try await shell.run(Command("printf %s \"$A$EMPTY$LC_ALL\"", environment: environment))
            #expect(told.output == "it's \"so\" $HOME\n\\C")
        }
    }

    @Test func `a command longer than a request may be runs all the same`() async throws {
        let host = try await TestHost()
        let long = String(repeating: "x", count: 200_000)
        let result = try await host.connecting().withShell(to: host.endpoint) {
            try await $0.run(Command("printf %s '\(long)'; cat", input: Array("and input".utf8)))
        }
        #expect(result.output == long + "and input")
    }

    @Test func `a command that a signal ends is killed, not successful`() async throws {
        let host = try await TestHost()
        try await host.connecting().withShell(to: host.endpoint) { shell in
            let killed = try await shell.run(Command("kill -9 $$"))
            #expect(killed.ending == .killed(signal: "KILL"))
            let asked = try await shell.run(Command("kill -TERM $$"))
            #expect(asked.ending == .killed(signal: "TERM"))
            let next = try await shell.run(Command("echo still here"))
            #expect(next.output == "still here\n")
        }
    }

    @Test func `a command that closes its streams, or reads nothing, is waited for`() async throws {
        let host = try await TestHost()
        try await host.connecting().withShell(to: host.endpoint) { shell in
            let closed = try await shell.run(Command("exec >&- 2>&-; sleep 0.3; exit 4"))
            #expect(closed.exitStatus == 4)
            let deaf = try await shell.run(Command("exit 5", input: [UInt8](repeating: 0, count: 8 << 20)))
            #expect(deaf.exitStatus == 5)
            let next = try await shell.run(Command("echo still here"))
            #expect(next.output == "still here\n")
        }
    }

    @Test func `a shell that is kept beyond its loan says so, even when nobody is left to run anything`() async throws {
        let host = try await TestHost()
        var kept: (any RemoteShell)?
        do {
            let connector = try host.connecting()
            try await connector.withShell(to: host.endpoint) { kept = $0 }
        }
        let shell = try #require(kept)
        let error = try await shellError { try await shell.run(Command("true")) }
        #expect(error.kind == .connectionLost, "\(error)")
    }

    /// In a process of its own, where nobody else takes memory.
    @Test func `a hundred megabytes are taken and dropped`() async {
        await #expect(processExitsWith: .success) {
            let host = try await TestHost()
            try await host.withShell { shell in
                _ = try await shell.run(Command("true"))
                let before = residentKilobytes()
                let flood = Command(
                    "head -c 104857600 /dev/zero; echo end >&2",
                    timeout: .seconds(120),
                    outputLimit: 1000
                )
                let result = try await shell.run(flood)
                #expect(result.isTruncated && result.isSuccess)
                #expect(result.outputBytes == [UInt8](repeating: 0, count: 1000))
                #expect(result.errorOutput == "end\n")
                #expect(residentKilobytes() - before < 30_000)
            }
            leave()
        }
    }

    @Test func `commands that come at the same time wait for each other`() async throws {
        let host = try await TestHost()
        try await host.connecting().withShell(to: host.endpoint) { shell in
            try await withThrowingTaskGroup { group in
                for number in 0..<20 {
                    group.addTask {
                        let result = try await shell.run(Command("echo \(number)"))
                        #expect(result.output == "\(number)\n")
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

/// How much memory this process holds.
func residentKilobytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    return status.firstMatch(of: #/VmRSS:\s*(\d+)/#).flatMap { Int($0.1) } ?? 0
}
