import Glibc
public import Orchestration
import Synchronization

/// A claim about every input a generator can make, and the search for an input that refutes it.
public struct Property<Input: Sendable>: Sendable {
    /// Makes one input; everything random in it comes from the generator passed in.
    public typealias Generate = @Sendable (inout SeededGenerator) -> Input
    /// Smaller variants of an input, the boldest first; lazy and endless sequences are fine.
    public typealias Shrink = @Sendable (Input) -> any Sequence<Input>
    /// Says why an input refutes the claim, or nil when it does not.
    ///
    /// A thrown error refutes it too.
    public typealias Refute = @Sendable (Input) async throws -> String?

    private let generate: Generate
    private let shrink: Shrink
    private let refute: Refute

    /// States the claim that `refute` finds nothing against any input of `generate`.
    public init(
        generate: @escaping Generate,
        shrink: @escaping Shrink = { _ in [Input]() },
        refute: @escaping Refute
    ) {
        self.generate = generate
        self.shrink = shrink
        self.refute = refute
    }

    /// The input of one run: it follows from the seed and the index only, whatever ran before or beside it.
    public func input(seed: UInt64, index: Int) -> Input {
        var generator = SeededGenerator(seed: seed).derived(index)
        return generate(&generator)
    }

    /// Tries the planned inputs on `workers` tasks at once, and shrinks the failing one of lowest index.
    ///
    /// - Parameter workers: nil stands for one a processor.
    /// - Throws: `CancellationError` when the surrounding task is cancelled: that says nothing about the claim.
    public func check(
        _ plan: PropertyPlan,
        workers: Int? = nil,
        shrinkLimit: Int = 1_000
    ) async throws -> PropertyOutcome<Input> {
        guard let found = try await lowestFailure(in: plan, workers: workers ?? processorCount) else {
            return .held(runs: plan.indices.count)
        }
        return .failed(try await shrunk(found, limit: shrinkLimit))
    }
}

// MARK: - Search

/// What the workers share: where the next one goes on, and from which index on nobody needs to look.
private final class SearchFront: Sendable {
    let next: Atomic<Int>
    let end: Atomic<Int>

    init(_ indices: Range<Int>) {
        next = Atomic(indices.lowerBound)
        end = Atomic(indices.upperBound)
    }

    /// Hands out indices in rising order, so that all indices below a failure have been handed out before it.
    func take() -> Int? {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < end.load(ordering: .relaxed) ? index : nil
    }
}

extension Property {
    private func lowestFailure(in plan: PropertyPlan, workers: Int) async throws -> PropertyFailure<Input>? {
        let front = SearchFront(plan.indices)
        return try await withThrowingTaskGroup { group in
            for _ in 0..<min(workers, plan.indices.count) {
                group.addTask { try await firstFailure(seed: plan.seed, front: front) }
            }
            var lowest: PropertyFailure<Input>?
            for try await case let failure? in group where failure.index < lowest?.index ?? .max {
                lowest = failure
            }
            return lowest
        }
    }

    private func firstFailure(seed: UInt64, front: SearchFront) async throws -> PropertyFailure<Input>? {
        while let index = front.take() {
            // A body that never waits would keep its thread from all other tests for minutes.
            await Task.yield()
            let input = input(seed: seed, index: index)
            guard let counterexample = try await counterexample(for: input) else { continue }
            _ = front.end.min(index, ordering: .relaxed)
            return PropertyFailure(
                seed: seed,
                index: index,
                original: input,
                shrunk: input,
                counterexample: counterexample
            )
        }
        return nil
    }

    private func counterexample(for input: Input) async throws -> String? {
        try Task.checkCancellation()
        do {
            return try await refute(input)
        } catch {
            try Task.checkCancellation()
            return "threw \(error)"
        }
    }
}

// MARK: - Shrinking

extension Property {
    /// Walks greedily to the first smaller input that still fails, until none does or `limit` inputs were tried.
    private func shrunk(
        _ found: PropertyFailure<Input>,
        limit: Int
    ) async throws -> PropertyFailure<Input> {
        var failure = found
        search: while true {
            for candidate in shrink(failure.shrunk) {
                guard failure.shrinkAttempts < limit else {
                    failure.stoppedAtShrinkLimit = true
                    return failure
                }
                failure.shrinkAttempts += 1
                guard let counterexample = try await counterexample(for: candidate) else { continue }
                failure.shrunk = candidate
                failure.counterexample = counterexample
                continue search
            }
            return failure
        }
    }
}

/// How many processors are online, at least one.
private let processorCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
