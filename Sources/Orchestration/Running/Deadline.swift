/// Thrown when something was not done in time.
public struct DeadlinePassed: Error, Sendable, Equatable, CustomStringConvertible {
    /// How long it was given.
    public let limit: Duration
    /// The setting that gave it so long; `nil` where none does.
    public let setting: String?

    /// States a limit that was not kept.
    public init(limit: Duration, setting: String? = nil) {
        self.limit = limit
        self.setting = setting
    }

    public var description: String { "not done within \(limit.inSeconds) s" }
}

/// Runs `operation`, and cancels it when it has not ended within `limit`.
///
/// - Parameter setting: what the user would change to make the limit longer.
/// - Throws: `DeadlinePassed` when time ran out first, otherwise whatever `operation` throws.
public func withDeadline<Result: Sendable>(
    _ limit: Duration,
    setBy setting: String? = nil,
    on clock: any RunClock,
    operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await clock.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        // The first to end decides; leaving the group waits for the other, which is cancelled.
        guard let first = try await group.next(), let result = first else {
            throw DeadlinePassed(limit: limit, setting: setting)
        }
        return result
    }
}
