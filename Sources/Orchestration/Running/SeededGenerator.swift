/// A small, fast generator (SplitMix64) whose whole future follows from its seed.
///
/// Not for secrets. The algorithm is fixed: changing it would change what every committed seed means.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    private var state: UInt64

    /// Starts at `seed`; equal seeds give equal sequences.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= Self.increment
        return Self.mixed(state)
    }

    /// A generator of its own, so that what one part draws does not shift what another part sees.
    public mutating func split() -> SeededGenerator {
        SeededGenerator(seed: next())
    }

    /// The generator of one numbered stream: it follows from this generator's state and the number only.
    public func derived(_ number: Int) -> SeededGenerator {
        // Mixed twice: neighbouring numbers must not become neighbouring states of one sequence.
        let stream = Self.mixed(UInt64(bitPattern: Int64(number)) &+ Self.increment)
        return SeededGenerator(seed: Self.mixed(state ^ stream))
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
