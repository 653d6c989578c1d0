/// What an executor made of its evidence, in terms of its own, for an analyzer that knows them too.
///
/// It says nothing that the evidence does not say, so that results are equal with and without it.
public struct Insight: Sendable, Equatable {
    /// What only those who know its type can use.
    public let value: any Sendable

    /// Wraps it.
    public init(_ value: any Sendable) { self.value = value }

    public static func == (one: Insight, other: Insight) -> Bool { true }
}
