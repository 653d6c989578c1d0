import Orchestration
import PTPTesting
import PTPVerify
import Simulation
import Testing

/// One seed decides a simulated run, byte for byte.
@Suite struct DeterminismTests {
    @Test func `the same seed gives the same journal, whatever goes wrong`() async throws {
        try await checkProperty(
            "determinism",
            runs: 200,
            generate: { Scenario.random(&$0, .init(mayDie: true, mayStop: true, mayFillDisk: true)) },
            shrink: { $0.smaller() },
            refute: { scenario in
                try Trial(scenario).journal == Trial(scenario).journal ? nil : "two runs, two journals"
            }
        )
    }

    @Test func `another seed gives another journal`() throws {
        var scenario = Scenario(
            seed: 1,
            types: [("c7i.large", 2), ("m7g.medium", 2)],
            concurrency: 3,
            keep: .none,
            faults: FaultSchedule()
        )
        let first = try Trial(scenario).journal
        scenario.seed = 2
        #expect(try Trial(scenario).journal != first)
    }
}
