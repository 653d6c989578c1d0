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

    static func conduct(
        _ plan: RunPlan,
        verifiedBy executor: (any Executor)? = nil,
        seed: UInt64,
        storage: any JournalStorage
    ) -> RunOutcome {
        let start = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
        let world = DeterministicExecutor(seed: seed, start: start)
        let fleet = SimulatedFleet(SimulatedEC2(CloudState(seed: seed, time: start), on: world))
        let orchestrator = fleet.fleet.orchestrator(for: plan, verifiedBy: executor, storage: storage)
        return world.run { await orchestrator.run() }
    }
}

/// Finds every clock in order without looking: what is left is the work around a verification.
struct Content: Executor {
    func execute(_ target: ExecutionTarget) async throws -> ExecutionResult {
        let moment = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
        return ExecutionResult(verdict: .supported, summary: "not looked at", startedAt: moment, endedAt: moment)
    }
}
