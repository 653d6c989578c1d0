/// What a run has spent so far, and what goes on costing.
public struct Spending: Sendable, Equatable {
    /// What was spent on cases that are not under way.
    public private(set) var expense = Expense()
    /// Their instances that still count: kept, held, or not confirmed to be gone.
    public private(set) var counting: [Counting] = []
    /// What was spent on cases under way.
    public private(set) var underWay = Expense()

    /// An instance that still counts.
    public struct Counting: Sendable, Equatable {
        /// The case that it was made for.
        public let instanceCase: InstanceCase
        /// What it was billed for so far.
        public let seconds: Int
    }

    /// Nothing was spent.
    public init() {}

    fileprivate mutating func add(
        _ time: InstanceTime,
        of instanceCase: InstanceCase,
        at price: Money?,
        until moment: Timestamp,
        isUnderWay: Bool
    ) {
        let seconds = time.seconds(until: moment)
        let type = instanceCase.type
        guard !isUnderWay else { return underWay.add(seconds: seconds, of: type, at: price) }
        expense.add(seconds: seconds, of: type, at: price)
        if time.goneAt == nil { counting.append(Counting(instanceCase: instanceCase, seconds: seconds)) }
    }
}

extension RunHistory {
    /// What was spent until a moment, while some cases are under way.
    public func spending(whileUnderWay underWay: Set<CaseID>, until moment: Timestamp) -> Spending {
        var spending = Spending()
        for history in cases {
            let planned = history.instanceCase
            let price = plan?.prices[planned.type]
            let isUnderWay = underWay.contains(planned.id)
            for time in history.instances + unheard(of: history) {
                spending.add(time, of: planned, at: price, until: moment, isUnderWay: isUnderWay)
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
    /// The case and those under way are counted with their time limits, because as long as this program lives, it ends
    /// them by then. What may be kept goes on afterwards, until it ends itself.
    func refusal(
        toBegin next: InstanceCase,
        besides underWay: some Collection<InstanceCase>,
        after spending: Spending
    ) -> RunError? {
        let running = underWay + [next]
        var expense = spending.expense
        if keep != KeepPolicy.none { expense.add(spending.underWay) }
        for planned in running { expense.add(seconds: longest(planned), of: planned.type, at: prices[planned.type]) }
        let others = running.map(withinLimits).max() ?? 0
        for instance in spending.counting {
            let planned = instance.instanceCase
            // What is not kept is there because nobody could confirm its end, which may come at any time.
            let rest = mayBeKept(planned) ? max(0, longest(planned) - instance.seconds) : others
            expense.add(seconds: rest, of: planned.type, at: prices[planned.type])
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
