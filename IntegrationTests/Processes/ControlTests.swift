import Orchestration
import PTPVerify
import Testing

/// What another process can ask of a run.
@Suite(.onOwnThreads) struct ControlTests {
    @Test func `a run is paused, resumed, watched and stopped from outside`() async throws {
        let sandbox = try Sandbox()
        let child = try sandbox.start(["run"], sandbox.lastingLong(pace: 0.01))
        try await sandbox.journal(of: child) { $0.state == .running }
        #expect(try await sandbox.status().hasPrefix("sim-"))

        #expect(try await sandbox.tool("pause").code == 0)
        try await sandbox.journal(of: child) { history in
            history.state == .paused && history.cases.allSatisfy { [.planned, .ended].contains($0.stage) }
        }
        #expect(try await sandbox.status().contains("paused"))
        #expect(try await sandbox.status().contains("its process is alive"))

        let ended = try await sandbox.history().cases.count { $0.stage == .ended }
        #expect(try await sandbox.tool("resume").code == 0)
        try await sandbox.journal(of: child) { $0.cases.count { $0.stage != .planned } > ended }

        // Whoever lives is spared, and its cloud is not changed behind its back.
        let sweep = try await sandbox.tool("sweep", "--apply", variables: sandbox.sweeping)
        #expect(sweep.code == 2)
        #expect(sweep.complaints.contains("is alive and works on it"), "\(sweep.complaints)")
        #expect(try await sandbox.tool("sweep", variables: sandbox.sweeping).output.contains("its run is alive"))

        #expect(try await sandbox.tool("stop").code == 0)
        let end = await child.end()
        #expect(end.code == 4, "\(end.output)\(end.complaints)")
        #expect(try await sandbox.history().stopCauses == [.request])
        #expect(try await sandbox.status().contains("it ended with exit code 4"))
        try await sandbox.sweep()
    }

    @Test(arguments: ["pause", "resume", "stop"])
    func `a run that is not alive cannot be asked`(request: String) async throws {
        let sandbox = try Sandbox()
        _ = try await sandbox.tool("run")
        let end = try await sandbox.tool(request)
        #expect(end.code == 2)
        #expect(end.complaints.contains("its process is gone"), "\(end.complaints)")
        #expect(!sandbox.has("ptp-runs/latest/control"))
    }

    @Test func `two runs at once never share a directory`() async throws {
        let sandbox = try Sandbox()
        let children = try (1...4).map { _ in try sandbox.start(["run"]) }
        for child in children { #expect(await child.end().code == 0) }
        let runs = try sandbox.runs
        #expect(runs.count == 4)
        for run in runs { #expect(try await run.read().history.recordedExitCode == 0) }
    }

    @Test func `a journal has one writer`() async throws {
        let sandbox = try Sandbox()
        let child = try sandbox.start(["run"], sandbox.lastingLong(pace: 0.01))
        try await sandbox.journal(of: child) { $0.state == .running }
        let path = try #require(try sandbox.runs.first).journalPath
        #expect(throws: JournalError.inUse(path: path)) { try FileJournal(path) }
        child.send(2)
        #expect(await child.end().code == 130)
    }
}

extension Sandbox {
    fileprivate func status() async throws -> String {
        let end = try await tool("status")
        #expect(end.code == 0, "\(end.complaints)")
        return end.output
    }
}
