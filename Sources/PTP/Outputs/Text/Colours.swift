import Orchestration

extension [UInt8] {
    /// The same text without carriage returns and without the escape sequences with which terminals are coloured.
    package var withoutColours: [UInt8] {
        let text = span
        let end = count
        // Nearly all texts have neither.
        guard text.first(Self.escape, from: 0, to: end) < end || text.first(Self.carriageReturn, from: 0, to: end) < end
        else { return self }
        return [UInt8](capacity: end) { output in
            var place = 0
            while place < end {
                let byte = text[place]
                if byte == Self.escape {
                    place = text.endOfEscape(at: place)
                    continue
                }
                if byte != Self.carriageReturn { output.append(byte) }
                place += 1
            }
        }
    }

    private static var escape: UInt8 { 0x1B }
    private static var carriageReturn: UInt8 { 0x0D }
}

extension Span<UInt8> {
    /// The place behind the escape sequence that begins there (ECMA-48); a sequence never goes beyond its line.
    fileprivate func endOfEscape(at start: Int) -> Int {
        guard start + 1 < count else { return count }
        var place = start + 2
        switch self[start + 1] {
        case UInt8(ascii: "["):
            // Parameters, then one letter.
            while place < count, (0x20..<0x40).contains(self[place]) { place += 1 }
            return place < count && (0x40..<0x7F).contains(self[place]) ? place + 1 : place
        case UInt8(ascii: "]"):
            // A title of the window, up to a bell or another escape.
            while place < count, self[place] >= 0x20 { place += 1 }
            if place < count, self[place] == 0x07 { return place + 1 }
            return place + 1 < count && self[place] == 0x1B && self[place + 1] == UInt8(ascii: "\\") ? place + 2 : place
        case 0x20..<0x7F: return place
        default: return start + 1
        }
    }
}
