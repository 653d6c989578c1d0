import Orchestration
import PTPVerify
import Simulation

/// Runs of a plan in a simulated cloud, from the first event to the last.
enum SimulatedRun {
    static func plan(cases: Int) -> RunPlan {
        RunPlan(
            runID: "bench",
            environment: SimulatedFleet.environment,
            cases: (1...cases).map { InstanceCase(type: "c7i.large", index: $0, of: cases) }
        )
    }

    static func conduct(_ plan: RunPlan, seed: UInt64, storage: any JournalStorage) -> RunOutcome {
        let start = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
        let executor = DeterministicExecutor(seed: seed, start: start)
        let fleet = SimulatedFleet(SimulatedEC2(CloudState(seed: seed, time: start), on: executor))
        let orchestrator = fleet.fleet.orchestrator(for: plan, storage: storage)
        return executor.run { await orchestrator.run() }
    }
}
