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
}
