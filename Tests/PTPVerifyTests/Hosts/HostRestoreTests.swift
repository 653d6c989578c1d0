import Orchestration
import PTPTesting
import PTPVerify
import Reports
import Shell
import Simulation
import Testing

/// Machines of others are given back as they were, however a run on them ends.
@Suite struct HostRestoreTests {
    private static let lastStep = "# ptp-verify step forget:"
    /// Whatever is to be forgotten stays.
    private static let remembering: FlawedNetwork.Flaw = { command in
        guard command.text.hasPrefix(lastStep) else { return nil }
        return CommandResult(exitStatus: 1, output: "", errorOutput: "ptp-verify: it is not to be\n")
    }

    @Test func `a host is set up, proven and given back as it was`() throws {
        let run = try SetUpHosts("--driver=auto")
        #expect(run.outcome == CaseOutcome(status: .met, verdict: .supported, disposal: .restored))
        #expect(run.steps.count > 3, "\(run.steps)")
        #expect(run.after == run.before)
        #expect(run.history.exitCode == ExitCode.success)
        #expect(run.history.ledger.all.map(\.state) == [.gone])
        #expect(run.history.notes.count == 1 && run.history.notes[0].contains("all is as it was (done: "))
        // What was done to give it back is no part of the proof.
        #expect(run.history.cases[0].result?.evidence.contains { $0.command.hasPrefix(Self.lastStep) } == false)
        for words in ["\"kind\": \"set-up\"", "\"disposal\": \"restored\""] { #expect(run.report.contains(words)) }
    }

    @Test func `as it is, nothing is changed, and there is nothing to undo`() throws {
        let run = try SetUpHosts()
        #expect(run.steps.isEmpty && run.after == run.before && run.history.ledger.all.isEmpty)
        #expect(run.outcome.disposal == .neverMade)
    }

    @Test func `what has its clock in use already is not touched`() throws {
        let run = try SetUpHosts("--driver=auto", clocks: [.working])
        #expect(run.steps.isEmpty && run.after == run.before && run.history.ledger.all.isEmpty)
        #expect(run.outcome == CaseOutcome(status: .met, verdict: .supported, disposal: .neverMade))
    }

    @Test func `a host that is to stay set up stays so`() throws {
        let run = try SetUpHosts("--driver=auto", "--restore=no")
        #expect(run.outcome == CaseOutcome(status: .met, verdict: .supported, disposal: .neverMade))
        #expect(run.after != run.before && run.history.ledger.all.isEmpty)
    }

    @Test(arguments: Array(stride(from: 1, through: 100, by: 3)))
    func `a run that is stopped in the middle gives the host back all the same`(seconds: Int) throws {
        let run = try SetUpHosts(
            "--driver=auto",
            meanwhile: { orchestrator, world in
                try await world.sleep(for: .seconds(seconds))
                orchestrator.stop(.signal(2))
            }
        )
        #expect(run.after == run.before)
        #expect(run.history.ledger.leaks.isEmpty && run.history.exitCode == ExitCode.signal(2))
        #expect(run.outcome.disposal == (run.history.ledger.all.isEmpty ? .neverMade : .restored))
    }

    @Test func `a case that takes too long gives the host back, too`() throws {
        let run = try SetUpHosts("--driver=auto", "--case-timeout-minutes=1")
        #expect(run.outcome.failure?.code == .timeout && run.outcome.disposal == .restored)
        #expect(run.after == run.before && run.history.exitCode == ExitCode.inconclusive)
    }

    @Test func `a host that cannot be given back is named, with the command that does it`() throws {
        var run = try SetUpHosts("--driver=auto", hardship: Self.remembering)
        #expect(run.outcome == CaseOutcome(status: .met, verdict: .supported, disposal: .unconfirmed))
        #expect(run.history.exitCode == ExitCode.cleanupUnconfirmed)
        let remedy = "ptp-verify restore ec2-user@\(run.hosts[0]) --packages"
        #expect(run.report.contains("\"remedy\": \"\(remedy)\""))
        #expect(
            run.report.contains("left (done: ") && run.report.contains("forget failed: ptp-verify: it is not to be")
        )
        #expect(ConsoleSummary(RunReport(run.history)).lines.contains { $0.hasSuffix(remedy) })

        let swept = try run.sweep()
        #expect(swept.removed.count == 1 && swept.remaining.isEmpty)
        #expect(run.after == run.before && run.outcome.disposal == .restored)
    }

    @Test(arguments: Array(stride(from: 2, through: 100, by: 7)))
    func `after the death of the process the host is named, and a sweep gives it back`(seconds: Int) throws {
        var run = try SetUpHosts(
            "--driver=auto",
            meanwhile: { _, world in
                try await world.sleep(for: .seconds(seconds))
                world.die()
            }
        )
        let leaks = run.history.ledger.leaks
        #expect(run.after == run.before || leaks.map(\.resource.token) == ["ec2-user@\(run.hosts[0])"])
        #expect(leaks.isEmpty || run.report.contains("ptp-verify restore ec2-user@\(run.hosts[0]) --packages"))
        let swept = try run.sweep()
        #expect(swept.removed.count == leaks.count && swept.remaining.isEmpty)
        #expect(run.after == run.before && run.history.ledger.leaks.isEmpty)
    }

    @Test(arguments: [1, 2]) func `as many hosts are under way at a time as may be`(concurrency: Int) throws {
        let run = try SetUpHosts("--driver=auto", "--concurrency=\(concurrency)", clocks: [.fresh, .working, .fresh])
        #expect(run.after == run.before)
        #expect(run.history.cases.map(\.finalOutcome.verdict) == [.supported, .supported, .supported])
        let (first, second) = (run.history.cases[0].steps, run.history.cases[1].steps)
        let isTogether = try #require(second.first).at < #require(first.last).at
        #expect(isTogether == (concurrency == 2))
    }
}
