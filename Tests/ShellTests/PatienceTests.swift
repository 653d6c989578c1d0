import Orchestration
import PTPTesting
import Shell
import Simulation
import Testing

@Suite struct PatienceTests {
    private let executor = DeterministicExecutor(seed: 3, start: Timestamp(nanoseconds: 0))

    @Test func `the first knocks are soon, later ones are not, and no pause is longer than two seconds`() {
        let limits = [0, 200, 500, 1_000, 60_000, 180_000, 181_000, 300_000, 600_000, 86_400_000].map {
            Patience.limit(after: .milliseconds($0))
        }
        let expected = [100, 100, 250, 400, 400, 400, 905, 1_500, 2_000, 2_000].map { Duration.milliseconds($0) }
        #expect(limits == expected)
        #expect(Patience.limit(after: .seconds(-5)) == .milliseconds(100), "a clock may be set back")
    }

    @Test func `pauses never exceed their limit, are of any length below it, and differ between waiters`() {
        let results = executor.run { [executor] in
            let patience = Patience(in: executor.surroundings)
            let other = Patience(in: executor.surroundings)
            var pauses: [Duration] = []
            var others: [Duration] = []
            for _ in 0..<400 {
                pauses.append(patience.pause)
                others.append(other.pause)
            }
            return (pauses, others)
        }
        let limit = Patience.limit(after: .zero)
        #expect(results.0.allSatisfy { $0 >= .zero && $0 <= limit })
        #expect(results.0.contains { $0 < limit / 10 } && results.0.contains { $0 > limit * 9 / 10 })
        #expect(results.0 != results.1)
    }

    @Test func `what has been waited is the time since it began`() throws {
        let waited = executor.run { [executor] in
            let patience = Patience(in: executor.surroundings)
            try? await executor.sleep(for: .minutes(4))
            return (patience.waited, (0..<50).map { _ in patience.pause }.max())
        }
        #expect(waited.0 == .minutes(4))
        let longest = try #require(waited.1)
        #expect(longest > .milliseconds(400) && longest <= .milliseconds(1200))
    }

    @Test func `a host that opens at any moment is met soon after`() async throws {
        try await checkProperty(
            "the wait after opening is short",
            runs: 300,
            generate: { random in
                (seed: random.next(), opening: Duration.milliseconds(Int64.random(in: 0...900_000, using: &random)))
            },
            refute: { input in
                let executor = DeterministicExecutor(seed: input.seed, start: Timestamp(nanoseconds: 0))
                let (met, knocks) = executor.run {
                    let patience = Patience(in: executor.surroundings)
                    var knocks = 1
                    while patience.waited < input.opening {
                        try? await executor.sleep(for: patience.pause)
                        knocks += 1
                    }
                    return (patience.waited, knocks)
                }
                if met - input.opening > .seconds(2) { return "met \(met - input.opening) after it opened" }
                return knocks > 3000 ? "\(knocks) knocks in \(met)" : nil
            }
        )
    }
}
