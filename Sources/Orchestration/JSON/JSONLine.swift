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

    /// Where the line ends.
    var end: Int { parser.end }

    /// Reads what was not asked for, to its end.
    ///
    /// - Throws: where the line is not one whole object.
    public mutating func finish() throws(JSONError) {
        parser.position = max(furthest, parser.position)
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
        guard try seek(name) else { return nil }
        guard parser.isAt("\"") else { throw refusal("is not a string", of: name) }
        let (content, isEscaped) = try parser.skipString()
        return try JSONParser.decodeString(bytes, content, isEscaped: isEscaped)
    }

    /// A whole number that must be there.
    public mutating func integer(_ name: String) throws(JSONError) -> Int {
        guard let value = try optionalInteger(name) else { throw Self.missing(name) }
        return value
    }

    /// A whole number that may be absent.
    public mutating func optionalInteger(_ name: String) throws(JSONError) -> Int? {
        guard try seek(name) else { return nil }
        let start = parser.position
        var value = 0
        while parser.position < parser.end, case let digit = bytes[parser.position] &- UInt8(ascii: "0"), digit <= 9 {
            let (product, isTooBig) = value.multipliedReportingOverflow(by: 10)
            let (sum, isOver) = product.addingReportingOverflow(Int(digit))
            guard !isTooBig, !isOver else { throw refusal("is too big", of: name) }
            value = sum
            parser.position += 1
        }
        guard parser.position > start, parser.isAt(",") || parser.isAt("}") || parser.isAt(" ") else {
            throw refusal("is not a whole number from 0 up", of: name)
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
        guard try seek(name) else { return nil }
        return try parser.value()
    }

    /// A moment that may be absent.
    mutating func optionalMoment(_ name: String) throws(JSONError) -> Timestamp? {
        guard try seek(name) else { return nil }
        let content = try parser.isAt("\"") ? parser.skipString().content : 0..<0
        guard let moment = Timestamp(utf8: bytes.span.extracting(content)) else {
            throw refusal("is not a moment", of: name)
        }
        return moment
    }

    /// Where the content of a string stands that must be there and is taken as it is written.
    mutating func spelling(_ name: String) throws(JSONError) -> Range<Int> {
        guard try seek(name) else { throw Self.missing(name) }
        guard parser.isAt("\"") else { throw refusal("is not a string", of: name) }
        return try parser.skipString().content
    }

    /// Where an object stands that must be there.
    mutating func object(_ name: String) throws(JSONError) -> Range<Int> {
        let start = try object(at: name)
        try passValue()
        return start..<parser.position
    }

    /// Where an object begins that must be there; `passValue` must follow before anything else is asked for.
    mutating func object(at name: String) throws(JSONError) -> Int {
        guard try seek(name) else { throw Self.missing(name) }
        guard parser.isAt("{") else { throw refusal("is not an object", of: name) }
        return parser.position
    }

    /// Goes to the end of the value whose beginning was asked for.
    mutating func passValue() throws(JSONError) { try parser.skipValue() }

    /// Reads each object of an array that must be there.
    mutating func list<Element>(
        _ name: String,
        _ read: (inout JSONLine) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        guard try seek(name) else { throw Self.missing(name) }
        guard parser.isAt("[") else { throw refusal("is not an array", of: name) }
        var elements: [Element] = []
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

    /// An error about a value; whatever is asked for next is looked for from the start.
    private mutating func refusal(_ problem: String, of name: String) -> JSONError {
        parser.position = first
        return JSONError("\"\(name)\" \(problem)")
    }

    private static func missing(_ name: String) -> JSONError { JSONError("\"\(name)\" is missing") }
}

// MARK: - Finding members

extension JSONLine {
    /// Goes to the value of a member; false, and who knows where, when there is none.
    private mutating func seek(_ name: String) throws(JSONError) -> Bool {
        furthest = max(furthest, parser.position)
        let text = name.utf8Span.span
        if skip(compactName: text) { return true }
        let origin = parser.position
        if try seek(text, before: parser.end) { return true }
        // It may be among those that were passed over before.
        furthest = max(furthest, parser.position)
        parser.position = first
        return try seek(text, before: origin)
    }

    private mutating func seek(_ text: Span<UInt8>, before limit: Int) throws(JSONError) -> Bool {
        while parser.position < limit, let found = try nextName() {
            parser.skipSpace()
            if isText(found, text) { return true }
            try parser.skipValue()
        }
        return false
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
