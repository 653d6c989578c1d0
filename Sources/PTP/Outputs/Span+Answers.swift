import Orchestration

/// Answers are ASCII where it matters, so they are cut up as bytes in place, and only what is asked for becomes text.
extension Span<UInt8> {
    /// The next line that is not empty, from `place` on, which moves behind it; `nil` when there is none.
    func nextLine(from place: inout Int) -> Range<Int>? {
        while place < count {
            let start = place
            let lineBreak = first(UInt8(ascii: "\n"), from: start, to: count)
            place = lineBreak + 1
            var end = lineBreak
            while end > start, self[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            if end > start { return start..<end }
        }
        return nil
    }

    /// The line of an answer that has only one.
    var onlyLine: Range<Int>? {
        var place = 0
        guard let line = nextLine(from: &place), nextLine(from: &place) == nil else { return nil }
        return line
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

    func text(_ range: Range<Int>) -> String {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The single ASCII character that stands there.
    func scalar(_ range: Range<Int>) -> Unicode.Scalar? {
        range.count == 1 ? Unicode.Scalar(self[range.lowerBound]) : nil
    }

    /// The finite number that stands there.
    func number(_ range: Range<Int>) -> Double? {
        Double(text(range)).flatMap { $0.isFinite ? $0 : nil }
    }
}
