/// What checking a property came to.
public enum PropertyOutcome<Input: Sendable>: Sendable {
    /// Nothing refuted the property in this many runs.
    case held(runs: Int)
    /// An input refuted it.
    case failed(PropertyFailure<Input>)
}

/// The input that refuted a property, as generated and as small as shrinking made it.
public struct PropertyFailure<Input: Sendable>: Sendable {
    /// The seed of the whole check.
    public let seed: UInt64
    /// The lowest run index that failed; with the seed it gives `original` again.
    public let index: Int
    /// The input as generated.
    public let original: Input
    /// The smallest input found that still fails; `original` when nothing smaller does.
    public internal(set) var shrunk: Input
    /// Why `shrunk` refutes the property.
    public internal(set) var counterexample: String
    /// How many smaller inputs were tried.
    public internal(set) var shrinkAttempts = 0
    /// Whether shrinking gave up with candidates left.
    public internal(set) var stoppedAtShrinkLimit = false
}

extension PropertyFailure {
    /// The failure as a text for people, ending in the line that replays it.
    public func report(property: String, testFilter: String) -> String {
        let limit = stoppedAtShrinkLimit ? ", stopped at the limit" : ""
        return """
            Property does not hold: \(property)
              because:  \(counterexample)
              shrunk:   \(shrunk) (\(shrinkAttempts) smaller inputs tried\(limit))
              original: \(original)
              seed:     \(seed):\(index)
              replay:   PROPERTY_SEED=\(seed):\(index) swift test --filter '\(testFilter)'
            """
    }
}
