import Orchestration
import PTPTesting
import Synchronization
import Testing

@Suite struct CheckPropertyTests {
    @Test func `a property that holds reports its number of runs`() async throws {
        let runs = try await checkProperty("sums commute", runs: 50, generate: pair) { left, right in
            left &+ right == right &+ left ? nil : "\(left) and \(right) do not"
        }
        #expect(runs != nil)
    }

    @Test func `a refuted property is one issue with the line that replays it - and isn't (ever) more`() async throws {
        let texts = Mutex<[String]>([])
        try await withKnownIssue {
            try await checkProperty("two draws are equal", runs: 50, seed: 6, generate: pair) { left, right in
                left == right ? nil : "they differ"
            }
        } matching: { issue in
            texts.withLock { $0 += issue.comments.map(\.rawValue) }
            return true
        }
        let text = try #require(texts.withLock { $0.count == 1 ? $0.first : nil })
        let lines = text.split(separator: "\n")
        #expect(lines.first == "Property does not hold: two draws are equal")
        #expect(lines.contains("  because:  they differ"))
        let name = ".a refuted property is one issue with the line that replays it - and isn.t .ever. more..."
        // The seed is left open, because the environment may set it.
        let replay = try #require(lines.last)
        #expect(replay.hasPrefix("  replay:   PROPERTY_SEED="))
        #expect(replay.hasSuffix(" swift test --filter 'OrchestrationTests.CheckPropertyTests/\(name)'"))
    }
}

// MARK: - Fixtures

private let pair: @Sendable (inout SeededGenerator) -> (UInt64, UInt64) = { generator in
    (generator.next(), generator.next())
}
