/// Which runs of a property are made: a seed, and the indices of the inputs drawn from it.
public struct PropertyPlan: Sendable, Equatable {
    /// The seed all inputs follow from.
    public let seed: UInt64
    /// The run indices; one single index is a replay.
    public let indices: Range<Int>

    /// Plans `runs` runs from `seed`.
    public init(seed: UInt64, runs: Int) {
        self.init(seed: seed, indices: 0..<runs)
    }

    private init(seed: UInt64, indices: Range<Int>) {
        precondition(!indices.isEmpty, "A property that is never tried cannot fail.")
        self.seed = seed
        self.indices = indices
    }

    /// Plans `runs` runs from `seed`, unless the environment says otherwise.
    ///
    /// `PROPERTY_SEED=7` draws other inputs, `PROPERTY_SEED=7:42` replays exactly one, and `PROPERTY_RUNS=10` or
    /// `PROPERTY_RUNS=0.1` multiplies the number of runs.
    /// - Throws: `PropertyPlanError` when one of them cannot be read: a mistyped replay must not pass.
    public init(seed: UInt64, runs: Int, environment: (String) -> String?) throws(PropertyPlanError) {
        let factor = try environment("PROPERTY_RUNS").map(Self.factor) ?? 1
        let scaled = (Double(runs) * factor).rounded(.up)
        guard let runs = Int(exactly: scaled) else {
            throw PropertyPlanError(variable: "PROPERTY_RUNS", text: "\(factor)", expected: "a smaller factor")
        }
        guard let text = environment("PROPERTY_SEED") else {
            self.init(seed: seed, runs: runs)
            return
        }
        let replay = try Self.replay(text)
        self.init(seed: replay.seed, indices: replay.index.map { $0..<($0 + 1) } ?? 0..<runs)
    }
}

// MARK: - Reading the environment

/// An environment variable of the property checks that cannot be understood.
public struct PropertyPlanError: Error, Equatable, CustomStringConvertible {
    let variable: String
    let text: String
    let expected: String

    /// What is set, and what it should look like.
    public var description: String {
        "\(variable)=\(text) cannot be read: set it to \(expected), or unset it."
    }
}

extension PropertyPlan {
    private static func factor(_ text: String) throws(PropertyPlanError) -> Double {
        guard let factor = Double(text), factor > 0, factor.isFinite else {
            throw PropertyPlanError(
                variable: "PROPERTY_RUNS",
                text: text,
                expected: "a factor above 0, like 0.1 or 10"
            )
        }
        return factor
    }

    private static func replay(_ text: String) throws(PropertyPlanError) -> (seed: UInt64, index: Int?) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 1, let seed = UInt64(parts[0]) {
            return (seed, nil)
        }
        if parts.count == 2, let seed = UInt64(parts[0]), let index = Int(parts[1]), (0..<Int.max).contains(index) {
            return (seed, index)
        }
        throw PropertyPlanError(
            variable: "PROPERTY_SEED",
            text: text,
            expected: "a seed like 7, or seed and run like 7:42"
        )
    }
}
