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

/// Finds every clock in order without looking: what is left is the work around a verification, and a result of the
/// usual number of parts.
struct Content: Executor {
    private static let checks = (1...8).map { number in
        Check(
            id: "check-\(number)",
            title: "what is to be proven in this place",
            status: .held,
            detail: "it was found to be as it should be, within 100 ns",
            evidence: ["probe-\(number)"]
        )
    }

    func execute(_ target: ExecutionTarget) async throws -> ExecutionResult {
        let moment = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
        let evidence = (1...9).map { number in
            Evidence(
                id: "probe-\(number)",
                command: "chronyc -c -n tracking",
                exitStatus: 0,
                output: "50484330,PHC0,1,1795263715.123456789,-0.000000020,0.000000011,0.000000030,1.5,0.0,0.05\n",
                at: moment
            )
        }
        return ExecutionResult(
            verdict: .supported,
            summary: "not looked at",
            checks: Self.checks,
            evidence: evidence,
            figures: [
                Orchestration.Figure("system_time", 2e-8, unit: "s"),
                Orchestration.Figure("total_error_bound", 3e-5, unit: "s"),
            ],
            startedAt: moment,
            endedAt: moment
        )
    }
}
