import IntegrationSupport
import Orchestration
import Testing

/// After the proof a host starts anew, over a real sshd, and is looked at again.
@Suite(.needsStandIn, .onOwnThreads) struct RebootTests {
    @Test(arguments: [StandInDistribution.amazonLinux2023, .debian12])
    func `a clock that was set up is in use again after a reboot`(_ distribution: StandInDistribution) async throws {
        let host = try await ToolHost(distribution)
        let boot = try await host.host.boot()
        let run = try await host.verify(["PTP_REBOOT": "1", "PTP_LOGIN_TIMEOUT_SECONDS": "180"])
        #expect(run.end.code == ExitCode.success, "\(run.end.words)")
        #expect(
            run.outcome.verdict == .supported && run.survival?.status == .held,
            "\(String(describing: run.survival))"
        )
        #expect(run.steps.last == "reboot: done", "\(run.steps)")
        #expect(try await host.host.boot() != boot)
        let ids = run.history.result?.evidence.map(\.id) ?? []
        #expect(ids.contains("clocks") && ids.contains("after-reboot-clocks") && Set(ids).count == ids.count)
    }

    @Test func `a clock that does not last is partial, with the cause`() async throws {
        let host = try await ToolHost(.amazonLinux2023, .otherInitramfs)
        let run = try await host.verify(["PTP_REBOOT": "1", "PTP_LOGIN_TIMEOUT_SECONDS": "180"])
        #expect(run.end.code == ExitCode.notAsExpected, "\(run.end.words)")
        #expect(run.outcome.verdict == .partial && run.survival?.status == .failed)
        #expect(run.survival?.detail.contains("phc_enable is 0") == true, "\(String(describing: run.survival))")
        #expect(run.findings.first == "F12", "\(run.findings)")
    }
}

extension Verification {
    fileprivate var survival: Check? { history.result?.checks.first { $0.id == "survives" } }
}
