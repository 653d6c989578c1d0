/// Which instances stay when their case is over.
///
/// The default costs nothing: none.
public enum KeepPolicy: Sendable, Hashable {
    case none
    case all
    /// Those whose verdict is `supported`.
    case functional
    /// Functional ones wait until somebody has been asked at the end of the run.
    case ask
    /// Those at these places in the plan, counted from 1.
    case positions(Set<Int>)

    /// What to do with one instance.
    public enum Decision: Sendable, Equatable {
        case terminate
        case keep
        case ask
    }

    /// Decides for the case at `position`; what is proven unsupported never stays.
    public func decide(position: Int, verdict: Verdict) -> Decision {
        guard verdict != .unsupported else { return .terminate }
        return switch self {
        case .none: .terminate
        case .all: .keep
        case .functional: verdict == .supported ? .keep : .terminate
        case .ask: verdict == .supported ? .ask : .terminate
        case .positions(let chosen): chosen.contains(position) ? .keep : .terminate
        }
    }
}

extension KeepPolicy: CustomStringConvertible {
    public var description: String {
        switch self {
        case .none: "none"
        case .all: "all"
        case .functional: "functional"
        case .ask: "ask"
        case .positions(let chosen): chosen.sorted().map(String.init).joined(separator: ",")
        }
    }
}
