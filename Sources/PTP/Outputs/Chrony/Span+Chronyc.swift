extension Unreadable {
    /// What `506 Cannot talk to daemon` stands instead of.
    package static let chronyd: StaticString = "an answer of chronyd, with which chronyc could not talk"
}

/// How chronyc prints quantities.
extension Span<UInt8> {
    /// Whether chronyc says that it has no answer, such as `506 Cannot talk to daemon`.
    private func isComplaintOfChronyc(_ line: Range<Int>) -> Bool { starts(line, with: "50") && line.count > 4 }

    /// What is wrong with a line that is not what was expected.
    func unreadable(_ line: Range<Int>, _ expected: StaticString) -> Unreadable {
        Unreadable(isComplaintOfChronyc(line) ? Unreadable.chronyd : expected, at: line.lowerBound)
    }

    /// A number of `chronyc -c`.
    func number(_ range: Range<Int>, _ expected: StaticString) throws(Unreadable) -> Double {
        guard let number = decimal(range) else { throw Unreadable(expected, at: range.lowerBound) }
        return number
    }

    /// The last number of a row, which has nine decimals: without them the row was cut, and the number is another one.
    func lastNumber(_ range: Range<Int>, _ expected: StaticString) throws(Unreadable) -> Double {
        let isWhole = range.count > 10 && self[range.upperBound - 10] == UInt8(ascii: ".")
        guard isWhole else { throw Unreadable(expected, at: range.lowerBound) }
        return try number(range, expected)
    }

    /// An offset with its unit glued on: `-4893ns`, `+11us`, `22ms`, `1s`.
    func seconds(_ range: Range<Int>) throws(Unreadable) -> Double {
        var end = range.upperBound
        while end > range.lowerBound, self[end - 1].isLetter { end -= 1 }
        let unit = end..<range.upperBound
        let power: Int? =
            if equals(unit, "ns") { 9 } else if equals(unit, "us") { 6 } else if equals(unit, "ms") {
                3
            } else if equals(unit, "s") { 0 } else { nil }
        guard let power, let value = decimal(range.lowerBound..<end, dividedByTenTo: power) else {
            throw Unreadable("an offset in ns, us, ms or s", at: range.lowerBound)
        }
        return value
    }

    /// A time as chronyc rounds it for people: `43`, `29m`, `5h`, `3d`, `10y`.
    func approximateSeconds(_ range: Range<Int>) throws(Unreadable) -> Int {
        var digits = range
        var unit = 1
        if let last = range.last, self[last].isLetter {
            digits = range.lowerBound..<last
            switch self[last] {
            case UInt8(ascii: "m"): unit = 60
            case UInt8(ascii: "h"): unit = 3600
            case UInt8(ascii: "d"): unit = 86_400
            case UInt8(ascii: "y"): unit = 31_536_000
            default: digits = range
            }
        }
        guard let number = count(digits), number <= UInt32.max else {
            throw Unreadable("seconds, or m, h, d or y behind a number", at: range.lowerBound)
        }
        return number * unit
    }
}
