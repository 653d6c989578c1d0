/// Time as a run sees it: one line of moments that never goes back, and a way to wait.
public protocol RunClock: Sendable {
    /// The present moment.
    var now: Timestamp { get }
    /// Waits; ends early by throwing when the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// Where random numbers come from; a seeded source makes a run repeatable.
public protocol RandomSource: Sendable {
    /// The next 64 random bits.
    func next() -> UInt64
}

/// What a run takes from outside: time, chance, and the threads that its tasks run on.
///
/// Chosen once, in the assembly.
public struct Surroundings: Sendable {
    /// The run's time.
    public let clock: any RunClock
    /// The run's chance.
    public let random: any RandomSource
    /// Where unstructured work continues; `nil` is the shared pool.
    ///
    /// Child tasks inherit theirs by themselves.
    public let executor: (any TaskExecutor)?

    /// Puts the three together.
    public init(clock: any RunClock, random: any RandomSource, executor: (any TaskExecutor)? = nil) {
        self.clock = clock
        self.random = random
        self.executor = executor
    }
}
