/// The members of one JSON object on one line, read one after the other and decoded only when asked for.
///
/// A journal may hold millions of lines, of which a reader needs a few members each, in the order in which they were
/// written: then each byte is looked at once. Any other order is found too, with more work.
public struct JSONLine {
    let bytes: [UInt8]
    private var parser: JSONParser
    /// Behind the opening bracket.
    private let first: Int
    /// How far the line was read.
    private var furthest: Int

    /// Begins to read the object that takes up `range` of the buffer.
    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
        self.bytes = bytes
        parser = JSONParser(bytes, from: range.lowerBound, to: range.upperBound)
        parser.skipSpace()
        guard try parser.peek("an object") == UInt8(ascii: "{") else {
            throw JSONError("not an object", at: range.lowerBound)
        }
        try parser.enter()
        first = parser.position
        furthest = first
    }

    /// Reads what was not asked for, to its end.
    ///
    /// - Throws: where the line is not one whole object.
    public mutating func finish() throws(JSONError) {
        parser.position = furthest
        while try nextName() != nil { try parser.skipValue() }
        parser.position += 1
        try parser.expectEnd()
    }

    /// A string that must be there.
    public mutating func string(_ name: String) throws(JSONError) -> String {
        guard let text = try optionalString(name) else { throw Self.missing(name) }
        return text
    }

    /// A string that may be absent.
    public mutating func optionalString(_ name: String) throws(JSONError) -> String? {
        guard let range = try find(name) else { return nil }
        guard bytes[range.lowerBound] == UInt8(ascii: "\"") else { throw JSONError("\"\(name)\" is not a string") }
        let content = (range.lowerBound + 1)..<(range.upperBound - 1)
        let end = bytes.span.endOfPlainText(from: content.lowerBound, to: content.upperBound)
        return try JSONParser.decodeString(bytes, content, isEscaped: end < content.upperBound)
    }

    /// A whole number that must be there.
    public mutating func integer(_ name: String) throws(JSONError) -> Int {
        guard let value = try optionalInteger(name) else { throw Self.missing(name) }
        return value
    }

    /// A whole number that may be absent.
    public mutating func optionalInteger(_ name: String) throws(JSONError) -> Int? {
        guard let range = try find(name) else { return nil }
        var value = 0
        for index in range {
            let digit = bytes[index] &- UInt8(ascii: "0")
            let (product, isTooBig) = value.multipliedReportingOverflow(by: 10)
            guard digit <= 9 else { throw JSONError("\"\(name)\" is not a whole number from 0 up") }
            let (sum, isOver) = product.addingReportingOverflow(Int(digit))
            guard !isTooBig, !isOver else { throw JSONError("\"\(name)\" is too big") }
            value = sum
        }
        return value
    }

    /// Any value that must be there.
    public mutating func value(_ name: String) throws(JSONError) -> JSONValue {
        guard let value = try optionalValue(name) else { throw Self.missing(name) }
        return value
    }

    /// Any value that may be absent.
    public mutating func optionalValue(_ name: String) throws(JSONError) -> JSONValue? {
        guard let range = try find(name) else { return nil }
        var parser = JSONParser(bytes, from: range.lowerBound, to: range.upperBound)
        let value = try parser.value()
        try parser.expectEnd()
        return value
    }

    /// A moment that may be absent.
    mutating func optionalMoment(_ name: String) throws(JSONError) -> Timestamp? {
        guard let range = try find(name) else { return nil }
        guard range.count > 2,
            let moment = Timestamp(utf8: bytes.span.extracting((range.lowerBound + 1)..<(range.upperBound - 1)))
        else { throw JSONError("\"\(name)\" is not a moment") }
        return moment
    }

    /// Where the content of a string stands that must be there and is taken as it is written.
    mutating func spelling(_ name: String) throws(JSONError) -> Range<Int> {
        guard let range = try find(name) else { throw Self.missing(name) }
        guard bytes[range.lowerBound] == UInt8(ascii: "\"") else { throw JSONError("\"\(name)\" is not a string") }
        return (range.lowerBound + 1)..<(range.upperBound - 1)
    }

    /// Where an object stands that must be there.
    mutating func object(_ name: String) throws(JSONError) -> Range<Int> {
        guard let range = try find(name) else { throw Self.missing(name) }
        guard bytes[range.lowerBound] == UInt8(ascii: "{") else { throw JSONError("\"\(name)\" is not an object") }
        return range
    }

    /// Reads each object of an array that must be there.
    mutating func list<Element>(
        _ name: String,
        _ read: (inout JSONLine) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        guard let range = try find(name) else { throw Self.missing(name) }
        guard bytes[range.lowerBound] == UInt8(ascii: "[") else { throw JSONError("\"\(name)\" is not an array") }
        var elements: [Element] = []
        var parser = JSONParser(bytes, from: range.lowerBound, to: range.upperBound)
        try parser.enter()
        while try parser.next(isFirst: elements.isEmpty, closing: UInt8(ascii: "]")) {
            let start = parser.position
            try parser.skipValue()
            var element = try JSONLine(bytes, start..<parser.position)
            elements.append(try read(&element))
            try element.finish()
        }
        return elements
    }

    private static func missing(_ name: String) -> JSONError { JSONError("\"\(name)\" is missing") }
}

// MARK: - Finding members

extension JSONLine {
    /// Where the value of a member stands.
    private mutating func find(_ name: String) throws(JSONError) -> Range<Int>? {
        let text = name.utf8Span.span
        if skip(compactName: text) { return try takeValue() }
        let origin = parser.position
        while let found = try nextName() {
            let isWanted = isText(found, text)
            let value = try takeValue()
            if isWanted { return value }
        }
        // It may be among those that were passed over before.
        parser.position = first
        while parser.position < origin, let found = try nextName() {
            let isWanted = isText(found, text)
            let value = try takeValue()
            if isWanted { return value }
        }
        return nil
    }

    private mutating func takeValue() throws(JSONError) -> Range<Int> {
        parser.skipSpace()
        let start = parser.position
        try parser.skipValue()
        furthest = max(furthest, parser.position)
        return start..<parser.position
    }

    /// Goes past a name as this code writes it, without any space, if it is the next one.
    private mutating func skip(compactName name: Span<UInt8>) -> Bool {
        let comma = parser.position == first ? 0 : 1
        let start = parser.position + comma + 1
        let end = start + name.count
        guard end + 2 <= parser.end, comma == 0 || bytes[start - 2] == UInt8(ascii: ","),
            bytes[start - 1] == UInt8(ascii: "\""), isText(start..<end, name),
            bytes[end] == UInt8(ascii: "\""), bytes[end + 1] == UInt8(ascii: ":")
        else { return false }
        parser.position = end + 2
        return true
    }

    /// Goes past the next name and its colon; `nil` at the end of the object, which is not passed.
    private mutating func nextName() throws(JSONError) -> Range<Int>? {
        let isFirst = parser.position == first
        parser.skipSpace()
        if try parser.peek("a closing bracket") == UInt8(ascii: "}") { return nil }
        if !isFirst { try parser.comma(before: UInt8(ascii: "}")) }
        let name = try parser.skipString().content
        try parser.colon()
        return name
    }

    private func isText(_ range: Range<Int>, _ text: Span<UInt8>) -> Bool {
        guard range.count == text.count else { return false }
        for index in text.indices where bytes[range.lowerBound + index] != text[index] { return false }
        return true
    }
}
