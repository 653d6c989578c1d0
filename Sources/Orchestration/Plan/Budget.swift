/// How much a run may use before it launches nothing more.
public struct Budget: Sendable, Equatable {
    /// The most money; `nil` is no limit.
    public let money: Money?
    /// The most billed seconds of all instances together; `nil` is no limit.
    public let seconds: Int?

    /// States a budget.
    public init(money: Money? = nil, seconds: Int? = nil) {
        self.money = money
        self.seconds = seconds
    }

    /// Whether there is any limit.
    public var isLimited: Bool { money != nil || seconds != nil }

    /// What of it an expense would exceed, with the setting to raise; `nil` when it is within.
    ///
    /// An unknown price exceeds every limit of money.
    public func excess(of expense: Expense) -> (happened: String, setting: String)? {
        if let seconds, expense.seconds > seconds {
            return ("\(expense.time), of which \(Expense.hours(seconds)) may be used", "max_instance_hours")
        }
        if let money, expense.money > money || !expense.unpriced.isEmpty {
            return ("\(expense.cost), of which $\(money) may be used", "max_cost")
        }
        return nil
    }
}

extension RunPlan {
    /// The types whose price must be known, because money is limited, and is not.
    public var typesInNeedOfPrice: [String] { budget.money == nil ? [] : leastExpense.unpriced }

    /// Why the budget forbids to make anything at all, if it does.
    var budgetRefusal: RunError? {
        guard typesInNeedOfPrice.isEmpty else {
            return RunError(
                .configuration,
                attempt: "keep within max_cost",
                happened: "the price of \(typesInNeedOfPrice.joined(separator: ", ")) is unknown",
                next: "Name it, for example PTP_PRICES=\(typesInNeedOfPrice[0])=0.10 (dollars per hour), "
                    + "or limit max_instance_hours instead."
            )
        }
        if let (happened, setting) = budget.excess(of: leastExpense) {
            return RunError(
                .budget,
                attempt: "plan the run",
                happened: "a minute of each instance, the least that is billed, makes \(happened)",
                next: "Raise \(setting), or verify fewer instances."
            )
        }
        // Groups would be made in vain.
        guard let first = cases.first, let (happened, setting) = budget.excess(of: patientExpense(of: [first])) else {
            return nil
        }
        return RunError(
            .budget,
            attempt: "plan the run",
            happened: "\(first.id) alone may take \(happened)",
            next: "Raise \(setting), or "
                + (longest(first) > withinLimits(first)
                    ? "lower \(Self.timeToLiveSetting), or do not keep it."
                    : "lower \(InstanceCase.timeoutSetting) or \(Self.cleanupTimeoutSetting).")
        )
    }
}
