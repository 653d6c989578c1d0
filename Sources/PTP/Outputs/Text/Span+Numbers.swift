/// Numbers are read strictly: no signs alone, no exponents, no infinities, nothing that does not fit.
extension Span<UInt8> {
    /// The whole number that stands there, if it is small enough that several can be added.
    func integer(_ range: Range<Int>, below limit: Int = 1 << 60) -> Int? {
        guard let (mantissa, digits, isNegative) = digits(range), digits == 0, mantissa < limit else { return nil }
        return isNegative ? -Int(mantissa) : Int(mantissa)
    }

    /// The number that is not negative, in digits of a base up to ten, without a sign.
    func count(_ range: Range<Int>, base: Int = 10) -> Int? {
        guard !range.isEmpty, range.count < 20 else { return nil }
        var value = 0
        for place in range {
            let digit = Int(self[place] &- UInt8(ascii: "0"))
            guard digit < base else { return nil }
            value = value &* base &+ digit
            guard value < 1 << 60 else { return nil }
        }
        return value
    }

    /// Refuses a number that nothing stands behind: more digits may have been cut off.
    func requireEnd(of number: Range<Int>) throws(Unreadable) {
        guard number.upperBound < count else { throw Unreadable("the line's end behind a number", at: count) }
    }

    /// The number in hexadecimal digits.
    func hexadecimal(_ range: Range<Int>) -> UInt32? {
        guard (1...8).contains(range.count) else { return nil }
        var value: UInt32 = 0
        for place in range {
            let digit = self[place]
            let letter = (digit | 0x20) &- UInt8(ascii: "a")
            guard digit.isDigit || letter < 6 else { return nil }
            value = value << 4 | UInt32(digit.isDigit ? digit - UInt8(ascii: "0") : letter + 10)
        }
        return value
    }

    /// The number that stands there, divided by a power of ten: the nearest to what is written.
    func decimal(_ range: Range<Int>, dividedByTenTo power: Int = 0) -> Double? {
        if let (mantissa, digits, isNegative) = digits(range), mantissa < 1 << 53, digits + power < Self.powers.count {
            // Both are exact, so that there is only one rounding.
            let value = Double(mantissa) / Self.powers[digits + power]
            return isNegative ? -value : value
        }
        guard range.count < 64, range.allSatisfy({ self[$0].isDigit || "+-.".utf8.contains(self[$0]) }) else {
            return nil
        }
        return Double("\(text(range))e-\(power)").flatMap { $0.isFinite ? $0 : nil }
    }

    /// All digits as one number, and how many of them stand behind the point; `nil` when they are too many.
    private func digits(_ range: Range<Int>) -> (mantissa: UInt64, behindPoint: Int, isNegative: Bool)? {
        var place = range.lowerBound
        guard place < range.upperBound else { return nil }
        let isNegative = self[place] == UInt8(ascii: "-")
        if isNegative || self[place] == UInt8(ascii: "+") { place += 1 }
        let start = place
        // As many as fit, a sign aside: clocks can be ages apart.
        guard range.upperBound - start < 20 else { return nil }
        var mantissa: UInt64 = 0
        var point: Int?
        while place < range.upperBound {
            let byte = self[place]
            if byte.isDigit {
                mantissa = mantissa &* 10 &+ UInt64(byte - UInt8(ascii: "0"))
            } else if byte == UInt8(ascii: "."), point == nil {
                point = place
            } else {
                return nil
            }
            place += 1
        }
        // A point needs a digit on either side.
        guard place > start, point != start, point != place - 1 else { return nil }
        return (mantissa, point.map { place - 1 - $0 } ?? 0, isNegative)
    }

    private static var powers: InlineArray<23, Double> {
        [
            1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
            1e20, 1e21, 1e22,
        ]
    }
}
