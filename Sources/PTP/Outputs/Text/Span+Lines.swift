import Orchestration

/// Answers are ASCII where it matters, so they are cut up as bytes in place, and only what is asked for becomes text.
extension Span<UInt8> {
    /// The next line that says something, from `place` on, which moves behind it; `nil` when there is none.
    ///
    /// Neither blanks around it count, nor the prompts and commands that people paste along with an output.
    func nextLine(from place: inout Int) -> Range<Int>? {
        while let line = nextRawLine(from: &place) {
            let line = trimmed(line)
            if !line.isEmpty, !isCommandLine(line) { return line }
        }
        return nil
    }

    /// The next line as it stands, however empty, from `place` on, which moves behind it; `nil` at the end.
    func nextRawLine(from place: inout Int) -> Range<Int>? {
        guard place < count else { return nil }
        let start = place
        let end = first(UInt8(ascii: "\n"), from: start, to: count)
        place = end + 1
        return start..<end
    }

    /// The line of an answer that has only one.
    var onlyLine: Range<Int>? {
        var place = 0
        guard let line = nextLine(from: &place), nextLine(from: &place) == nil else { return nil }
        return line
    }

    /// The same range without the blanks around it.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    /// The next word of a line, from `place` on, which moves behind it; `nil` at the line's end.
    func nextWord(from place: inout Int, to end: Int) -> Range<Int>? {
        while place < end, self[place].isBlank { place += 1 }
        let start = place
        while place < end, !self[place].isBlank { place += 1 }
        return start < place ? start..<place : nil
    }

    /// The first word of a line.
    func firstWord(_ line: Range<Int>) -> Range<Int> {
        var place = line.lowerBound
        return nextWord(from: &place, to: line.upperBound) ?? line.lowerBound..<line.lowerBound
    }

    /// What stands before and behind the first such character of a line, without blanks around; `nil` without one.
    func halves(of line: Range<Int>, at separator: Unicode.Scalar) -> (key: Range<Int>, value: Range<Int>)? {
        let place = first(UInt8(ascii: separator), from: line.lowerBound, to: line.upperBound)
        guard place < line.upperBound else { return nil }
        return (trimmed(line.lowerBound..<place), trimmed(place + 1..<line.upperBound))
    }

    /// The pieces of a line that has exactly so many.
    func pieces<let number: Int>(
        of line: Range<Int>,
        endedBy separator: Unicode.Scalar
    ) -> InlineArray<number, Range<Int>>? {
        var pieces = InlineArray<number, Range<Int>>(repeating: line)
        var start = line.lowerBound
        for piece in pieces.indices {
            let end = first(UInt8(ascii: separator), from: start, to: line.upperBound)
            // The last piece ends with the line, and no other does.
            guard (end == line.upperBound) == (piece == number - 1) else { return nil }
            pieces[piece] = start..<end
            start = end + 1
        }
        return pieces
    }

    /// Whether a range begins with these letters.
    func starts(_ range: Range<Int>, with literal: StaticString) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard range.count >= length else { return false }
        let start = range.lowerBound
        for index in 0..<length where unsafe self[start + index] != literal.utf8Start[index] { return false }
        return true
    }

    /// Whether exactly these letters stand there.
    func equals(_ range: Range<Int>, _ literal: StaticString) -> Bool {
        range.count == literal.utf8CodeUnitCount && starts(range, with: literal)
    }

    /// The first place of these letters in a range.
    func place(of literal: StaticString, in range: Range<Int>) -> Int? {
        let head = unsafe literal.utf8Start[0]
        var place = range.lowerBound
        while true {
            place = first(head, from: place, to: range.upperBound)
            if place == range.upperBound { return nil }
            if starts(place..<range.upperBound, with: literal) { return place }
            place += 1
        }
    }

    func bytes(_ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for place in range { bytes.append(self[place]) }
        return bytes
    }

    func text(_ range: Range<Int>) -> String {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The single ASCII character that stands there.
    func scalar(_ range: Range<Int>) -> Unicode.Scalar? {
        range.count == 1 ? Unicode.Scalar(self[range.lowerBound]) : nil
    }
}

extension UInt8 {
    /// Whether it is a space or a tab, or a carriage return that was left over.
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r") }

    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
}
