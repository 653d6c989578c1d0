/// What instances take or may take: seconds as they are billed, and money as far as prices are known.
public struct Expense: Sendable, Equatable {
    /// Billed seconds.
    public private(set) var seconds = 0
    /// What those of a known price cost.
    public private(set) var money = Money.zero
    /// Whether any price was known.
    public private(set) var isPriced = false
    /// The types whose price is unknown, first come first.
    public private(set) var unpriced: [String] = []

    /// Nothing yet.
    public init() {}

    /// Adds the time of an instance.
    ///
    /// - Parameter price: per hour; `nil` when it is unknown.
    public mutating func add(seconds: Int, of type: String, at price: Money?) {
        var other = Expense()
        other.seconds = max(0, seconds)
        other.isPriced = price != nil
        if let price { other.money = price.perHour(seconds: seconds) } else { other.unpriced = [type] }
        add(other)
    }

    /// Adds what something else takes.
    mutating func add(_ other: Expense) {
        let (sum, isTooMuch) = seconds.addingReportingOverflow(other.seconds)
        seconds = isTooMuch ? .max : sum
        money = money + other.money
        isPriced = isPriced || other.isPriced
        unpriced += other.unpriced.filter { !unpriced.contains($0) }
    }

    /// Seconds as hours with two decimals, rounded up.
    static func hours(_ seconds: Int) -> String {
        let hundredths = seconds / 36 + (seconds % 36 > 0 ? 1 : 0)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// The time in words, such as `1.50 instance hours`.
    public var time: String { "\(Self.hours(seconds)) instance hours" }

    /// The money in words, which never say less than is known: `$1.25`, `at least $1.25`, or that it is unknown.
    public var cost: String {
        let without = unpriced.joined(separator: ", ")
        if unpriced.isEmpty { return "$\(money)" }
        return isPriced ? "at least $\(money) (no price for \(without))" : "cost unknown (no price for \(without))"
    }
}

extension Expense {
    /// What is known of the money, as members of an object; amounts are texts, because numbers would not be exact.
    public var costs: JSONObject {
        let name = unpriced.isEmpty ? "cost_usd" : "cost_usd_at_least"
        let object: JSONObject = [
            name: isPriced ? .string(money.description) : .null,
            "unpriced_types": unpriced.isEmpty ? .null : .array(unpriced.map { .string($0) }),
        ]
        return object.withoutNulls
    }

    /// The time and the money, as an object.
    public var json: JSONObject {
        var object: JSONObject = ["instance_seconds": .integer(Int64(seconds))]
        for member in costs.members { object[member.key] = member.value }
        return object
    }
}

extension RunPlan {
    /// What this plan takes in any case: every instance that is launched is billed for a minute.
    public var leastExpense: Expense { expense(of: cases) { _ in InstanceTime.leastSeconds } }

    /// What it takes when every case takes all of its time, its cleanup, too, and all stays that may be kept.
    public var patientExpense: Expense { patientExpense(of: cases) }

    /// What it takes at worst: every instance lives until it ends by itself.
    public var worstExpense: Expense { expense(of: cases) { max(longest($0), timeToLive.wholeSeconds) } }

    /// What some of its cases take when they take all of their time.
    func patientExpense(of cases: some Sequence<InstanceCase>) -> Expense { expense(of: cases, longest) }

    /// How long an instance of a case is billed at most, as long as this program lives to end it where it is not kept.
    func longest(_ instanceCase: InstanceCase) -> Int {
        let limit = withinLimits(instanceCase)
        return mayBeKept(instanceCase) ? max(limit, timeToLive.wholeSeconds) : limit
    }

    /// Whether an instance of a case may stay on purpose.
    func mayBeKept(_ instanceCase: InstanceCase) -> Bool {
        switch keep {
        case .none: false
        case .all, .functional, .ask: true
        case .positions(let chosen):
            chosen.contains { cases.indices.contains($0 - 1) && cases[$0 - 1].id == instanceCase.id }
        }
    }

    /// How long a case and its cleanup may take.
    func withinLimits(_ instanceCase: InstanceCase) -> Int {
        let (sum, isTooMuch) = instanceCase.timeout.wholeSeconds.addingReportingOverflow(cleanupTimeout.wholeSeconds)
        return isTooMuch ? .max : max(InstanceTime.leastSeconds, sum)
    }

    private func expense(of cases: some Sequence<InstanceCase>, _ seconds: (InstanceCase) -> Int) -> Expense {
        var expense = Expense()
        for planned in cases { expense.add(seconds: seconds(planned), of: planned.type, at: prices[planned.type]) }
        return expense
    }
}

extension Duration {
    /// Seconds of which a begun one is a whole one; none of what is negative.
    var wholeSeconds: Int {
        let (seconds, attoseconds) = components
        return max(0, Int(clamping: seconds) + (attoseconds > 0 && seconds < .max ? 1 : 0))
    }
}
