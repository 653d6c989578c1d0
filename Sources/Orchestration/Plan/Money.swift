/// An amount in US dollars, exact to the millionth, never negative; what cannot be written is the largest that can.
public struct Money: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// No money at all.
    public static let zero = Money(micros: 0)

    /// Millionths of a dollar.
    public let micros: Int64

    /// So many millionths of a dollar.
    public init(micros: Int64) {
        precondition(micros >= 0, "money that is owed by nobody")
        self.micros = micros
    }

    /// Reads an amount such as `0.08925`; more than six decimals are refused, unless they are zeros.
    public init?(_ text: String) {
        guard let micros = Self.micros(text, roundingUp: false) else { return nil }
        self.micros = micros
    }

    /// Reads an amount with any number of decimals; beyond the sixth it is rounded up.
    public init?(roundingUp text: String) {
        guard let micros = Self.micros(text, roundingUp: true) else { return nil }
        self.micros = micros
    }

    private static func micros(_ text: String, roundingUp: Bool) -> Int64? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isDecimal =
            (1...2).contains(parts.count)
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
        guard isDecimal else { return nil }
        let decimals = parts.count == 2 ? Array(parts[1]) : []
        let isRounded = decimals.dropFirst(6).contains { $0 != UInt8(ascii: "0") }
        guard roundingUp || !isRounded else { return nil }
        let padding = [UInt8](repeating: UInt8(ascii: "0"), count: max(0, 6 - decimals.count))
        let digits = Array(parts[0]) + decimals.prefix(6) + padding
        guard let micros = Int64(String(decoding: digits, as: UTF8.self)), micros < .max else { return nil }
        return micros + (isRounded ? 1 : 0)
    }

    /// What so many seconds cost at this price per hour, rounded up.
    public func perHour(seconds: Int) -> Money {
        let product = Int128(micros) * Int128(max(0, seconds))
        return Money(micros: Int64(clamping: (product + 3599) / 3600))
    }

    public static func + (first: Money, second: Money) -> Money {
        let (sum, isTooMuch) = first.micros.addingReportingOverflow(second.micros)
        return Money(micros: isTooMuch ? .max : sum)
    }

    public static func < (first: Money, second: Money) -> Bool { first.micros < second.micros }

    /// The amount as `0.08925`: exact, and with two decimals at least.
    public var description: String {
        let fraction = String(micros % 1_000_000)
        var decimals = String(repeating: "0", count: 6 - fraction.utf8.count) + fraction
        while decimals.utf8.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(micros / 1_000_000).\(decimals)"
    }
}
