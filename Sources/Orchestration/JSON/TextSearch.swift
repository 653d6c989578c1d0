/// Searches in bytes, eight at a time: journals are long, and most of what is read is passed over.
extension Span<UInt8> {
    /// Where the plain text of a JSON string that begins at `start` ends: at a quotation mark, a backslash or a control
    /// character, at the latest at `limit`.
    @inline(__always)
    func endOfPlainText(from start: Int, to limit: Int) -> Int {
        first(from: start, to: limit) { word in
            word.mark(below: 0x20) | word.mark(UInt8(ascii: "\"")) | word.mark(UInt8(ascii: "\\"))
        }
    }

    /// Where the first such byte is from `start` on; `limit` when there is none.
    package func first(_ byte: UInt8, from start: Int, to limit: Int) -> Int {
        first(from: start, to: limit) { $0.mark(byte) }
    }

    /// How many bytes from `start` on are the same as those of another text from `otherStart` on.
    package func commonLength(from start: Int, to limit: Int, with other: Span<UInt8>, from otherStart: Int) -> Int {
        let most = Swift.min(limit - start, other.count - otherStart)
        precondition(start >= 0 && limit <= count && otherStart >= 0, "ranges within the texts")
        var length = 0
        while most - length >= 8 {
            let difference = word(at: start + length) ^ other.word(at: otherStart + length)
            if difference != 0 { return length + difference.trailingZeroBitCount / 8 }
            length += 8
        }
        while length < most, self[start + length] == other[otherStart + length] { length += 1 }
        return length
    }

    /// - Parameter match: marks bytes by their highest bit; it must be right about the first one that it marks.
    @inline(__always)
    private func first(from start: Int, to limit: Int, match: (UInt64) -> UInt64) -> Int {
        precondition(start >= 0 && limit <= count, "a range within the text")
        var place = start
        while limit - place >= 8 {
            let found = match(word(at: place)) & UInt64.highest
            if found != 0 { return place + found.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < limit, match(UInt64(self[place])) & 0x80 == 0 { place += 1 }
        return place
    }

    /// The eight bytes at a place, the first one lowest.
    @inline(__always)
    private func word(at place: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self))
    }
}

extension UInt64 {
    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    fileprivate static var highest: UInt64 { 0x8080_8080_8080_8080 }

    /// Marks the first byte below `bound`: taking `bound` from it borrows.
    ///
    /// Later bytes may be marked wrongly.
    @inline(__always)
    fileprivate func mark(below bound: UInt8) -> UInt64 { (self &- Self.ones &* UInt64(bound)) & ~self }

    /// Marks the first byte that is `byte`: the difference to it is below 1.
    @inline(__always)
    fileprivate func mark(_ byte: UInt8) -> UInt64 { (self ^ Self.ones &* UInt64(byte)).mark(below: 1) }
}
