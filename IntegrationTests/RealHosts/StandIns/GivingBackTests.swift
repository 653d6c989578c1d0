import Glibc
import IntegrationSupport
import Orchestration
import Testing

/// The tool gives hosts back as they were when their case ends, over a real sshd.
@Suite(.needsStandIn, .onOwnThreads) struct GivingBackTests {
    private let restoring = ["PTP_RESTORE": "yes"]

    @Test(arguments: [StandInDistribution.amazonLinux2023, .ubuntu2204])
    func `a host is set up, proven and given back in one run`(_ distribution: StandInDistribution) async throws {
        let host = try await ToolHost(distribution)
        let before = try await host.state()
        let run = try await host.verify(restoring)
        #expect(run.end.code == ExitCode.success, "\(run.end.words)")
        #expect(run.outcome == CaseOutcome(status: .met, verdict: .supported, disposal: .restored))
        #expect(!run.steps.isEmpty && run.end.output.contains("all is as it was (done: "), "\(run.end.words)")
        let after = try await host.state()
        #expect(after == before, "\(Set(after).symmetricDifference(before).sorted())")
    }

    @Test func `whoever interrupts a set-up gets the host back`() async throws {
        let host = try await ToolHost()
        let before = try await host.state()
        let run = try await host.verify(restoring) { tool in
            while try await host.state() == before { try await Task.sleep(for: .milliseconds(50)) }
            tool.send(SIGINT)
        }
        #expect(run.end.code == ExitCode.signal(Int(SIGINT)), "\(run.end.words)")
        #expect((run.outcome.status, run.outcome.disposal) == (.interrupted, .restored))
        let after = try await host.state()
        #expect(after == before, "\(Set(after).symmetricDifference(before).sorted())")
    }

    @Test func `after the death of the tool the host is named, and a sweep gives it back`() async throws {
        let host = try await ToolHost()
        let directory = try Directory()
        let before = try await host.state()
        let run = try await host.verify(restoring, in: directory) { tool in
            while try await host.state() == before { try await Task.sleep(for: .milliseconds(50)) }
            tool.send(SIGKILL)
        }
        #expect(run.outcome.disposal == .unconfirmed)
        let report = try await host.start(["report"], in: directory).end()
        #expect(report.code == ExitCode.cleanupUnconfirmed)
        #expect(report.output.contains("ptp-verify restore \(host.name) --packages"), "\(report.words)")
        let sweep = try await host.start(["sweep"], in: directory).end()
        #expect(sweep.code == ExitCode.cleanupUnconfirmed, "\(sweep.words)")
        #expect(sweep.output.contains("to go: set-up \(host.name) of hosts-"), "\(sweep.words)")

        let applied = try await host.start(["sweep", "--apply"], in: directory).end()
        #expect(applied.code == ExitCode.success, "\(applied.words)")
        #expect(applied.output.contains("removed: set-up \(host.name)"), "\(applied.words)")
        let after = try await host.state()
        #expect(after == before, "\(Set(after).symmetricDifference(before).sorted())")
        #expect(try await host.start(["status"], in: directory).end().output.contains("may still be") == false)
    }
}
