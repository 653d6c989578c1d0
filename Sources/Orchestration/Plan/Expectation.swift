/// What a case should turn out to be for its run to count as a success.
public enum Expectation: String, Sendable, CaseIterable {
    /// It fully works.
    case supported
    /// It is proven to be absent.
    case unsupported
    /// Whatever it is, as long as it could be observed.
    case any
    /// What the provider declares for the type.
    case declared

    /// Whether an observed verdict is what was expected; `nil` when that cannot be said.
    public func isMet(by verdict: Verdict, declaredSupport: Bool?) -> Bool? {
        guard verdict != .inconclusive else { return nil }
        switch self {
        case .supported: return verdict == .supported
        case .unsupported: return verdict == .unsupported
        case .any: return true
        case .declared:
            guard let declaredSupport else { return nil }
            return verdict == (declaredSupport ? .supported : .unsupported)
        }
    }
}
