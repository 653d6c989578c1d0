import AWS
import Orchestration
import PTPTesting
import PTPVerify
import Reports
import Shell
import Simulation
import Testing

/// Simulated runs from plan to journal, in half of which the clock of one type is made worse.
@Suite struct PlantedRegressionTests {
    private static let types = ["c7i.large", "c8g.large", "m7g.medium", "m7i.large", "r7i.xlarge"]
    private static let worse = "m7g.medium"
    private static let epoch = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    @Test func `of 200 simulated runs, a type that became 30 per cent worse is found, and no other`() throws {
        let runs = try (0..<200).map { try Self.run($0, factor: $0 < 100 ? 1 : 1.3) }
        let comparison = try Comparison(baseline: Array(runs[..<100]), candidate: Array(runs[100...]))
        let changed = comparison.metrics.filter { [.worse, .better].contains($0.judgement) }
        #expect(Set(changed.map(\.type)) == [Self.worse] && changed.allSatisfy { $0.judgement == .worse })
        #expect(changed.contains { $0.metric == .headline && abs($0.change - 0.3) < 0.05 }, "\(changed)")
        #expect(comparison.support.allSatisfy { $0.judgement == .same })
        #expect(comparison.exitCode == 1)

        let trend = Trend.all(runs, of: [.headline])[0]
        #expect(trend.series.count == Self.types.count)
        for series in trend.series {
            let isWorse = series.name == Self.worse
            #expect(series.changes.map(\.judgement) == (isWorse ? [.worse] : []), "\(series.name)")
            #expect(series.drift == nil && series.points.count == 200)
            if let change = series.changes.first { #expect((97...103).contains(change.index)) }
        }
        let advice = Recommendation.all(for: [], comparison: comparison, trends: [trend])
        #expect(Set(advice.map(\.about)) == [Self.worse])
    }

    // MARK: - Fixtures

    /// One run, a day after the one before.
    private static func run(_ number: Int, factor: Double) throws -> RunResults {
        let start = epoch + .seconds(86_400 * number)
        let world = DeterministicExecutor(seed: UInt64(number), start: start)
        let ec2 = SimulatedEC2(CloudState(seed: UInt64(number), time: start), on: world)
        let plan = RunPlan(
            runID: "sim-\(number)",
            environment: SimulatedFleet.environment,
            cases: types.map { InstanceCase(type: $0) }
        )
        let executor = PTPExecutor(
            Configuration(),
            connector: SimulatedNetwork(ec2),
            surroundings: ec2.executor.surroundings
        )
        let orchestrator = SimulatedFleet(ec2).fleet.orchestrator(
            for: plan,
            verifiedBy: Worsened(executor: executor, type: worse, factor: factor),
            storage: MemoryJournal()
        )
        let outcome = world.run { await orchestrator.run() }
        return try #require(RunReport(outcome.history).results)
    }
}

/// Finds what another executor finds, with larger errors for one type.
private struct Worsened: Executor {
    let executor: PTPExecutor
    let type: String
    let factor: Double

    func execute(_ target: ExecutionTarget) async throws -> ExecutionResult {
        var result = try await executor.execute(target)
        guard target.instanceCase.type == type else { return result }
        result.figures = result.figures.map { figure in
            figure.name.contains("error_bound") ? Figure(figure.name, figure.value * factor, unit: figure.unit) : figure
        }
        return result
    }
}
