/// How long one instance has been paid for, as far as its journal tells.
///
/// There may be very many, so moments that are not there take no room of their own.
public struct InstanceTime: Sendable, Equatable {
    /// EC2 bills every start of an instance for a minute at least.
    public static let leastSeconds = 60
    private static let never = Timestamp(nanoseconds: .min)

    /// The run's own name for the instance.
    public let token: String
    /// When it was made.
    public let madeAt: Timestamp
    private var ready = never
    private var gone = never

    init(token: String, madeAt: Timestamp) {
        self.token = token
        self.madeAt = madeAt
    }

    /// When it was seen running and could be used; some never get that far.
    public var readyAt: Timestamp? { ready == Self.never ? nil : ready }

    /// When the provider confirmed its end; until then it counts.
    public var goneAt: Timestamp? { gone == Self.never ? nil : gone }

    /// Notes that it can be used; what is gone cannot.
    mutating func isReady(at moment: Timestamp) {
        if ready == Self.never, gone == Self.never { ready = moment }
    }

    /// Notes its end, which comes once.
    mutating func isGone(at moment: Timestamp) {
        if gone == Self.never { gone = moment }
    }

    /// Billed seconds until the end, or until a moment before it; begun ones are whole ones.
    public func seconds(until moment: Timestamp) -> Int {
        max(Self.leastSeconds, ((goneAt ?? moment) - (readyAt ?? madeAt)).wholeSeconds)
    }
}

/// The paid time of some instances together.
public struct BilledTime: Sendable, Equatable {
    /// How many instances there were.
    public private(set) var instances = 0
    /// What all of them took so far.
    public private(set) var expense = Expense()
    /// How many of them still count: kept on purpose, not confirmed to be gone, or under way.
    public private(set) var counting = 0
    /// How many were never seen running, so that they are counted from their making.
    public private(set) var neverReady = 0

    /// Nothing yet.
    public init() {}

    /// Adds the time of other instances.
    public mutating func add(_ other: BilledTime) {
        instances += other.instances
        expense.add(other.expense)
        counting += other.counting
        neverReady += other.neverReady
    }

    fileprivate mutating func add(_ time: InstanceTime, until moment: Timestamp, of type: String, at price: Money?) {
        instances += 1
        expense.add(seconds: time.seconds(until: moment), of: type, at: price)
        counting += time.goneAt == nil ? 1 : 0
        neverReady += time.readyAt == nil ? 1 : 0
    }
}

extension RunHistory {
    /// What cases of this run have taken until a moment; until the last record where none is given.
    public func billedTime(of cases: some Sequence<CaseHistory>, until moment: Timestamp? = nil) -> BilledTime {
        var billed = BilledTime()
        for history in cases { add(history, to: &billed, until: moment) }
        return billed
    }

    /// What a case of this run has taken up to the last record.
    public func billedTime(of history: CaseHistory) -> BilledTime {
        var billed = BilledTime()
        add(history, to: &billed, until: nil)
        return billed
    }

    private func add(_ history: CaseHistory, to billed: inout BilledTime, until moment: Timestamp?) {
        guard let moment = moment ?? lastAt else { return }
        let type = history.instanceCase.type
        for time in history.instances { billed.add(time, until: moment, of: type, at: plan?.prices[type]) }
    }
}
