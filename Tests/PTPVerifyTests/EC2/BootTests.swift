import Orchestration
import PTPVerify
import Simulation
import Testing

/// How long an instance may take to start is for the case to say.
@Suite struct BootTests {
    @Test func `an instance that starts late, but in the time of its case, is verified`() throws {
        let trial = try Trial(scenario(startsLate: .minutes(20)))
        #expect(trial.outcome.history.cases.map(\.finalOutcome.verdict) == [.supported])
    }

    @Test func `one that takes longer names the setting that would give it more time`() throws {
        let trial = try Trial(scenario(startsLate: .minutes(40)))
        let failure = try #require(trial.outcome.history.cases.first?.finalOutcome.failure)
        #expect(failure.code == .timeout)
        #expect(failure.next.contains(InstanceCase.timeoutSetting))
        #expect(trial.leftovers(in: trial.ec2.snapshot, at: trial.end, by: trial.ledger).isEmpty)
    }

    private func scenario(startsLate delay: Duration) -> Scenario {
        Scenario(
            seed: 5,
            types: [("c7i.large", 1)],
            concurrency: 1,
            keep: .none,
            faults: FaultSchedule(launches: [1: .slowToBoot(delay)])
        )
    }
}
