import Glibc
package import Orchestration

extension SeededGenerator {
    /// A number between 0 and 1, never 0 itself.
    mutating func uniform() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }

    /// A number of the standard normal distribution.
    package mutating func normal() -> Double {
        let radius = (-2 * log(uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }

    /// A number of the gamma distribution of a shape that is not below 1, by the method of Marsaglia and Tsang.
    mutating func gamma(_ shape: Double) -> Double {
        precondition(shape >= 1, "a gamma distribution of shape \(shape)")
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            if log(uniform()) < x * x / 2 + d - d * v + d * log(v) { return d * v }
        }
    }

    /// A generator that follows from a seed and from what it is for, whatever else is drawn.
    init(seed: UInt64, for words: String...) {
        // FNV-1a, with an end after each word.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for word in words {
            for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        self = SeededGenerator(seed: seed).derived(Int(truncatingIfNeeded: hash))
    }
}
