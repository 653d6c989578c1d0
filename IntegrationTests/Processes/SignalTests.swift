import Glibc
import IntegrationSupport
import Orchestration
import PTPVerify
import Simulation
import Testing

/// SIGINT, SIGTERM and SIGHUP end a run in order, and say so.
@Suite(.onOwnThreads) struct SignalTests {
    private static let pace = 0.01

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal ends the tool's run in order`(signal: Int32) async throws {
        let sandbox = try Sandbox()
        let child = try sandbox.start(["run"], sandbox.lastingLong(pace: Self.pace))
        try await sandbox.journal(of: child) { $0.cases.contains { $0.stage == .executing } }
        child.send(signal)
        let end = await child.end()
        #expect(end.code == 128 + Int(signal), "\(end.output)\(end.complaints)")
        let history = try await sandbox.history()
        #expect(history.stopCauses == [.signal(Int(signal))])
        #expect(history.recordedExitCode == end.code)
        #expect(history.ledger.leaks.isEmpty)
        #expect(sandbox.has("ptp-runs/latest/report.json") && sandbox.has("ptp-runs/latest/report.yaml"))
        let cloud = try #require(try sandbox.cloud.read())
        #expect(cloud.leftovers(at: cloud.time) == [])
    }

    @Test func `a run under nohup outlives its terminal and its parent`() async throws {
        let sandbox = try Sandbox()
        // The shell ends at once and the run goes on: nobody waits for its end.
        let words = ["-c", "nohup \"$0\" run >nohup.out 2>&1 & echo $! >id", Binaries.tool]
        _ = try sandbox.start("/bin/sh", with: words, sandbox.lasting(pace: 0.02))
        // A stage is soon over, and who looks may be slow.
        let isUnderWay = try await sandbox.waits { $0.cases.contains { !$0.steps.isEmpty } }
        try #require(isUnderWay)
        let id = try #require(Int32(String(decoding: sandbox.bytes("id").dropLast(), as: UTF8.self)))
        kill(id, SIGHUP)
        let isOver = try await sandbox.waits { $0.recordedExitCode != nil }
        #expect(isOver)
        if !isOver { kill(id, SIGKILL) }
        let history = try await sandbox.history()
        #expect(history.stopCauses == [])
        #expect(history.recordedExitCode == 0)
    }

    @Test func `a second signal hurries what the first one ends`() async throws {
        let sandbox = try Sandbox()
        let child = try sandbox.start(["run"], sandbox.lastingLong(pace: 0.8))
        try await sandbox.journal(of: child) { $0.cases.contains { $0.stage == .executing } }
        child.send(SIGINT)
        try await sandbox.journal(of: child) { $0.stopCauses.count == 1 }
        let first = try #require(try await sandbox.history().lastAt)
        child.send(SIGINT)
        let end = await child.end()
        let history = try await sandbox.history()
        #expect(history.stopCauses.count == 2, "\(end.output)")
        // What could not be confirmed in a hurry is said, not forgotten.
        #expect(end.code == (history.ledger.leaks.isEmpty ? 130 : 3))
        #expect(sandbox.has("ptp-runs/latest/report.json"))
        // Fifteen seconds for the case, fifteen for what is shared.
        #expect(try #require(history.lastAt) - first < .seconds(35))
        try await sandbox.sweep()
    }

    @Test func `a signal ends the suite's run in order, and the suite says so`() async throws {
        let sandbox = try Sandbox()
        let child = try sandbox.startSuite(sandbox.lastingLong(pace: Self.pace))
        try await sandbox.journal(of: child) { $0.cases.contains { $0.stage == .executing } }
        child.send(SIGINT)
        let end = await child.end()
        #expect(end.code == 1, "\(end.words)")
        #expect(end.words.contains("The run was stopped before its end: signal \(SIGINT)"))
        #expect(sandbox.has("ptp-runs/latest/report.json") && sandbox.has("ptp-runs/latest/report.yaml"))
        let history = try await sandbox.history()
        #expect(history.recordedExitCode != nil)
        // A suite is killed soon: its cleanup is hurried, and what EC2 did not confirm in time is told.
        #expect(end.words.contains("may still be there") == !history.ledger.leaks.isEmpty)
        let cloud = try #require(try sandbox.cloud.read())
        #expect(cloud.leftovers(at: cloud.time).allSatisfy { !$0.hasPrefix("i-") }, "an instance was not told to end")
        try await sandbox.sweep()
    }
}

extension Sandbox {
    /// Waits until the journal of the only run tells something; false when it does not within a minute.
    fileprivate func waits(until isTold: (RunHistory) -> Bool) async throws -> Bool {
        for _ in 0..<3_000 {
            if try runs.count == 1, try await isTold(history()) { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
}
