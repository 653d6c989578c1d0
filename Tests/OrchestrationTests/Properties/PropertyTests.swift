import Orchestration
import PTPTesting
import Synchronization
import Testing

@Suite struct PropertyTests {
    @Test func `a number too large shrinks to the smallest that is too large`() async throws {
        let failure = try await failure(of: belowLimit, plan: PropertyPlan(seed: 1, runs: 1_000))
        #expect(failure.original > 57)
        #expect(failure.shrunk == 57)
        #expect(failure.counterexample == "57 is not below 57")
        #expect(!failure.stoppedAtShrinkLimit)
    }

    @Test(arguments: [1, 2, 7]) func `the lowest failing index is found on any number of workers`(
        workers: Int
    ) async throws {
        let plan = PropertyPlan(seed: 3, runs: 500)
        let expected = try #require(plan.indices.first { belowLimit.input(seed: 3, index: $0) >= 57 })
        let failure = try await failure(of: belowLimit, plan: plan, workers: workers)
        #expect(failure.index == expected)
    }

    @Test func `a replay tries one run and gives the same input`() async throws {
        let found = try await failure(of: belowLimit, plan: PropertyPlan(seed: 5, runs: 500))
        let environment = ["PROPERTY_SEED": "\(found.seed):\(found.index)"]
        let plan = try PropertyPlan(seed: 1, runs: 500) { environment[$0] }
        let replayed = try await failure(of: belowLimit, plan: plan)
        #expect(plan.indices.count == 1)
        #expect(replayed.original == found.original)
        #expect(replayed.shrunk == found.shrunk)
    }

    @Test func `a property that holds is tried exactly as often as planned`() async throws {
        let tried = Counter()
        let property = Property(generate: { $0.next() }) { _ in
            tried.add()
            return nil
        }
        guard case .held(let runs) = try await property.check(PropertyPlan(seed: 1, runs: 300)) else {
            Issue.record("Nothing refutes this property.")
            return
        }
        #expect(runs == 300)
        #expect(tried.count == 300)
    }

    @Test func `a thrown error refutes the property`() async throws {
        let property = Property(generate: { $0.next() }) { _ in throw Unlucky() }
        let failure = try await failure(of: property, plan: PropertyPlan(seed: 1, runs: 10))
        #expect(failure.index == 0)
        #expect(failure.counterexample == "threw Unlucky()")
    }

    @Test func `endless shrinking stops at the limit`() async throws {
        let property = Property(generate: { _ in 0 }, shrink: { [$0 + 1] }, refute: { "\($0) fails" })
        guard case .failed(let failure) = try await property.check(PropertyPlan(seed: 1, runs: 1), shrinkLimit: 20)
        else {
            Issue.record("Every input refutes this property.")
            return
        }
        #expect(failure.shrunk == 20)
        #expect(failure.shrinkAttempts == 20)
        #expect(failure.stoppedAtShrinkLimit)
    }

    @Test func `cancelling the check is not a failure of the property`() async throws {
        let property = Property(generate: { $0.next() }) { _ in
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            throw Unlucky()
        }
        await #expect(throws: CancellationError.self) {
            try await property.check(PropertyPlan(seed: 1, runs: 4))
        }
    }
}

// MARK: - Fixtures

private struct Unlucky: Error {}

private final class Counter: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .relaxed) }

    func add() {
        value.wrappingAdd(1, ordering: .relaxed)
    }
}

private let belowLimit = Property(
    generate: { Int.random(in: 0..<1_000, using: &$0) },
    shrink: { number in [number / 2, number - 1].filter { $0 >= 0 && $0 < number } },
    refute: { $0 < 57 ? nil : "\($0) is not below 57" }
)

private func failure<Input>(
    of property: Property<Input>,
    plan: PropertyPlan,
    workers: Int? = nil
) async throws -> PropertyFailure<Input> {
    switch try await property.check(plan, workers: workers) {
    case .failed(let failure):
        return failure
    case .held(let runs):
        throw HeldUnexpectedly(runs: runs)
    }
}

private struct HeldUnexpectedly: Error {
    let runs: Int
}
