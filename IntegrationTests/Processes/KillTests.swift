import Glibc
import IntegrationSupport
import Orchestration
import PTPVerify
import Simulation
import Testing

/// Whatever the moment of death: a sweep finds and removes what is left, and nothing else.
@Suite(.serialized, .onOwnThreads) struct KillTests {
    private static let deaths = 50
    private static let atOnce = 4
    private static let seed: UInt64 = 20_261_121

    @Test func `a run killed at any moment leaves nothing that a sweep does not find`() async throws {
        var random = SeededGenerator(seed: Self.seed)
        var killed = 0
        var leaking = 0
        // A run that was faster than its killer does not count.
        for _ in 1...Self.deaths where killed < Self.deaths {
            let moments = (0..<Self.atOnce).map { _ in Int.random(in: 0...300, using: &random) }
            for death in try await Self.kill(at: moments) {
                killed += death.isKilled ? 1 : 0
                leaking += death.isLeaking ? 1 : 0
            }
        }
        #expect(killed >= Self.deaths)
        // Otherwise the test would not test what it says.
        #expect(leaking >= Self.deaths / 4, "seed \(Self.seed): only \(leaking) of \(killed) left anything behind")
    }

    private struct Death {
        let isKilled: Bool
        let isLeaking: Bool
    }

    private static func kill(at moments: [Int]) async throws -> [Death] {
        try await withThrowingTaskGroup(of: Death.self) { group in
            for moment in moments { group.addTask { try await kill(at: moment) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private static func kill(at milliseconds: Int) async throws -> Death {
        let sandbox = try Sandbox()
        let foreign = try sandbox.addForeign()
        let child = try sandbox.start(["run"], sandbox.lasting(pace: 0.002))
        // Some die before they have begun; how long that takes depends on what else the machine does.
        if !milliseconds.isMultiple(of: 8) { try await sandbox.journal(of: child) { $0.startedAt != nil } }
        try await Task.sleep(for: .milliseconds(milliseconds))
        child.send(SIGKILL)
        let isKilled = await child.end().code == -Int(SIGKILL)
        let isLeaking = try await sandbox.tellsWhatHappened(killedAfter: "\(milliseconds) ms")
        try await sandbox.sweep(leaving: foreign)
        return Death(isKilled: isKilled, isLeaking: isLeaking)
    }

    @Test(arguments: [0, 100, 250])
    func `a test process killed in its run leaves nothing that a sweep does not find`(milliseconds: Int) async throws {
        let sandbox = try Sandbox()
        let foreign = try sandbox.addForeign()
        let child = try sandbox.startSuite(sandbox.lasting(pace: 0.01))
        try await sandbox.journal(of: child) { !$0.ledger.leaks.isEmpty }
        try await Task.sleep(for: .milliseconds(milliseconds))
        child.send(SIGKILL)
        #expect(await child.end().code == -Int(SIGKILL))
        #expect(try await sandbox.tellsWhatHappened(killedAfter: "its first intent and \(milliseconds) ms"))
        try await sandbox.sweep(leaving: foreign)
    }
}

extension Sandbox {
    /// Whether a report of the only run tells its story up to the kill; true when it says that something may still run.
    fileprivate func tellsWhatHappened(killedAfter moment: String) async throws -> Bool {
        guard let run = try runs.first else { return false }
        let history = try await run.read().history
        let report = try await tool("report", run.name)
        let story = "killed after \(moment): exit \(report.code)\n\(report.output)\(report.complaints)"
        #expect(report.code == (history.plan == nil ? 4 : history.exitCode), "\(story)")
        #expect(report.output.contains("the journal ends before the run does") == (history.recordedExitCode == nil))
        #expect(has("ptp-runs/\(run.name)/report.json") && has("ptp-runs/\(run.name)/report.yaml"), "\(story)")
        let isLeaking = !history.ledger.leaks.isEmpty
        #expect(report.output.contains("MAY STILL BE ") == isLeaking, "\(story)")
        #expect((report.code == 3) == isLeaking, "\(story)")
        return isLeaking
    }
}
