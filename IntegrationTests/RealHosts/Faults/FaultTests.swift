import Foundation
import IntegrationSupport
import Orchestration
import SSH
import Shell
import Synchronization
import Testing

/// A process of their own, so that descriptors and threads can be counted to the last.
@Suite(.needsSSHServer) struct FaultTests {
    // Fifty sessions make 20,000 commands in an optimised build, which CI runs by itself; here others want the
    // processors, too.
    #if DEBUG
    private static let commands = 40.0
    #else
    private static let commands = 400.0
    #endif

    /// `PROPERTY_SEED=7` draws other faults and commands, `PROPERTY_RUNS=10` makes ten times as many.
    @Test(.timeLimit(.minutes(20)))
    func `thousands of commands over lines that break end right or with the right error`() async {
        await #expect(processExitsWith: .success) {
            let environment = ProcessInfo.processInfo.environment
            let seed = environment["PROPERTY_SEED"].flatMap(UInt64.init) ?? 1
            let factor = environment["PROPERTY_RUNS"].flatMap(Double.init) ?? 1
            let run = LongRun(seed: seed, commands: max(1, Int(Self.commands * factor)))
            let taken = try await duration { try await run.perform() }
            let words = "\(run.summary) in \(taken), PROPERTY_SEED=\(seed)\n"
            FileHandle.standardError.write(Data(words.utf8))
            leave()
        }
    }
}

/// Sessions that run commands over faulty lines.
private final class LongRun: Sendable {
    private static let sessions = 50
    /// What ends a command that hangs, and what a busy machine may need on top.
    private static let slack = Duration.seconds(12)

    private struct Tally {
        var right = 0
        var failed: [ShellError.Kind: Int] = [:]
        var connections = 0
    }

    private let seed: UInt64
    private let commands: Int
    private let tally = Mutex(Tally())

    init(seed: UInt64, commands: Int) {
        self.seed = seed
        self.commands = commands
    }

    var summary: String {
        let tally = tally.withLock { $0 }
        let failures = tally.failed.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            "\($0.key.rawValue) \($0.value)"
        }
        return "\(tally.right) right, \(failures.joined(separator: ", ")), over \(tally.connections) connections"
    }

    func perform() async throws {
        let host = try await TestHost()
        // What is made once and stays, such as a name service or a pool of threads, is made before the counting.
        _ = try await host.run("true")
        #expect(try await eventually { Census.now.threads < 40 })
        let before = Census.now
        do {
            let connector = try host.connecting(limits: .init())
            try await withThrowingTaskGroup { group in
                for number in 0..<Self.sessions {
                    group.addTask { try await self.session(number, of: host, by: connector) }
                }
                try await group.waitForAll()
            }
        }
        #expect(tally.withLock { $0.right + $0.failed.values.reduce(0, +) } >= commands * Self.sessions)
        #expect(tally.withLock { !$0.failed.isEmpty }, "nothing went wrong")
        #expect(try await eventually { Census.now.isWithin(before) }, "\(before), then \(Census.now)")
    }

    private func session(_ number: Int, of host: TestHost, by connector: SSHConnector) async throws {
        var generator = SeededGenerator(seed: seed).derived(number)
        let line = try FaultyLine(to: host.server.port, seed: generator.derived(0))
        let endpoint = host.endpoint(port: line.port)
        var done = 0
        while done < commands {
            let start = ContinuousClock.now
            var isOpen = false
            do {
                try await connector.withShell(to: endpoint) { shell in
                    isOpen = true
                    while done < commands {
                        done += 1
                        try await self.attempt(Trial(using: &generator), in: shell)
                    }
                }
            } catch let error as ShellError {
                if !isOpen {
                    let kinds: [ShellError.Kind] = [.connectionLost, .keyExchangeFailed, .timedOut, .notSSH]
                    #expect(kinds.contains(error.kind), "\(error)")
                    #expect(ContinuousClock.now - start < .seconds(22) + Self.slack, "\(error)")
                }
                #expect(line.isHarmed, "nothing went wrong, and yet: \(error)")
                tally.withLock { $0.failed[error.kind, default: 0] += 1 }
            }
        }
        tally.withLock { $0.connections += line.connections }
    }

    /// Runs a command; after a failure the session is as good as lost, whether or not it still stands.
    private func attempt(_ trial: Trial, in shell: any RemoteShell) async throws {
        let start = ContinuousClock.now
        do {
            let result = try await shell.run(trial.command)
            let problem = trial.refute(result)
            #expect(problem == nil, "\(trial.command.text.prefix(80)): \(problem ?? "")")
            tally.withLock { $0.right += 1 }
        } catch {
            #expect([.connectionLost, .commandTimedOut].contains(error.kind), "\(error)")
            #expect(ContinuousClock.now - start < trial.command.timeout + Self.slack, "\(error)")
            throw error
        }
    }
}

/// What this process holds.
struct Census: CustomStringConvertible {
    let descriptors: Int
    let threads: Int

    static var now: Census {
        func count(_ path: String) -> Int { (try? FileManager.default.contentsOfDirectory(atPath: path).count) ?? -1 }
        return Census(descriptors: count("/proc/self/fd"), threads: count("/proc/self/task"))
    }

    /// Whether it is no more than at another time.
    func isWithin(_ other: Census) -> Bool { descriptors <= other.descriptors && threads <= other.threads }

    var description: String { "\(descriptors) descriptors and \(threads) threads" }
}
