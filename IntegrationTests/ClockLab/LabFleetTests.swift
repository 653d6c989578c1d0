import Foundation
import Glibc
import IntegrationSupport
import Orchestration
import PTPVerify
import Testing

/// From the launch to the clean-up with every real part at once: an emulator of AWS hands out addresses on loopback, at
/// which emulated machines with a real kernel let in whom their user data name.
@Suite(.serialized, .needsEmulator, .needsLab, .needsWholeLab, .onOwnThreads) struct LabFleetTests {
    @Test func `the suite launches two types, proves which of them has a clock, and leaves nothing`() async throws {
        let emulator = try await Emulator()
        let before = try await emulator.things()
        let hosts = try EmulatedHosts(of: emulator, Self.machine)
        let end = try await LabSeats.shared.withSeats(2) {
            try await hosts.follow(2) { try await Self.suite(emulator, port: hosts.port).end() }
        }
        #expect(end.code == 0, "\(end.words)")
        #expect(try await emulator.things() == before, "\(end.words)")
        let run = try #require(try RunDirectory.all(in: "\(emulator.directory.path)/ptp-runs").first)
        let history = try await run.read().history
        #expect((history.state, history.recordedExitCode) == (.completed, ExitCode.success))
        let verdicts = history.cases.map { "\($0.instanceCase.id): \($0.finalOutcome.verdict)" }
        #expect(verdicts.sorted() == ["c7i.large#1: supported", "t3.medium#1: unsupported"])
    }

    @Test func `what a suite leaves that was killed at work, a sweep removes`() async throws {
        let emulator = try await Emulator()
        let before = try await emulator.things()
        let hosts = try EmulatedHosts(of: emulator, Self.machine)
        let suite = try Self.suite(emulator, port: hosts.port)
        try await LabSeats.shared.withSeats { try await hosts.follow(1) }
        suite.send(SIGKILL)
        _ = await suite.end()
        #expect(try await emulator.things() != before)
        let sweep = try await emulator.tool("sweep", "--apply")
        // 3: the emulator cannot list placement groups, and a sweep says so.
        #expect(sweep.code == ExitCode.cleanupUnconfirmed, "\(sweep.words)")
        #expect(!sweep.words.contains("MAY STILL BE "), "\(sweep.words)")
        #expect(try await emulator.things() == before, "\(sweep.words)")
    }

    /// What runs where an instance is; one type of them has a clock.
    private static func machine(_ instance: EmulatedHosts<LabMachine>.Instance, _ port: Int) async throws -> LabMachine
    {
        try await LabMachine(
            ["layout=al2023", "scenario=\(instance.type == "c7i.large" ? "off" : "no-clock")"],
            authorizedKey: instance.authorizedKey,
            address: instance.address,
            port: port
        )
    }

    private static func suite(_ emulator: Emulator, port: Int) throws -> Child {
        try emulator.start(
            Binaries.suiteArguments,
            [
                "PTP_INSTANCE_TYPES": "c7i.large,t3.medium", "PTP_EXPECT": "declared", "PTP_SSH_PORT": "\(port)",
                "PTP_LOGIN_TIMEOUT_SECONDS": "200", "PTP_SAMPLES": "10", "PTP_CONCURRENCY": "2",
            ],
            program: Binaries.suite
        )
    }
}
