public import Orchestration

/// How long to wait before knocking again at a host that does not answer yet.
///
/// A host that boots is met soon after it opens, and one that takes minutes is not pestered. Pauses use full jitter, so
/// that those who wait for many hosts do not come all at once.
public struct Patience: Sendable {
    /// What a pause never exceeds in the first minutes.
    private static let soon = Duration.milliseconds(400)
    /// What it never exceeds.
    private static let late = Duration.seconds(2)
    private static let first = Duration.milliseconds(100)

    private let startedAt: Timestamp
    private let surroundings: Surroundings

    /// Starts to wait.
    public init(in surroundings: Surroundings) {
        self.surroundings = surroundings
        startedAt = surroundings.clock.now
    }

    /// The longest pause after so long a wait.
    package static func limit(after waiting: Duration) -> Duration {
        let grown = waiting > .minutes(3) ? min(waiting / 200, late) : soon
        return min(max(waiting / 2, first), grown)
    }

    /// How long has been waited.
    public var waited: Duration { surroundings.clock.now - startedAt }

    /// The next pause.
    public var pause: Duration {
        let limit = UInt64(Self.limit(after: waited).nanoseconds)
        return .nanoseconds(Int64(surroundings.random.next() % (limit + 1)))
    }
}
