import AWS
import Orchestration
import PTPTesting
import PTPVerify
import Simulation
import Testing

/// The process, or the machine with it, dies at every single moment that matters; then somebody sweeps.
@Suite struct DeathTests {
    private static let scenarios = [
        scenario([("c7i.large", 2)], concurrency: 1, keep: .none),
        scenario([("c7i.large", 1), ("t3.micro", 1), ("nonsense", 1)], concurrency: 2, keep: .none),
        scenario([("m7g.medium", 2)], concurrency: 1, keep: .functional),
    ]

    private static func scenario(
        _ types: [(name: String, quantity: Int)],
        concurrency: Int,
        keep: KeepPolicy
    ) -> Scenario {
        Scenario(seed: 11, types: types, concurrency: concurrency, keep: keep, faults: FaultSchedule())
    }

    @Test(arguments: [false, true]) func `after every record, a sweep leaves nothing`(losesUnsynced: Bool) async throws
    {
        try await forEveryDeath(atLeast: 100) { scenario, number in
            scenario.faults.death = .afterRecord(number)
            scenario.losesUnsynced = losesUnsynced
        }
    }

    @Test(arguments: [false, true]) func `before every call that makes something`(losesUnsynced: Bool) async throws {
        try await forEveryDeath(atLeast: 10) { scenario, number in
            scenario.faults.death = .beforeCreating(number)
            scenario.losesUnsynced = losesUnsynced
        }
    }

    @Test(arguments: [false, true]) func `after every call that made something, before its answer`(
        losesUnsynced: Bool
    ) async throws {
        try await forEveryDeath(atLeast: 10) { scenario, number in
            scenario.faults.death = .afterCreating(number)
            scenario.losesUnsynced = losesUnsynced
        }
    }

    /// Lets each scenario die at moment 1, 2, 3… until it lives to its end.
    private func forEveryDeath(
        atLeast expected: Int,
        _ plan: (inout Scenario, Int) -> Void
    ) async throws {
        var deaths = 0
        for original in Self.scenarios {
            var number = 1
            while true {
                await Task.yield()
                var scenario = original
                plan(&scenario, number)
                let trial = try Trial(scenario)
                guard trial.hasDied else { break }
                try examine(trial)
                number += 1
            }
            deaths += number - 1
        }
        #expect(deaths >= expected)
    }

    private func examine(_ trial: Trial) throws {
        let after = try trial.sweep()
        let left = trial.leftovers(in: after.cloud, at: after.at, by: after.history.ledger)
        #expect(left.isEmpty, "\(trial.scenario)")
        #expect(after.result.remaining.isEmpty, "\(trial.scenario)")
        #expect(after.history.ledger.leaks.isEmpty, "\(trial.scenario)")
        #expect(trial.unmarked(in: after.cloud, by: after.history.ledger) == [], "\(trial.scenario)")
        #expect(trial.foreignIsUntouched(in: after.cloud, at: after.at), "\(trial.scenario)")
        // The journal tells what happened up to the death, and says by its code that this is not all.
        let isWhole = after.history.plan == nil || after.history.state == .completed
        #expect(isWhole || after.history.exitCode != ExitCode.success, "\(trial.scenario)")
        let running = after.cloud.instances.filter { !$0.isForeign && $0.state(at: after.at) != .terminated }
        #expect(trial.scenario.keep != .none || running.isEmpty, "\(trial.scenario)")
    }
}
