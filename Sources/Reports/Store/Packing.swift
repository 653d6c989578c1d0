/// Numbers in as few bytes as they need, as the store keeps what it never searches for.
extension [UInt8] {
    /// Adds a whole number from 0 up: seven bits in each byte, the lowest first, the eighth says that more follow.
    mutating func append(packed number: Int64) {
        var rest = UInt64(bitPattern: number)
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Adds a number in its eight bytes, the lowest first.
    mutating func append(real number: Double) {
        let bits = number.bitPattern
        for shift in stride(from: 0, to: 64, by: 8) { append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    }
}

extension Span<UInt8> {
    /// The whole number at a place, which moves behind it; `nil` where there is none.
    func packed(at place: inout Int) -> Int64? {
        var number: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard place < count else { return nil }
            let byte = self[place]
            place += 1
            number |= UInt64(byte & 0x7f) << UInt64(shift)
            if byte < 0x80 { return Int64(bitPattern: number) }
        }
        return nil
    }

    /// All whole numbers; `nil` where the bytes do not come out even.
    var packedNumbers: [Int64]? {
        var numbers: [Int64] = []
        var place = 0
        while place < count {
            guard let number = packed(at: &place) else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    /// The n-th number of eight bytes; `nil` where there are not so many.
    func real(_ index: Int) -> Double? {
        guard index >= 0, (index + 1) * 8 <= count else { return nil }
        var bits: UInt64 = 0
        for offset in 0..<8 { bits |= UInt64(self[index * 8 + offset]) << UInt64(offset * 8) }
        return Double(bitPattern: bits)
    }
}
