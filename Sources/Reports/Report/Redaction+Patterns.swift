import Orchestration

extension Span<UInt8> {
    /// What begins at a place and is to be hidden, and how long it is.
    func secret(at place: Int, among kinds: Set<Redaction.Kind>) -> (kind: Redaction.Kind, length: Int)? {
        guard beginsWord(at: place), self[place].isWord else { return nil }
        if kinds.contains(.addresses), let end = addressEnd(from: place) { return (.addresses, end - place) }
        if kinds.contains(.instances), let end = instanceEnd(from: place) { return (.instances, end - place) }
        if kinds.contains(.accounts), let end = accountEnd(from: place) { return (.accounts, end - place) }
        return nil
    }

    /// Whether no word is under way; colours, which end with a letter, are none.
    func beginsWord(at place: Int) -> Bool {
        guard place > 0, self[place - 1].isWord else { return true }
        guard self[place - 1] == UInt8(ascii: "m"), place > 1 else { return false }
        let before = self[place - 2]
        return before.isDigit || before == UInt8(ascii: "[") || before == UInt8(ascii: ";")
    }

    /// Whether no word goes on.
    func endsWord(at place: Int) -> Bool { place == count || !self[place].isWord }

    // MARK: - Addresses

    private func addressEnd(from place: Int) -> Int? {
        version4End(from: place) ?? hexadecimalEnd(from: place) ?? addressNameEnd(from: place)
    }

    /// The end of `192.0.2.1`; what every machine has or everybody knows hides nothing.
    private func version4End(from start: Int) -> Int? {
        guard start == 0 || self[start - 1] != UInt8(ascii: ".") else { return nil }
        guard let (numbers, end) = numbers(from: start, separatedBy: UInt8(ascii: ".")) else { return nil }
        // 1.2.3.4.5 is the version of something.
        let goesOn = end + 1 < count && self[end] == UInt8(ascii: ".") && self[end + 1].isDigit
        guard endsWord(at: end), !goesOn else { return nil }
        let isCommon = [0, 127, 255].contains(numbers[0]) || numbers[0] == 169 && numbers[1] == 254
        return isCommon ? nil : end
    }

    /// Four numbers up to 255, with a separator between them.
    private func numbers(from start: Int, separatedBy separator: UInt8) -> (numbers: [Int], end: Int)? {
        var (place, numbers) = (start, [Int]())
        while true {
            let begin = place
            var number = 0
            while place < count, self[place].isDigit, place - begin < 3 {
                number = number * 10 + Int(self[place] - UInt8(ascii: "0"))
                place += 1
            }
            guard place > begin, number <= 255 else { return nil }
            numbers.append(number)
            if numbers.count == 4 { return (numbers, place) }
            guard place < count, self[place] == separator else { return nil }
            place += 1
        }
    }

    /// The end of `2001:db8::1` or of `02:42:ac:11:00:02`.
    private func hexadecimalEnd(from start: Int) -> Int? {
        var (end, groups, length, isShortened) = (start, 1, 0, false)
        while end < count, self[end].isHexadecimal || self[end] == UInt8(ascii: ":") {
            if self[end] == UInt8(ascii: ":") {
                // A colon at the end belongs to the sentence, two of them to the address.
                if end + 1 == count || !(self[end + 1].isHexadecimal || self[end + 1] == UInt8(ascii: ":")) {
                    guard length == 0 else { break }
                }
                if length == 0, end > start { isShortened = true }
                groups += 1
                length = 0
            } else {
                length += 1
                guard length <= 4 else { return nil }
            }
            end += 1
        }
        guard endsWord(at: end), isShortened || groups == 8 || groups == 6 && end - start == 17 else { return nil }
        return end
    }

    /// The end of `ip-10-0-0-1`.
    private func addressNameEnd(from start: Int) -> Int? {
        for name in ["ip-", "ec2-"] {
            let length = name.utf8.count
            guard start + length < count, name.utf8.enumerated().allSatisfy({ self[start + $0] == $1 }),
                let (_, end) = numbers(from: start + length, separatedBy: UInt8(ascii: "-")), endsWord(at: end)
            else { continue }
            return end
        }
        return nil
    }

    // MARK: - Names of AWS

    /// The end of `i-0123456789abcdef0`.
    private func instanceEnd(from start: Int) -> Int? {
        guard start + 2 < count, self[start] == UInt8(ascii: "i"), self[start + 1] == UInt8(ascii: "-") else {
            return nil
        }
        var end = start + 2
        while end < count, self[end].isHexadecimal { end += 1 }
        return (8...17).contains(end - start - 2) && endsWord(at: end) ? end : nil
    }

    /// The end of the twelve digits in `arn:aws:iam::123456789012:user/me`.
    private func accountEnd(from start: Int) -> Int? {
        guard start > 0, self[start - 1] == UInt8(ascii: ":"), start + 12 < count,
            (start..<start + 12).allSatisfy({ self[$0].isDigit }), self[start + 12] == UInt8(ascii: ":")
        else { return nil }
        return start + 12
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isHexadecimal: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }

    /// Whether it belongs to a word.
    fileprivate var isWord: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self == UInt8(ascii: "_")
            || self >= 0x80
    }
}
