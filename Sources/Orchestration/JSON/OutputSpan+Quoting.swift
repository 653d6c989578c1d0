extension OutputSpan<UInt8> {
    /// How much room a quoted text needs at most: six bytes for an escape, and seven that are only copied along.
    static func room(forQuoting text: Span<UInt8>) -> Int { text.count &* 6 &+ 9 }

    /// Adds a text in quotation marks, as JSON has it.
    ///
    /// Most of every journal and report is written here: eight bytes are copied and looked at in one step.
    @inline(__always)
    mutating func append(quoting text: Span<UInt8>) {
        precondition(Self.room(forQuoting: text) <= freeCapacity, "there is room")
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            var end = count
            unsafe target[end] = UInt8(ascii: "\"")
            end += 1
            var place = 0
            while place < text.count {
                let word = text.wordOrRest(at: place)
                unsafe target.storeBytes(of: word.littleEndian, toByteOffset: end, as: UInt64.self)
                let stops = word.markOfEndOfPlainText
                let length = stops == 0 ? Swift.min(8, text.count - place) : stops.trailingZeroBitCount / 8
                place &+= length
                end &+= length
                guard stops != 0 else { continue }
                let escape = text[place].escapeInJSON
                unsafe target.storeBytes(of: escape.bytes.littleEndian, toByteOffset: end, as: UInt64.self)
                place += 1
                end += escape.length
            }
            unsafe target[end] = UInt8(ascii: "\"")
            count = end + 1
        }
    }
}

extension UInt8 {
    /// How the byte is spelled where it cannot stand for itself, the first byte lowest.
    fileprivate var escapeInJSON: (bytes: UInt64, length: Int) {
        func short(_ letter: UInt8) -> (UInt64, Int) { (UInt64(UInt8(ascii: "\\")) | UInt64(letter) << 8, 2) }
        switch self {
        case UInt8(ascii: "\n"): return short(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): return short(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): return short(UInt8(ascii: "t"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return short(self)
        default:
            let digits = [self >> 4, self & 15].map {
                UInt64($0 < 10 ? UInt8(ascii: "0") + $0 : UInt8(ascii: "a") + $0 - 10)
            }
            let beginning: UInt64 = 0x3030_755c  // \u00
            return (beginning | digits[0] << 32 | digits[1] << 40, 6)
        }
    }
}
