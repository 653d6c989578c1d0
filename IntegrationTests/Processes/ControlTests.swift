import Glibc
import IntegrationSupport
import Orchestration
import PTPVerify
import Simulation
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

    @Test func `two runs on one simulated cloud: the second is told, and changes nothing`() async throws {
        let sandbox = try Sandbox()
        let child = try sandbox.start(["run"], sandbox.lastingLong(pace: 0.01))
        try await sandbox.journal(of: child) { $0.state == .running }
        let second = try await sandbox.tool("run", variables: sandbox.sweeping)
        #expect(second.code == 2)
        #expect(second.output.isEmpty, "\(second.output)")
        let told = """
            /cloud.json: another living run works on it. Wait for it, stop it, or name another simulation_state.

            """
        #expect(second.complaints.hasSuffix(told), "\(second.complaints)")
        #expect(second.complaints.split(separator: "\n").count == 1, "\(second.complaints)")
        #expect(try sandbox.runs.count == 1)
        child.send(2)
        #expect(await child.end().code == 130)
        // The lock ends with its process.
        #expect(try await sandbox.tool("run", variables: sandbox.sweeping).code == 0)
    }

    @Test func `to stop outweighs to pause, whichever was asked first`() async throws {
        for requests in [["stop", "pause"], ["pause", "stop"]] {
            let sandbox = try Sandbox()
            let child = try sandbox.start(["run"], sandbox.lastingLong(pace: 0.01))
            try await sandbox.journal(of: child) { $0.state == .running }
            // Both are there before the run can look.
            child.send(SIGSTOP)
            for request in requests { #expect(try await sandbox.tool(request).code == 0) }
            child.send(SIGCONT)
            let end = await child.end()
            #expect(end.code == 4, "\(end.words)")
            let history = try await sandbox.history()
            #expect((history.stopCauses, history.state) == ([.request], .completed))
            #expect(history.ledger.leaks.isEmpty)
            #expect(!sandbox.has("ptp-runs/latest/request-pause") && !sandbox.has("ptp-runs/latest/request-stop"))
        }
    }

    @Test func `a run that is asked to pause while it stops, stops`() async throws {
        let sandbox = try Sandbox()
        let child = try sandbox.start(["run"], sandbox.lastingLong(pace: 0.05))
        try await sandbox.journal(of: child) { $0.state == .running }
        #expect(try await sandbox.tool("stop").code == 0)
        try await sandbox.journal(of: child) { $0.state == .stopping }
        // It may be over by now, which is told, too.
        let pause = try await sandbox.tool("pause")
        #expect(pause.code == 0 || pause.complaints.contains("its process is gone"), "\(pause.words)")
        #expect(await child.end().code == 4)
        #expect(try await sandbox.history().state == .completed)
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
