import AWS
import Orchestration
import PTPTesting
import Synchronization
import Testing

@Suite struct SystemProcessesTests {
    /// Time that does not pass: whatever runs runs to its end.
    private static let patient = SystemProcesses(
        environment: ["PATH": "/usr/bin:/bin", "GREETING": "hello"],
        clock: PatientClock()
    )

    private static func run(_ command: String) async -> ProcessOutcome {
        await patient.run(command, within: .seconds(10))
    }

    private static func said(_ text: String, status: Int32 = 0) -> ProcessOutcome {
        .exited(status: status, output: Secret(text))
    }

    @Test(arguments: [
        ("echo \"$GREETING\" 'you  there' | tr h H", said("Hello you  tHere\n")),
        ("printf x; exit 3", said("x", status: 3)), ("exec /nowhere", said("", status: 127)),
        ("kill -SEGV $$", .signalled(11)), ("cat", said("")), ("exec >&-; sleep 0.01; exit 4", said("", status: 4)),
        ("echo; sleep 1 &", said("\n")),
    ])
    func `a command is the shell's, and comes to its end`(command: String, expected: ProcessOutcome) async {
        #expect(await Self.run(command) == expected)
    }

    @Test func `much output comes whole, and too much is not waited for`() async {
        guard case .exited(0, let output) = await Self.run("head -c 1000000 /dev/zero") else {
            Issue.record("it did not end well")
            return
        }
        #expect(output.reveal(\.count) == 1_000_000)
        #expect(await Self.run("cat /dev/zero") == .tooMuchOutput)
    }

    @Test func `what is not done in time is killed with all that it started`() async throws {
        let clock = HastyClock()
        let processes = SystemProcesses(environment: ["PATH": "/usr/bin:/bin"], clock: clock)
        // The shell waits for its child, which holds the other end of standard output.
        #expect(await processes.run("sleep 1000; echo", within: .seconds(10)) == .timedOut)
        #expect(clock.now >= StoppedClock().now + .seconds(10))
    }

    @Test func `who is cancelled does not wait`() async {
        let outcome = await withTaskGroup(of: ProcessOutcome.self) { group in
            group.addTask {
                let processes = SystemProcesses(environment: [:], clock: CancellableClock())
                return await processes.run("/bin/sleep 1000", within: .seconds(10))
            }
            group.cancelAll()
            return await group.next()
        }
        #expect(outcome == .cancelled)
    }
}

/// Time that does not pass while others get their turn.
private struct PatientClock: RunClock {
    let now = StoppedClock().now

    func sleep(for duration: Duration) async throws { await Task.yield() }
}

/// Time that passes only by waiting, at once.
final class HastyClock: RunClock {
    private let moment = Mutex(StoppedClock().now)

    var now: Timestamp { moment.withLock(\.self) }

    func sleep(for duration: Duration) async throws {
        moment.withLock { $0 = $0 + duration }
        await Task.yield()
    }
}

/// Time that stands still, and tells who waits that they were cancelled.
private struct CancellableClock: RunClock {
    let now = StoppedClock().now

    func sleep(for duration: Duration) async throws { try Task.checkCancellation() }
}
