/// How long one instance has been paid for, as far as its journal tells.
public struct InstanceTime: Sendable, Equatable {
    /// EC2 bills every start of an instance for a minute at least.
    public static let leastSeconds = 60

    /// The run's own name for the instance.
    public let token: String
    /// When it was made.
    public let madeAt: Timestamp
    /// When it was seen running and could be used; some never get that far.
    public internal(set) var readyAt: Timestamp?
    /// When the provider confirmed its end; until then it counts.
    public internal(set) var goneAt: Timestamp?

    init(token: String, madeAt: Timestamp) {
        self.token = token
        self.madeAt = madeAt
    }

    /// Billed seconds until the end, or until a moment before it; begun ones are whole ones.
    public func seconds(until moment: Timestamp) -> Int {
        let nanoseconds = ((goneAt ?? moment) - (readyAt ?? madeAt)).nanoseconds
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return max(Self.leastSeconds, Int(whole) + (rest > 0 ? 1 : 0))
    }
}

/// The paid time of some instances together.
public struct BilledTime: Sendable, Equatable {
    /// How many instances there were.
    public private(set) var instances = 0
    /// Billed seconds of all of them, so far.
    public private(set) var seconds = 0
    /// How many of them still count: kept on purpose, not confirmed to be gone, or under way.
    public private(set) var counting = 0
    /// How many were never seen running, so that they are counted from their making.
    public private(set) var neverReady = 0

    /// Adds instances up at a moment.
    public init(_ times: some Sequence<InstanceTime>, until moment: Timestamp) {
        for time in times {
            instances += 1
            seconds += time.seconds(until: moment)
            counting += time.goneAt == nil ? 1 : 0
            neverReady += time.readyAt == nil ? 1 : 0
        }
    }
}

extension RunHistory {
    /// What cases of this run have used until the last record.
    public func billedTime(of cases: some Sequence<CaseHistory>) -> BilledTime {
        BilledTime(cases.lazy.flatMap(\.instances), until: lastAt ?? Timestamp(nanoseconds: 0))
    }
}
