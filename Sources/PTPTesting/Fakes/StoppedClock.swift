public import Orchestration

/// A clock that stands still, for what only asks for the time; waiting for it ends at once.
public struct StoppedClock: RunClock {
    /// The moment that it always is.
    public let now: Timestamp

    /// A clock that always says the same.
    public init(at moment: Timestamp = Timestamp(nanoseconds: 1_795_264_915_000_000_001)) {
        now = moment
    }

    /// Returns at once.
    public func sleep(for duration: Duration) async throws {}
}
