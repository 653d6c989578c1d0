import Glibc

/// Searches in bytes, eight at a time: journals are long, and most of what is read is passed over.
extension Span<UInt8> {
    /// Where the plain text of a JSON string that begins at `start` ends: at a quotation mark, a backslash or a control
    /// character, at the latest at `limit`.
    @inline(__always)
    func endOfPlainText(from start: Int, to limit: Int) -> Int {
        precondition(start >= 0 && limit <= count, "a range within the text")
        var place = start
        while limit - place >= 8 {
            let stops = word(at: place).markOfEndOfPlainText
            if stops != 0 { return place + stops.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < limit, UInt64(self[place]).markOfEndOfPlainText & 0x80 == 0 { place += 1 }
        return place
    }

    /// Where the first such byte is from `start` on; `limit` when there is none.
    package func first(_ byte: UInt8, from start: Int, to limit: Int) -> Int {
        precondition(start >= 0 && start <= limit && limit <= count, "a range within the text")
        return unsafe withUnsafeBytes { text in
            guard let base = text.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), limit - start)
            else { return limit }
            return unsafe UnsafeRawPointer(found) - base
        }
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

    /// The eight bytes at a place, the first one lowest; spaces stand for those behind the end.
    @inline(__always)
    func wordOrRest(at place: Int) -> UInt64 {
        let rest = count - place
        if rest >= 8 { return word(at: place) }
        let spaces = UInt64(UInt8(ascii: " ")) &* 0x0101_0101_0101_0101
        if count >= 8 {
            return word(at: count - 8) &>> UInt64(truncatingIfNeeded: 8 &* (8 &- rest)) | spaces
                &<< UInt64(truncatingIfNeeded: 8 &* rest)
        }
        var word = spaces
        for index in (place..<count).reversed() { word = word &<< 8 | UInt64(self[index]) }
        return word
    }

    /// The eight bytes at a place, the first one lowest.
    @inline(__always)
    private func word(at place: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self))
    }
}

extension Span<UInt8> {
    /// Whether these bytes stand somewhere in it, one behind the other.
    package func holds(_ wanted: Span<UInt8>) -> Bool {
        guard wanted.count > 0 else { return true }
        var place = 0
        while count - place >= wanted.count {
            place = first(wanted[0], from: place, to: count)
            if commonLength(from: place, to: count, with: wanted, from: 0) == wanted.count { return true }
            place += 1
        }
        return false
    }

    /// The same, capital letters of ASCII being as good as small ones.
    fileprivate func holdsIgnoringCase(_ wanted: Span<UInt8>) -> Bool {
        guard count >= wanted.count else { return false }
        for start in 0...(count - wanted.count) {
            var length = 0
            while length < wanted.count, self[start + length].isSameLetter(as: wanted[length]) { length += 1 }
            if length == wanted.count { return true }
        }
        return false
    }
}

extension StringProtocol {
    /// Whether these letters stand somewhere in the text, byte for byte: `contains` knows of Unicode, and costs it.
    package func holds(_ letters: String) -> Bool {
        let letters = letters.utf8Span.span
        let found = utf8.withContiguousStorageIfAvailable { unsafe $0.span.holds(letters) }
        return found ?? Array(utf8).span.holds(letters)
    }

    /// The same, capital letters of ASCII being as good as small ones.
    package func holdsIgnoringCase(_ letters: String) -> Bool {
        let letters = letters.utf8Span.span
        let found = utf8.withContiguousStorageIfAvailable { unsafe $0.span.holdsIgnoringCase(letters) }
        return found ?? Array(utf8).span.holdsIgnoringCase(letters)
    }
}

extension UInt8 {
    @inline(__always)
    fileprivate func isSameLetter(as other: UInt8) -> Bool {
        self == other || (self ^ other == 0x20 && (self | 0x20) &- UInt8(ascii: "a") < 26)
    }
}

extension UInt64 {
    private static var ones: UInt64 { 0x0101_0101_0101_0101 }

    /// The highest bit of the first byte that is not plain text in a JSON string; later bytes may be marked wrongly.
    @inline(__always)
    var markOfEndOfPlainText: UInt64 {
        let quotes = self ^ Self.ones &* UInt64(UInt8(ascii: "\""))
        let backslashes = self ^ Self.ones &* UInt64(UInt8(ascii: "\\"))
        let found = mark(below: 0x20) | quotes.mark(below: 1) | backslashes.mark(below: 1)
        return found & (Self.ones &* 0x80)
    }

    /// Marks the first byte below `bound`: taking `bound` from it borrows.
    @inline(__always)
    private func mark(below bound: UInt64) -> UInt64 { (self &- Self.ones &* bound) & ~self }
}
