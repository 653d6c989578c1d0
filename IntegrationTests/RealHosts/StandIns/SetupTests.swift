import IntegrationSupport
import Orchestration
import Testing

/// The tool sets hosts up over a real sshd, proves their clocks, and leaves them as they were.
@Suite(.needsStandIn, .onOwnThreads) struct SetupTests {
    @Test(arguments: StandInDistribution.allCases)
    func `a host as it is shipped is set up and proven, stays so, and is given back as it was`(
        _ distribution: StandInDistribution
    ) async throws {
        let host = try await ToolHost(distribution)
        let before = try await host.state()
        #expect(before.contains { $0.contains("cannot access '/dev/ptp*'") }, "\(before)")

        let first = try await host.verify()
        #expect(first.end.code == ExitCode.success, "\(first.end.words)")
        #expect(first.outcome.verdict == .supported)
        #expect(first.history.machine?.isEmulated == true && first.end.output.contains("(emulated)"))
        #expect(!first.steps.isEmpty && first.steps.allSatisfy { $0.hasSuffix(": done") }, "\(first.steps)")
        #expect(first.steps.contains("build: done") == !distribution.hasDriver, "\(first.steps)")
        #expect(first.obstacles.isEmpty)
        let configured = try await host.state()
        #expect(!configured.contains { $0.hasPrefix("ptp-verify-re") && $0.hasSuffix(" active") }, "a timer is left")

        let second = try await host.verify()
        #expect(second.outcome.verdict == .supported, "\(second.end.words)")
        #expect(second.steps.isEmpty, "\(second.steps)")
        #expect(try await host.state() == configured)

        let end = try await host.restore()
        #expect(end.code == ExitCode.success && end.output.contains("all is as it was"), "\(end.words)")
        let after = try await host.state()
        #expect(after == before, "\(Set(after).symmetricDifference(before).sorted())")
    }
}

extension StandInDistribution {
    /// Whether the driver that it ships has a clock to offer.
    fileprivate var hasDriver: Bool {
        switch self {
        case .amazonLinux2023, .amazonLinux2: true
        case .ubuntu2204, .ubuntu2404, .debian12, .redHat9, .suse15: false
        }
    }
}
