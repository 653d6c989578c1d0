import Synchronization

/// What all retries of a run share, so that many failing calls do not become many times as many.
///
/// Every retry costs, and every success pays back: while most calls succeed there is always enough, and in a storm
/// calls soon fail at once instead of adding to it. The numbers are those of AWS's own tools (retry mode "standard").
public final class RetryBudget: Sendable {
    /// What one retry costs.
    public static let cost = 5
    /// What a success without a retry pays back.
    public static let income = 1

    private let capacity: Int
    private let rest: Mutex<Int>

    /// Starts with a full purse.
    public init(capacity: Int = 500) {
        precondition(capacity >= 0, "a budget cannot start with debts")
        self.capacity = capacity
        rest = Mutex(capacity)
    }

    /// What is left.
    public var remaining: Int { rest.withLock(\.self) }

    /// Pays for a retry, if there is enough.
    public func payForRetry() -> Bool {
        rest.withLock { rest in
            guard rest >= Self.cost else { return false }
            rest -= Self.cost
            return true
        }
    }

    /// Pays back after a success at some try, counted from 1.
    public func succeed(at attempt: Int) {
        rest.withLock { $0 = min(capacity, $0 + (attempt == 1 ? Self.income : Self.cost)) }
    }
}
