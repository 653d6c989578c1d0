import IntegrationSupport
import Orchestration
import Testing

/// What keeps a clock from being used is named, and no host is left worse than it was.
@Suite(.needsStandIn, .onOwnThreads) struct SetupFailureTests {
    @Test func `a host without a clock is unsupported, and chrony does not hear of any`() async throws {
        let host = try await ToolHost(.amazonLinux2023, .noClock)
        let before = try await host.state()
        let run = try await host.verify()
        #expect(run.end.code == ExitCode.notAsExpected, "\(run.end.words)")
        #expect(run.outcome.verdict == .unsupported)
        #expect(run.findings.first == "ordinary-host", "\(run.findings)")
        #expect(run.obstacles.contains { $0.contains("precision-time placement group") }, "\(run.obstacles)")
        #expect(run.steps.contains("reload: done") && !run.steps.contains { $0.hasPrefix("chrony") }, "\(run.steps)")
        #expect(try await host.state().filter(Self.isOfChrony) == before.filter(Self.isOfChrony))
        #expect(try await host.restore().code == ExitCode.success)
        #expect(try await host.state() == before)
    }

    @Test func `a host that is to be taken as it is stays so`() async throws {
        let host = try await ToolHost()
        let before = try await host.state()
        let run = try await host.verify(["PTP_DRIVER": "as-is"])
        #expect(run.end.code == ExitCode.notAsExpected, "\(run.end.words)")
        #expect(run.outcome.verdict == .partial)
        #expect(run.findings.first == "F09" && run.steps.isEmpty, "\(run.findings), \(run.steps)")
        #expect(try await host.state() == before)
    }

    @Test(arguments: [
        (StandInSetting.clockDenied, "F28"), (.chronyDies(of: "refclock PHC"), "refused-line"),
    ])
    func `a chrony that does not live with our line runs on with its own`(_ setting: StandInSetting, _ finding: String)
        async throws
    {
        let host = try await ToolHost(.ubuntu2204, setting)
        let before = try await host.state().filter(Self.isOfChrony)
        #expect(before.contains("chrony: enabled active"))
        let run = try await host.verify()
        #expect(run.outcome.verdict == .partial, "\(run.end.words)")
        #expect(run.findings.first == finding, "\(run.findings)")
        #expect(run.steps.contains("chrony: failed"), "\(run.steps)")
        #expect(try await host.state().filter(Self.isOfChrony) == before)
        #expect(try await host.host.output("chronyc -c -n sources").contains("^,*,169.254.169.123,1,"))
    }

    @Test func `nothing is built or reloaded where Secure Boot would not take it`() async throws {
        let host = try await ToolHost(.ubuntu2204, .secureBoot)
        let before = try await host.state()
        let run = try await host.verify()
        #expect(run.outcome.verdict == .partial, "\(run.end.words)")
        #expect(run.obstacles.contains { $0.contains("Secure Boot lets in signed modules only") }, "\(run.obstacles)")
        #expect(!run.steps.contains { $0.hasPrefix("build") || $0.hasPrefix("reload") }, "\(run.steps)")
        #expect(try await host.restore().code == ExitCode.success)
        #expect(try await host.state() == before)
    }

    @Test func `a package manager that is busy is waited for`() async throws {
        let host = try await ToolHost(.suse15, .packageLock(seconds: 6))
        let run = try await host.verify()
        #expect(run.end.code == ExitCode.success, "\(run.end.words)")
        #expect(run.steps.contains("packages: done"), "\(run.steps)")
    }

    @Test func `who may not act as root changes nothing, and is told so`() async throws {
        let host = try await ToolHost(.redHat9, .sudo("password"))
        let before = try await host.state()
        let run = try await host.verify()
        #expect(run.outcome.verdict != .supported && run.outcome.verdict != .unsupported, "\(run.end.words)")
        #expect(run.findings.contains("no-root"), "\(run.findings)")
        #expect(run.obstacles.contains { $0.contains("sudo: a password is required") }, "\(run.obstacles)")
        #expect(try await host.state() == before)
        let end = try await host.restore()
        #expect(end.code == ExitCode.inconclusive && end.complaints.contains("a password is required"), "\(end.words)")
    }

    @Test func `a host that starts anew in the middle of its set-up is set up all the same`() async throws {
        let host = try await ToolHost(.debian12, StandInSetting("build_seconds", "3"))
        let before = try await host.state()
        let boot = try await host.host.boot()
        let run = try await host.verify { _ in
            let isBuilding = "test -e /var/lib/ptp-verify/build/log"
            #expect(try await eventually { try await host.host.machine.run(isBuilding).code == 0 })
            try await host.host.machine.reboot()
        }
        #expect(run.end.code == ExitCode.success, "\(run.end.words)")
        #expect(run.steps.contains("build: done"), "\(run.steps)")
        #expect(try await host.host.boot() != boot)
        #expect(try await host.restore().code == ExitCode.success)
        #expect(try await host.state() == before)
    }

    private static func isOfChrony(_ line: String) -> Bool {
        line.contains("chrony") && !line.contains("ptp-verify")
    }
}
