/// What an instance is expected to show; the verdict is judged against it.
package enum Expectation: String, Sendable, Hashable, CaseIterable {
    /// The clock works.
    case supported
    /// There is no clock.
    case unsupported
    /// Any verdict but an inconclusive one.
    case any
    /// What the cloud declares for the type.
    case declared
}
