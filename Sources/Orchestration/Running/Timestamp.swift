/// A moment in UTC, in nanoseconds since 1970; the only kind of time that is written down.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let nanoseconds: Int64

    /// A moment so many nanoseconds after the start of 1970.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    public static func < (first: Timestamp, second: Timestamp) -> Bool { first.nanoseconds < second.nanoseconds }

    /// The moment a duration later; beyond what can be written it stays at the first or the last moment.
    public static func + (start: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(nanoseconds: Int64(clamping: Int128(start.nanoseconds) + Int128(duration.nanoseconds)))
    }

    /// How long after `start` this moment is.
    public static func - (end: Timestamp, start: Timestamp) -> Duration {
        .nanoseconds(Int64(clamping: Int128(end.nanoseconds) - Int128(start.nanoseconds)))
    }
}

extension Duration {
    /// The whole duration in nanoseconds, held at the ends of what fits in 64 bits.
    public var nanoseconds: Int64 {
        Int64(clamping: attoseconds / 1_000_000_000)
    }

    /// The duration in seconds, for people and reports.
    public var inSeconds: Double { Double(nanoseconds) / 1e9 }

    /// So many minutes.
    public static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
}

// MARK: - RFC 3339

extension Timestamp: CustomStringConvertible {
    /// The moment as `2026-11-21T12:21:55.000000001Z`: always nine digits, so that texts sort like moments.
    public var description: String { String(decoding: text, as: UTF8.self) }

    /// How many bytes the text of a moment has.
    static var length: Int { 30 }

    /// The same to the second and without punctuation, for file names: `20261121T122155Z`.
    public var compact: String {
        String(decoding: text.prefix(19).filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }, as: UTF8.self)
            + "Z"
    }

    private var text: [UInt8] { [UInt8](capacity: Self.length) { write(to: &$0) } }

    /// Writes what `description` says.
    func write(to output: inout OutputSpan<UInt8>) {
        let (seconds, fraction) = Self.divide(nanoseconds, by: 1_000_000_000)
        let (days, secondOfDay) = Self.divide(seconds, by: 86_400)
        let (year, month, day) = Self.civil(fromDays: days)
        output.append(twoDigits: year / 100)
        output.append(twoDigits: year % 100, before: "-")
        output.append(twoDigits: month, before: "-")
        output.append(twoDigits: day, before: "T")
        output.append(twoDigits: secondOfDay / 3600, before: ":")
        output.append(twoDigits: secondOfDay / 60 % 60, before: ":")
        output.append(twoDigits: secondOfDay % 60, before: ".")
        output.append(UInt8(ascii: "0") + UInt8(fraction / 100_000_000))
        for unit: Int64 in [1_000_000, 10_000, 100] { output.append(twoDigits: fraction / unit % 100) }
        output.append(twoDigits: fraction % 100, before: "Z")
    }

    /// Reads exactly the form that `description` writes.
    package init?(utf8 text: Span<UInt8>) {
        guard text.count == Self.length,
            text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"), text[19] == UInt8(ascii: "."),
            text[29] == UInt8(ascii: "Z"),
            let year = text.number(0..<4), let month = text.number(5..<7), let day = text.number(8..<10),
            let hour = text.number(11..<13), let minute = text.number(14..<16), let second = text.number(17..<19),
            let fraction = text.number(20..<29)
        else { return nil }
        guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60,
            case let days = Self.days(year: year, month: month, day: day),
            // The 30th of February is no day, though one can count to it.
            Self.civil(fromDays: days) == (year, month, day),
            case let seconds = days * 86_400 + hour * 3600 + minute * 60 + second,
            let nanoseconds = Int64(exactly: Int128(seconds) * 1_000_000_000 + Int128(fraction))
        else { return nil }
        self.init(nanoseconds: nanoseconds)
    }

    private static func divide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// Days since 1970 of a date in the Gregorian calendar, counted in eras of 400 years that start in March.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = divide(shifted, by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = divide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

extension OutputSpan<UInt8> {
    /// Adds a number below a hundred.
    @inline(__always)
    fileprivate mutating func append(twoDigits value: Int64) {
        let value = UInt8(value)
        append(UInt8(ascii: "0") + value / 10)
        append(UInt8(ascii: "0") + value % 10)
    }

    /// Adds a number below a hundred, and the sign behind it.
    @inline(__always)
    fileprivate mutating func append(twoDigits value: Int64, before end: Unicode.Scalar) {
        append(twoDigits: value)
        append(UInt8(ascii: end))
    }
}

extension Span<UInt8> {
    /// The number that digits stand for; `nil` where something else stands among them.
    @inline(__always)
    fileprivate func number(_ range: Range<Int>) -> Int64? {
        var value: Int64 = 0
        for place in range {
            let digit = self[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }
}
