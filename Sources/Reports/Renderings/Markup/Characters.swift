extension UInt8 {
    /// Printable ASCII that means nothing to HTML, and the end of a line.
    var isPlainInHTML: Bool {
        switch self {
        case 0x26, 0x3C, 0x3E, 0x22, 0x27: false
        case 0x20..<0x7F, 0x0A, 0x09: true
        case _: false
        }
    }
}

extension UInt32 {
    /// Whether a character means something to HTML, is forbidden there, or changes what stands around it unseen.
    var needsCareInHTML: Bool {
        switch self {
        // ASCII comes here only where it is not plain.
        case 0..<0x80: true
        // Control characters, and a hyphen that is mostly not there.
        case 0x80..<0xA0, 0xAD: true
        // Marks, embeddings, overrides and isolates of direction; spaces without width; separators of lines.
        case 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
        // What is no character, and tags.
        case 0xFDD0...0xFDEF, 0xE0000...0xE007F: true
        case _: self & 0xFFFE == 0xFFFE
        }
    }
}

extension Span<UInt8> {
    /// The character that begins at a place of valid UTF-8, and how many bytes it takes.
    func scalar(at place: Int) -> (scalar: UInt32, length: Int) {
        let first = UInt32(self[place])
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard length > 1, place + length <= count else { return (first, 1) }
        var scalar = first & (0xFF >> UInt32(length + 1))
        for offset in 1..<length { scalar = scalar << 6 | UInt32(self[place + offset] & 0x3F) }
        return (scalar, length)
    }

    /// The last place up to `limit` where a character begins.
    func boundary(before limit: Int) -> Int {
        var place = limit
        while place > 0, place < count, self[place] & 0xC0 == 0x80 { place -= 1 }
        return place
    }
}
