/// What mails, logs and scripts put in front of the lines of an output, and what mails break.
///
/// Lines keep their numbers: whoever is told where an output stands finds it there.
extension [UInt8] {
    /// The same text without the marks with which mails quote lines.
    var withoutQuoteMarks: [UInt8] {
        guard contains(UInt8(ascii: ">")) else { return self }
        let text = span
        return mappingLines { line in text.endOfQuoteMarks(line)..<line.upperBound }
    }

    /// The same text without the times in front of lines, where these alone keep an output from being known.
    var withoutStamps: [UInt8] {
        let text = span
        var place = 0
        var isHidden = false
        while !isHidden, let line = text.nextRawLine(from: &place) {
            guard let end = text.endOfStamp(line), text.kindOfOutput(beginningWith: text.trimmed(line)) == nil else {
                continue
            }
            isHidden = text.kindOfOutput(beginningWith: text.trimmed(end..<line.upperBound)) != nil
        }
        guard isHidden else { return self }
        return mappingLines { line in
            guard let end = text.endOfStamp(line), text.kindOfOutput(beginningWith: text.trimmed(line)) == nil else {
                return line
            }
            return end..<line.upperBound
        }
    }

    /// The same text with those rows of `chronyc sources` in one line again that a mail broke into two.
    var withWholeRows: [UInt8] {
        let text = span
        var rest: Range<Int>?
        var output: [UInt8] = []
        var place = 0
        while let line = text.nextRawLine(from: &place) {
            if line == rest {
                output.append(UInt8(ascii: "\n"))
                continue
            }
            output += self[line]
            var ahead = place
            if text.isBrokenRow(text.trimmed(line)), let next = text.nextRawLine(from: &ahead) {
                let row = self[line] + [UInt8(ascii: " ")] + self[text.trimmed(next)]
                if row.isWholeRow {
                    output += row.dropFirst(line.count)
                    rest = next
                }
            }
            if line.upperBound < count { output.append(UInt8(ascii: "\n")) }
        }
        return output
    }

    /// The text with a part of each line only.
    private func mappingLines(_ part: (Range<Int>) -> Range<Int>) -> [UInt8] {
        let text = span
        var output: [UInt8] = []
        output.reserveCapacity(count)
        var place = 0
        while let line = text.nextRawLine(from: &place) {
            output += self[part(line)]
            if line.upperBound < count { output.append(UInt8(ascii: "\n")) }
        }
        return output
    }
}

extension ArraySlice<UInt8> {
    fileprivate var isWholeRow: Bool {
        let bytes = Array(self)
        return bytes.span.isRow(bytes.span.trimmed(0..<bytes.count))
    }
}

extension Span<UInt8> {
    fileprivate func endOfQuoteMarks(_ line: Range<Int>) -> Int {
        var place = line.lowerBound
        while place < line.upperBound, self[place] == UInt8(ascii: ">") {
            let next = place + 1
            guard next == line.upperBound || self[next] == UInt8(ascii: " ") || self[next] == UInt8(ascii: ">") else {
                break
            }
            place = next < line.upperBound && self[next] == UInt8(ascii: " ") ? next + 1 : next
        }
        return place
    }

    /// Whether a line begins a row of `chronyc sources` and does not end it.
    fileprivate func isBrokenRow(_ line: Range<Int>) -> Bool {
        guard line.count > 30, ChronySource.Mode(rawValue: Unicode.Scalar(self[line.lowerBound])) != nil,
            ChronySource.State(rawValue: Unicode.Scalar(self[line.lowerBound + 1])) != nil
        else { return false }
        return self[line.lowerBound + 2].isBlank && !isRow(line)
    }

    fileprivate func isRow(_ line: Range<Int>) -> Bool {
        do throws(Unreadable) { return try ChronySource(self, line) != nil } catch { return false }
    }

    /// The place behind the time, and the name of a host and a program, that a line of a log begins with.
    fileprivate func endOfStamp(_ line: Range<Int>) -> Int? {
        let end = line.upperBound
        var place = line.lowerBound
        let isBracketed = place < end && self[place] == UInt8(ascii: "[")
        if isBracketed { place += 1 }
        guard var behind = endOfMoment(place, end) else { return nil }
        if isBracketed {
            guard behind < end, self[behind] == UInt8(ascii: "]") else { return nil }
            behind += 1
        }
        guard behind < end, self[behind].isBlank else { return nil }
        behind += 1
        var next = behind
        // `host program[123]: `, as the journal has it.
        if let host = nextWord(from: &next, to: end), let program = nextWord(from: &next, to: end),
            self[host.upperBound - 1] != UInt8(ascii: ":"), program.count > 4,
            self[program.upperBound - 1] == UInt8(ascii: ":"), self[program.upperBound - 2] == UInt8(ascii: "]"),
            self[program.lowerBound].isLetter
        {
            return next < end ? next + 1 : next
        }
        return behind
    }

    /// The place behind `2026-07-02T10:11:12.5Z`, `2026-07-02 10:11:12`, `Jul  2 10:11:12` or `10:11:12`.
    private func endOfMoment(_ start: Int, _ end: Int) -> Int? {
        var place = start
        if matches("0000-00-00", at: place, end) {
            place += 10
            guard place < end, self[place] == UInt8(ascii: "T") || self[place] == UInt8(ascii: " ") else { return nil }
            place += 1
        } else if matches("Aaa 00 ", at: place, end) || matches("Aaa  0 ", at: place, end) {
            place += 7
        }
        guard matches("00:00:00", at: place, end) else { return nil }
        place += 8
        if place < end, self[place] == UInt8(ascii: ".") || self[place] == UInt8(ascii: ",") {
            place += 1
            while place < end, self[place].isDigit { place += 1 }
        }
        if place < end, self[place] == UInt8(ascii: "Z") { return place + 1 }
        if place < end, self[place] == UInt8(ascii: "+") || self[place] == UInt8(ascii: "-") {
            if matches("00:00", at: place + 1, end) { return place + 6 }
            if matches("0000", at: place + 1, end) { return place + 5 }
        }
        return place
    }

    /// Whether the text is of this form: a zero stands for any digit, `A` and `a` for any letter.
    private func matches(_ form: StaticString, at start: Int, _ end: Int) -> Bool {
        let length = form.utf8CodeUnitCount
        guard start >= 0, start + length <= end else { return false }
        for index in 0..<length {
            let byte = self[start + index]
            switch unsafe form.utf8Start[index] {
            case UInt8(ascii: "0"): if !byte.isDigit { return false }
            case UInt8(ascii: "A"), UInt8(ascii: "a"): if !byte.isLetter { return false }
            case let other: if byte != other { return false }
            }
        }
        return true
    }
}
