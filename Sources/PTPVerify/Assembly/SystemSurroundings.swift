import Glibc
package import Orchestration

/// Real time: the wall clock once, and from then on the steady clock, so that durations are true even when the wall
/// clock is being set - which is what this tool is about.
package struct SystemClock: RunClock {
    private let origin: Timestamp
    private let start: ContinuousClock.Instant

    package init() {
        var moment = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &moment)
        origin = Timestamp(nanoseconds: Int64(moment.tv_sec) * 1_000_000_000 + Int64(moment.tv_nsec))
        start = ContinuousClock.now
    }

    package var now: Timestamp { origin + (ContinuousClock.now - start) }

    package func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration, clock: .continuous)
    }
}

/// Real chance.
package struct SystemRandom: RandomSource {
    package init() {}

    package func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}

extension Surroundings {
    /// The world as it is.
    package static func system() -> Surroundings { Surroundings(clock: SystemClock(), random: SystemRandom()) }
}
