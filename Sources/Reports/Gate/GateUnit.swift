/// What a figure is measured in.
package enum GateDimension: String, Sendable, CaseIterable {
    case time
    case share
    case partsPerMillion
    case rate
    case count

    /// The units in which it can be written, the smallest first.
    var units: [GateUnit] { GateUnit.allCases.filter { $0.dimension == self } }

    /// What a value must look like.
    var wanted: String {
        switch self {
        case .time: "a time such as 50us, in ns, us, ms, s, min or h"
        case .share: "a share such as 1%"
        case .partsPerMillion: "parts in a million such as 1ppm"
        case .rate: "a rate such as 125/s"
        case .count: "a number without a unit"
        }
    }
}

/// A unit that people write behind a number.
package enum GateUnit: String, Sendable, CaseIterable {
    case nanoseconds = "ns"
    case microseconds = "us"
    case milliseconds = "ms"
    case seconds = "s"
    case minutes = "min"
    case hours = "h"
    case percent = "%"
    case partsPerMillion = "ppm"
    case perSecond = "/s"
    case one = ""

    var dimension: GateDimension {
        switch self {
        case .nanoseconds, .microseconds, .milliseconds, .seconds, .minutes, .hours: .time
        case .percent: .share
        case .partsPerMillion: .partsPerMillion
        case .perSecond: .rate
        case .one: .count
        }
    }

    /// Reads a unit, also in another spelling.
    init?(spelled text: String) {
        let others: [String: GateUnit] = [
            "\u{b5}s": .microseconds, "\u{3bc}s": .microseconds, "1/s": .perSecond, "per second": .perSecond,
        ]
        guard let unit = GateUnit(rawValue: text) ?? others[text] else { return nil }
        self = unit
    }

    /// How many of it make one of what figures are recorded in, and how many of that make one of it.
    ///
    /// A power of ten is divided by, because its inverse is not exact: 50 us are to be 5e-05 s and nothing near it.
    private var scale: (divisor: Double, factor: Double) {
        switch self {
        case .nanoseconds: (1e9, 1)
        case .microseconds: (1e6, 1)
        case .milliseconds: (1e3, 1)
        case .percent: (100, 1)
        case .minutes: (1, 60)
        case .hours: (1, 3600)
        case .seconds, .partsPerMillion, .perSecond, .one: (1, 1)
        }
    }

    /// A number of this unit in what figures are recorded in.
    func recorded(_ number: Double) -> Double { number / scale.divisor * scale.factor }

    /// A recorded value in words, in this unit; as many digits as tell it from a limit that is near.
    func words(for value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        let number = value * scale.divisor / scale.factor
        return Self.text(Self.rounded(number)) + rawValue
    }

    /// A number as short as it can be written so that it is read as the same.
    static func text(_ number: Double) -> String {
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static let digits = 6

    /// Rounds to six digits, as far as that is not done by the number being small.
    private static func rounded(_ number: Double) -> Double {
        guard number != 0, abs(number) < 1e15, abs(number) > 1e-9 else { return number }
        var power = 1.0
        var digits = Self.digits
        var size = abs(number)
        while size >= 1, digits > 0 { (size, digits) = (size / 10, digits - 1) }
        while size < 0.1, digits < 15 { (size, digits) = (size * 10, digits + 1) }
        for _ in 0..<digits { power *= 10 }
        return (number * power).rounded() / power
    }
}
