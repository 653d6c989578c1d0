/// Searches in bytes, eight at a time: journals are long, and most of what is read is passed over.
extension Span<UInt8> {
    /// Where the plain text of a JSON string that begins at `start` ends: at a quotation mark, a backslash or a control
    /// character, at the latest at `limit`.
    func endOfPlainText(from start: Int, to limit: Int) -> Int {
        first(from: start, to: limit) { word in
            word.hasByte(below: 0x20) | word.hasByte(UInt8(ascii: "\"")) | word.hasByte(UInt8(ascii: "\\"))
        }
    }

    /// Where the first such byte is from `start` on; `limit` when there is none.
    func first(_ byte: UInt8, from start: Int, to limit: Int) -> Int {
        first(from: start, to: limit) { $0.hasByte(byte) }
    }

    /// How many bytes from `start` on are the same as those of another text from `otherStart` on.
    func commonLength(from start: Int, to limit: Int, with other: Span<UInt8>, from otherStart: Int) -> Int {
        let most = Swift.min(limit - start, other.count - otherStart)
        var length = 0
        while length < most {
            let difference = word(at: start + length, to: limit) ^ other.word(at: otherStart + length, to: other.count)
            if difference != 0 { return Swift.min(length + difference.trailingZeroBitCount / 8, most) }
            length += 8
        }
        return most
    }

    /// - Parameter match: marks bytes by their highest bit; it must be right about the first one that it marks.
    @inline(__always)
    private func first(from start: Int, to limit: Int, match: (UInt64) -> UInt64) -> Int {
        var place = start
        while place < limit {
            let found = match(word(at: place, to: limit))
            if found != 0 { return Swift.min(place + found.trailingZeroBitCount / 8, limit) }
            place += 8
        }
        return limit
    }

    /// The eight bytes at a place, the first one lowest; those beyond the end are zero.
    @inline(__always)
    private func word(at place: Int, to limit: Int) -> UInt64 {
        precondition(place >= 0 && limit <= count, "a place within the text")
        if limit - place >= 8 {
            return UInt64(
                littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self)
            )
        }
        var word: UInt64 = 0
        for index in stride(from: limit - 1, through: place, by: -1) { word = word << 8 | UInt64(self[index]) }
        return word
    }
}

extension UInt64 {
    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    private static var highest: UInt64 { 0x8080_8080_8080_8080 }

    /// Marks the first byte below `bound`: taking `bound` from it borrows. Later bytes may be marked wrongly.
    @inline(__always)
    fileprivate func hasByte(below bound: UInt8) -> UInt64 {
        (self &- Self.ones &* UInt64(bound)) & ~self & Self.highest
    }

    /// Marks the first byte that is `byte`: the difference to it is below 1.
    @inline(__always)
    fileprivate func hasByte(_ byte: UInt8) -> UInt64 { (self ^ Self.ones &* UInt64(byte)).hasByte(below: 1) }
}
