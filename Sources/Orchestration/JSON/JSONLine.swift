/// The members of one JSON object on one line, found in a single pass and decoded only when asked for.
///
/// A journal may hold millions of lines, of which a reader needs a few members each: building a value for every line
/// would cost ten times as much.
public struct JSONLine {
    private struct Member {
        let name: Range<Int>
        let value: Range<Int>
    }

    let bytes: [UInt8]
    private var members: [Member] = []
    /// Where the next look-up starts: lines are read in the order in which they were written.
    private var cursor = 0

    /// Finds the members of the object that takes up `range` of the buffer.
    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
        self.bytes = bytes
        members.reserveCapacity(8)
        var parser = JSONParser(bytes, from: range.lowerBound, to: range.upperBound)
        parser.skipSpace()
        guard try parser.peek("an object") == UInt8(ascii: "{") else {
            throw JSONError("not an object", at: range.lowerBound)
        }
        try parser.enter()
        while try parser.next(isFirst: members.isEmpty, closing: UInt8(ascii: "}")) {
            let name = try parser.skipString().content
            try parser.colon()
            parser.skipSpace()
            let start = parser.position
            try parser.skipValue()
            members.append(Member(name: name, value: start..<parser.position))
        }
        try parser.expectEnd()
    }

    /// A string that must be there.
    public mutating func string(_ name: String) throws(JSONError) -> String {
        guard let text = try optionalString(name) else { throw JSONError("\"\(name)\" is missing") }
        return text
    }

    /// A string that may be absent.
    public mutating func optionalString(_ name: String) throws(JSONError) -> String? {
        guard let range = find(name) else { return nil }
        guard bytes[range.lowerBound] == UInt8(ascii: "\"") else { throw JSONError("\"\(name)\" is not a string") }
        let content = (range.lowerBound + 1)..<(range.upperBound - 1)
        return try JSONParser.decodeString(
            bytes,
            content,
            isEscaped: bytes[content].contains(UInt8(ascii: "\\"))
        )
    }

    /// A whole number that must be there.
    public mutating func integer(_ name: String) throws(JSONError) -> Int {
        guard let value = try optionalInteger(name) else { throw JSONError("\"\(name)\" is missing") }
        return value
    }

    /// A whole number that may be absent.
    public mutating func optionalInteger(_ name: String) throws(JSONError) -> Int? {
        guard let range = find(name) else { return nil }
        var value = 0
        for byte in bytes[range] {
            let (product, isTooBig) = value.multipliedReportingOverflow(by: 10)
            guard !isTooBig, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else {
                throw JSONError("\"\(name)\" is not a whole number from 0 up")
            }
            let (sum, isOver) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !isOver else { throw JSONError("\"\(name)\" is too big") }
            value = sum
        }
        return value
    }

    /// Any value that must be there.
    public mutating func value(_ name: String) throws(JSONError) -> JSONValue {
        guard let value = try optionalValue(name) else { throw JSONError("\"\(name)\" is missing") }
        return value
    }

    /// Any value that may be absent.
    public mutating func optionalValue(_ name: String) throws(JSONError) -> JSONValue? {
        guard let range = find(name) else { return nil }
        var parser = JSONParser(bytes, from: range.lowerBound, to: range.upperBound)
        return try parser.value()
    }

    /// Where an object stands that must be there.
    mutating func range(ofObject name: String) throws(JSONError) -> Range<Int> {
        guard let range = find(name) else { throw JSONError("\"\(name)\" is missing") }
        guard bytes[range.lowerBound] == UInt8(ascii: "{") else { throw JSONError("\"\(name)\" is not an object") }
        return range
    }

    /// A moment that may be absent.
    mutating func optionalMoment(_ name: String) throws(JSONError) -> Timestamp? {
        guard let range = find(name) else { return nil }
        guard range.count > 2, let moment = Timestamp(utf8: bytes.span.extracting(range).extracting(1..<(range.count - 1)))
        else { throw JSONError("\"\(name)\" is not a moment") }
        return moment
    }

    private mutating func find(_ name: String) -> Range<Int>? {
        for step in members.indices {
            let index = (cursor + step) % members.count
            guard isText(members[index].name, name.utf8Span.span) else { continue }
            cursor = index + 1
            return members[index].value
        }
        return nil
    }

    private func isText(_ range: Range<Int>, _ text: Span<UInt8>) -> Bool {
        guard range.count == text.count else { return false }
        for index in text.indices where bytes[range.lowerBound + index] != text[index] { return false }
        return true
    }
}
