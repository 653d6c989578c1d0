/// Lines of the form `key=value`: what scripts of ours print, `timedatectl show`.
package struct KeyValues: HostOutput {
    package let values: [String: String]

    package subscript(_ key: String) -> String? { values[key].flatMap { $0.isEmpty ? nil : $0 } }

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var values: [String: String] = [:]
        var place = 0
        while let line = text.nextLine(from: &place) {
            guard let (key, value) = text.assignment(line) else { throw Unreadable("key=value", at: line.lowerBound) }
            guard values.updateValue(text.text(value), forKey: text.text(key)) == nil else {
                throw Unreadable("each key only once", at: line.lowerBound)
            }
        }
        guard !values.isEmpty else { throw Unreadable("key=value", at: text.count) }
        self.values = values
    }
}

extension Span<UInt8> {
    /// The key and the value of a line `key=value`; a key has no blanks, a value may be empty.
    func assignment(_ line: Range<Int>) -> (key: Range<Int>, value: Range<Int>)? {
        var end = line.lowerBound
        while end < line.upperBound, self[end].isPartOfKey { end += 1 }
        guard end > line.lowerBound, end < line.upperBound, self[end] == UInt8(ascii: "=") else { return nil }
        return (line.lowerBound..<end, trimmed(end + 1..<line.upperBound))
    }

    /// The value of the next line, which has this key.
    func value(_ key: StaticString, from place: inout Int) throws(Unreadable) -> Range<Int> {
        guard let line = nextLine(from: &place) else { throw Unreadable(key, at: count) }
        guard let found = assignment(line), equals(found.key, key) else { throw Unreadable(key, at: line.lowerBound) }
        return found.value
    }
}

extension UInt8 {
    fileprivate var isPartOfKey: Bool { isLetter || isDigit || "_-./".utf8.contains(self) }
}

/// A single line of text, such as a boot id or a path.
package struct OneLine: HostOutput {
    package let text: String

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        guard let line = text.onlyLine else { throw Unreadable("a single line", at: 0) }
        self.text = text.text(line)
    }
}

/// Lines of text that mean something only to rules: logs.
package struct Lines: HostOutput {
    package let lines: [String]

    package init(_ text: Span<UInt8>) {
        var lines: [String] = []
        var place = 0
        while let line = text.nextRawLine(from: &place) {
            let line = text.trimmed(line)
            if !line.isEmpty { lines.append(text.text(line)) }
        }
        self.lines = lines
    }
}
