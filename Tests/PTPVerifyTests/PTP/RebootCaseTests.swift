import AWS
import Orchestration
import PTP
import PTPTesting
import PTPVerify
import Simulation
import Testing

/// Cases on a simulated cloud whose hosts start anew after the proof, or hang in the middle of a command.
@Suite struct RebootCaseTests {
    private static let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    @Test func `a clock that survives a reboot is supported, one that is lost is partial, with the cause`() throws {
        let (kept, lost) = (try Self.outcome(reboots: true), try Self.outcome(.clock(.forgetful), reboots: true))
        #expect(kept.recordedOutcome?.verdict == .supported && Self.survival(of: kept)?.status == .held)
        #expect(lost.recordedOutcome?.verdict == .partial && Self.survival(of: lost)?.status == .failed)
        #expect(lost.findings.first?.id == "F12", "\(lost.findings)")
        let plain = try Self.outcome(.clock(.forgetful))
        #expect(plain.recordedOutcome?.verdict == .supported && Self.survival(of: plain)?.status == .notMeasured)
    }

    @Test(arguments: 2...9) func `a command that hangs costs no more than itself`(number: Int) throws {
        let history = try Self.outcome(.hangsInCommand(number))
        let outcome = try #require(history.recordedOutcome)
        #expect(outcome.failure == nil, "\(String(describing: outcome.failure))")
        #expect(outcome.verdict == .supported || outcome.verdict == .inconclusive, "\(outcome)")
        #expect(history.result?.evidence.contains { $0.id == "clocks" } == true)
    }

    // MARK: - Fixtures

    private static func survival(of history: CaseHistory) -> Check? {
        history.result?.checks.first { $0.id == "survives" }
    }

    /// What became of one case on a host that something is wrong with.
    private static func outcome(_ fault: LaunchFault? = nil, reboots: Bool = false) throws -> CaseHistory {
        let world = DeterministicExecutor(seed: 3, start: start)
        let faults = FaultSchedule(launches: fault.map { [1: $0] } ?? [:])
        let ec2 = SimulatedEC2(CloudState(seed: 3, time: start), on: world, faults: faults)
        let cases = [InstanceCase(type: "c7i.large")]
        let plan = RunPlan(runID: "reboot", environment: "simulated", cases: cases)
        var configuration = Configuration()
        configuration.reboot = Setting(reboots)
        let orchestrator = SimulatedFleet(ec2, configuration).fleet.orchestrator(for: plan, storage: MemoryJournal())
        let outcome = world.run { await orchestrator.run() }
        return try #require(outcome.history[cases[0].id])
    }
}
