import Orchestration
import PTPTesting
import PTPVerify
import Simulation

/// What another process found and did after the one that ran the scenario was dead.
struct Aftermath {
    let plan: SweepPlan
    let result: Sweeper.Result
    let cloud: CloudState
    let at: Timestamp
    /// The journal after the sweep.
    let history: RunHistory
}

extension Trial {
    /// Sweeps as a new process would: with the journal that survived, and the cloud as it is.
    func sweep(faults: FaultSchedule = FaultSchedule()) throws -> Aftermath {
        // Somebody may have done something to the cloud since the run ended.
        let executor = DeterministicExecutor(seed: scenario.seed &+ 1, start: max(end, ec2.executor.now))
        let ec2 = SimulatedEC2(ec2.snapshot, on: executor, faults: faults)
        let sweeper = Sweeper(SimulatedFleet(ec2).provisioner)
        var history = RunHistory()
        for record in records { history.apply(record) }
        let known = history
        let continued = Journal(
            storage: MemoryJournal(),
            clock: executor,
            after: records.last?.number ?? 0,
            history: known
        )
        // A run whose journal did not survive at all is known by nobody: nothing was made then.
        let runs =
            known.plan == nil
            ? [] : [SweepableRun(runID: Scenario.runID, history: known, isAlive: false) { continued }]
        let outcome = executor.run { () -> Result<(SweepPlan, Sweeper.Result), any Error> in
            do {
                let plan = try await sweeper.plan(runs)
                return .success((plan, try await sweeper.apply(plan, to: runs)))
            } catch {
                return .failure(error)
            }
        }
        let (plan, result) = try outcome.get()
        return Aftermath(
            plan: plan,
            result: result,
            cloud: ec2.snapshot,
            at: executor.now,
            history: continued.withHistory { $0 }
        )
    }
}
