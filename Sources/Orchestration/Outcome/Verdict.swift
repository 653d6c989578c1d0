/// What was observed of an instance.
public enum Verdict: String, Sendable, CaseIterable {
    /// It is there and fully works.
    case supported
    /// It is there, but does not fully work.
    case partial
    /// There is positive evidence that it is absent.
    case unsupported
    /// It could not be observed. A failure to observe is never `unsupported`.
    case inconclusive
}
