/// The bytes that stand in a JSON string as they are: all but quotation marks, backslashes and control characters.
enum PlainText {
    /// Where plain text that begins at `start` ends, at the latest at `limit`.
    ///
    /// Journals are mostly strings, so this looks at eight bytes at a time.
    static func end(in bytes: Span<UInt8>, from start: Int, to limit: Int) -> Int {
        precondition(start >= 0 && start <= limit && limit <= bytes.count, "a range within the text")
        var place = start
        while limit - place >= 8 {
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self)
            let stops = stops(UInt64(littleEndian: word))
            if stops != 0 { return place + stops.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < limit, isPlain(bytes[place]) { place += 1 }
        return place
    }

    static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// Sets the highest bit of the first byte that is not plain; later ones may be marked wrongly.
    ///
    /// A byte is below `n` when taking `n` from it borrows, and it is `c` when the difference to `c` is below 1.
    private static func stops(_ word: UInt64) -> UInt64 {
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5c)
        let found = (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
        return found & (ones &* 0x80)
    }
}
