import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import Testing

/// From the launch to the clean-up with nothing simulated by us: an emulator of AWS, and machines behind real servers.
@Suite(.serialized, .needsEmulator, .needsStandIn, .onOwnThreads) struct EmulatedFleetTests {
    @Test func `the suite launches two types, proves which of them has a clock, and leaves nothing`() async throws {
        let emulator = try await Emulator()
        let before = try await emulator.things()
        let hosts = try EmulatedHosts(of: emulator, Self.standIn)
        let end = try await hosts.follow(3) { try await Self.suite(emulator, port: hosts.port).end() }
        #expect(end.code == 0, "\(end.words)")
        #expect(await hosts.machines.count == 3)
        #expect(try await emulator.things() == before, "\(end.words)")

        let run = try #require(try RunDirectory.all(in: "\(emulator.directory.path)/ptp-runs").first)
        let history = try await run.read().history
        #expect((history.state, history.recordedExitCode) == (.completed, ExitCode.success))
        let verdicts = history.cases.map { "\($0.instanceCase.id): \($0.finalOutcome.verdict)" }
        #expect(verdicts.sorted() == ["c7i.large#1: supported", "c7i.large#2: supported", "t3.medium#1: unsupported"])
        let unsupported = try #require(history.cases.first { $0.instanceCase.type == "t3.medium" })
        #expect(unsupported.findings.first?.id == "F01", "\(unsupported.findings.map(\.id))")
    }

    /// What runs where an instance is; one type of them has a clock.
    private static func standIn(
        _ instance: EmulatedHosts<HostStandIn>.Instance,
        _ port: Int
    ) async throws -> HostStandIn {
        try await HostStandIn(
            .amazonLinux2023,
            [StandInSetting("network_delay", "0.2"), StandInSetting("instance_type", instance.type)]
                + (instance.type == "c7i.large" ? [] : [.noClock]),
            authorizedKeys: [instance.authorizedKey].compactMap(\.self),
            address: instance.address,
            port: port
        )
    }

    private static func suite(_ emulator: Emulator, port: Int) throws -> Child {
        try emulator.start(
            Binaries.suiteArguments,
            [
                "PTP_INSTANCE_TYPES": "c7i.large:2,t3.medium", "PTP_EXPECT": "declared", "PTP_SSH_PORT": "\(port)",
                "PTP_LOGIN_TIMEOUT_SECONDS": "60", "PTP_SAMPLES": "2", "PTP_CONCURRENCY": "3",
            ],
            program: Binaries.suite
        )
    }
}
