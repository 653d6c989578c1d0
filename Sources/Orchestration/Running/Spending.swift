/// What a run has spent so far, and what goes on costing.
public struct Spending: Sendable, Equatable {
    /// What was spent on cases that are not under way.
    public private(set) var expense = Expense()
    /// The types of their instances that still count: kept, held, or not confirmed to be gone.
    public private(set) var counting: [String] = []
    /// What was spent on cases under way.
    public private(set) var underWay = Expense()

    /// Nothing was spent.
    public init() {}

    fileprivate mutating func add(
        _ time: InstanceTime,
        of type: String,
        at price: Money?,
        until moment: Timestamp,
        isUnderWay: Bool
    ) {
        let seconds = time.seconds(until: moment)
        guard !isUnderWay else { return underWay.add(seconds: seconds, of: type, at: price) }
        expense.add(seconds: seconds, of: type, at: price)
        if time.goneAt == nil { counting.append(type) }
    }
}

extension RunHistory {
    /// What was spent until a moment, while some cases are under way.
    public func spending(whileUnderWay underWay: Set<CaseID>, until moment: Timestamp) -> Spending {
        var spending = Spending()
        for history in cases {
            let type = history.instanceCase.type
            let isUnderWay = underWay.contains(history.instanceCase.id)
            for time in history.instances + unheard(of: history) {
                spending.add(time, of: type, at: plan?.prices[type], until: moment, isUnderWay: isUnderWay)
            }
        }
        return spending
    }

    /// What may be there although nobody heard of its making: it is paid for, too.
    private func unheard(of history: CaseHistory) -> [InstanceTime] {
        guard let start = history.steps.first?.at else { return [] }
        let heard = Set(history.instances.map(\.token))
        return ledger.leaks(of: history.instanceCase.id)
            .filter { $0.resource.kind == .instance && !heard.contains($0.resource.token) }
            .map { InstanceTime(token: $0.resource.token, madeAt: start) }
    }
}

extension RunPlan {
    /// Why the budget forbids to begin a case now, if it does.
    ///
    /// The case and those under way are counted with their time limits, not with their time to live: as long as this
    /// program lives, it ends them by then. What is kept goes on for as long as the others take.
    func refusal(
        toBegin next: InstanceCase,
        besides underWay: some Collection<InstanceCase>,
        after spending: Spending
    ) -> RunError? {
        let running = underWay + [next]
        let longest = running.map(longest).max() ?? 0
        var expense = spending.expense
        if keep != KeepPolicy.none { expense.add(spending.underWay) }
        for type in running.map(\.type) + spending.counting {
            expense.add(seconds: longest, of: type, at: prices[type])
        }
        guard let (happened, setting) = budget.excess(of: expense) else { return nil }
        return RunError(
            .budget,
            attempt: "begin \(next.id)",
            happened: "with what was spent so far it might come to \(happened)",
            next: "Raise \(setting) and run the rest again."
        )
    }
}
