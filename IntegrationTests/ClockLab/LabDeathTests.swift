import Foundation
import Glibc
import IntegrationSupport
import Orchestration
import Testing

/// Whoever is killed takes his machines with him.
@Suite(.needsLab, .onOwnThreads) struct LabDeathTests {
    @Test func `no emulator outlives a test process that was killed`() async throws {
        try await LabParts.image()
        let directory = try Directory()
        let child = try directory.start(
            Binaries.suite,
            ["--testing-library", "swift-testing", "--filter", "LabVictim"],
            [LabParts.victim: "1", "PTP_REQUIRE_PARTS": "1"]
        )
        let process = try #require(Int32(try await child.says(#/emulated by (\d+)/#)))
        let start = try Self.start(of: process)
        child.send(SIGKILL)
        _ = await child.end()
        let deadline = ContinuousClock.now + .seconds(10)
        while (try? Self.start(of: process)) == start, .now < deadline { try await Task.sleep(for: .milliseconds(50)) }
        #expect((try? Self.start(of: process)) != start, "process \(process) still emulates a machine")
    }

    /// By its start a process is told from others that had its number.
    private static func start(of process: Int32) throws -> String {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        return String(try #require(fields.count > 19 ? fields[19] : nil))
    }
}

/// A process with nothing but a machine, made to be killed.
@Suite(.onOwnThreads, .enabled(if: LabParts.isVictim, "only to be killed")) struct LabVictim {
    @Test func `holds a machine`() async throws {
        let machine = try await LabMachine()
        let process = try #require(machine.process)
        try FileHandle.standardError.write(contentsOf: Data("emulated by \(process)\n".utf8))
        try await Task.sleep(for: .seconds(600))
        withExtendedLifetime(machine) {}
    }
}
