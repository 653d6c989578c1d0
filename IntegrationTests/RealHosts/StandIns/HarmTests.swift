import IntegrationSupport
import Orchestration
import Testing

/// Hosts that somebody has told of the clock in a way that does harm, or that lack what nothing needs.
@Suite(.needsStandIn, .onOwnThreads) struct HarmTests {
    private static let line = "refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer"

    @Test(arguments: [
        (StandInDistribution.amazonLinux2023, "/etc/chrony.conf", "poll 0 dpoll -3 prefer"),
        (.ubuntu2204, "/etc/chrony/chrony.conf", "poll 0 prefer noselect"),
        (.redHat9, "/etc/chrony.conf", "poll 0 tai prefer"),
    ])
    func `a line that does harm gives way to ours, and comes back byte for byte`(
        _ distribution: StandInDistribution,
        _ path: String,
        _ options: String
    ) async throws {
        let host = try await ToolHost(distribution, .configured)
        let unit = distribution == .ubuntu2204 ? "chrony" : "chronyd"
        let harm = "refclock PHC /dev/ptp_ena \(options)"
        _ = try await host.host.output("sudo -n sed -i 's|^refclock .*|  \(harm)  |' \(path)")
        _ = try await host.host.output("sudo -n systemctl restart \(unit)")
        let before = try await host.state()
        let run = try await host.verify()
        #expect(run.end.code == ExitCode.success && run.outcome.verdict == .supported, "\(run.end.words)")
        #expect(run.steps.contains("chrony-harm: done") && run.obstacles.isEmpty, "\(run.steps) \(run.obstacles)")
        let lines = try await host.host.output("sudo -n chronyd -p | grep refclock")
        #expect(lines == "\(Self.line)\n", "\(lines)")
        #expect(try await host.restore().code == ExitCode.success)
        #expect(try await host.state() == before)
    }

    @Test func `what is only missing for more details is given up, told, and costs nothing else`() async throws {
        let packages = StandInSetting("packages", "sudo rpm python3 chrony curl dracut cloud-init")
        let host = try await ToolHost(.amazonLinux2023, .noInternet, packages)
        let before = try await host.state()
        let run = try await host.verify()
        #expect(run.steps.contains("ethtool: failed"), "\(run.steps)")
        #expect(run.steps.contains("chrony: done"), "\(run.steps)")
        #expect(run.obstacles.contains { $0.hasPrefix("ethtool was given up") }, "\(run.obstacles)")
        #expect(try await host.host.output("chronyc -c -n sources").contains("#,*,PHC0"), "\(run.end.words)")
        #expect(try await host.restore().code == ExitCode.success)
        #expect(try await host.state() == before)
    }
}
