import Orchestration
import PTPTesting
import PTPVerify
import Simulation
import Testing

/// What was kept on purpose and is gone since, because its owner or its timer ended it.
@Suite struct DepartedTests {
    private func trial() throws -> Trial {
        try Trial(
            Scenario(seed: 3, types: [("c7i.large", 1)], concurrency: 1, keep: .all, faults: FaultSchedule())
        )
    }

    @Test func `a kept instance that ended is written off, and its group removed`() throws {
        let trial = try trial()
        let kept = try #require(trial.ledger.kept.first { $0.resource.kind == .instance }?.state.id)
        let before = try trial.sweep()
        #expect(before.plan.items.isEmpty && before.plan.departed.isEmpty)
        #expect(before.history.ledger.kept.count == trial.ledger.kept.count)

        try trial.ec2.executor.run { () -> Result<Void, any Error> in
            await Result { try await trial.ec2.terminateInstances(ids: [kept]) }
        }.get()
        let after = try trial.sweep()
        #expect(after.plan.departed.map(\.id) == [kept])
        #expect(
            after.plan.items.map(\.reason) == ["what it was kept for is gone", "what it was kept for is gone"],
            "both groups"
        )
        #expect(after.history.ledger.kept.isEmpty && after.history.ledger.leaks.isEmpty)
        #expect(after.cloud.leftovers(at: after.at).isEmpty)
    }

    @Test func `one that EC2 merely does not show keeps its group`() throws {
        let trial = try trial()
        var history = RunHistory()
        for record in trial.records { history.apply(record) }
        let run = SweepableRun(runID: Scenario.runID, history: history, isAlive: false) { throw JournalError.broken }
        let kept = Set(history.ledger.kept.compactMap(\.state.id))
        try #require(kept.count > 1, "an instance and its group")
        let unseen = SweepPlan(runs: [run], tagged: [], at: trial.end)
        #expect(unseen.items.isEmpty && unseen.departed.isEmpty && unseen.spared.count == kept.count)
        let gone = SweepPlan(runs: [run], tagged: [], departed: kept, at: trial.end)
        #expect(gone.items.count + gone.departed.count == kept.count)
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
