import Orchestration

/// Seeded figures that depend on what they are for, never on the order in which they are asked.
struct Chance: Sendable, Equatable {
    /// What a figure is for: each purpose has its own sequence.
    enum Purpose: UInt64 {
        case identity = 1
        case visibility
        case boot
        case shutdown
        case login
        case latency
        case command
        case convergence
        case topology
        case offset
        case correction
        case deviation
        case frequency
        case skew
        case dispersion
        case delay
        case errorBound
        case reading
    }

    let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
    }

    /// The chance of whatever bears this name: FNV-1a, because the standard library's hashes differ between processes.
    init(name: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let bytes = name.utf8Span.span
        for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
        seed = hash
    }

    func bits(_ purpose: Purpose, _ number: Int64 = 0) -> UInt64 {
        var generator = SeededGenerator(
            seed: seed ^ (purpose.rawValue << 56) ^ (UInt64(bitPattern: number) &* 0x9e37_79b9)
        )
        return generator.next()
    }

    func whole(_ purpose: Purpose, _ number: Int64 = 0, in range: ClosedRange<Int64>) -> Int64 {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int64(bits(purpose, number) % width)
    }

    func milliseconds(_ purpose: Purpose, _ number: Int64 = 0, in range: ClosedRange<Int64>) -> Duration {
        .nanoseconds(whole(purpose, number, in: (range.lowerBound * 1_000_000)...(range.upperBound * 1_000_000)))
    }

    /// Seventeen hexadecimal digits, as EC2's ids have: different for every number.
    func identifier(_ prefix: String, _ number: Int) -> String {
        let digits = String(bits(.identity, Int64(number)), radix: 16)
        return prefix + "-0" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
