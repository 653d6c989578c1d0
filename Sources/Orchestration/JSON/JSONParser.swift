/// Why a text is not JSON, or not the JSON that was expected.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in one sentence.
    public let message: String
    /// Where in the text, counted in bytes from its start, if the text itself is broken.
    public let offset: Int?

    /// Names a problem, with its place where there is one.
    public init(_ message: String, at offset: Int? = nil) {
        self.message = message
        self.offset = offset
    }

    public var description: String { message }
}

/// Reads strict JSON (RFC 8259) from bytes; every input gives a value or an error that names the place.
public struct JSONParser {
    /// Deeper nesting is refused, so that hostile text cannot exhaust the stack.
    public static let maximumDepth = 128
    private static let fewMembers = 16

    private let bytes: [UInt8]
    let end: Int
    /// The next byte to read.
    var position: Int
    private var depth = 0

    init(_ bytes: [UInt8], from start: Int, to end: Int) {
        self.bytes = bytes
        self.position = start
        self.end = end
    }

    /// Reads one value that takes up the whole text.
    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes, from: 0, to: bytes.count)
        let value = try parser.value()
        try parser.expectEnd()
        return value
    }

    /// Reads the value that a text begins with, whatever follows.
    static func first(in bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes, from: 0, to: bytes.count)
        return try parser.value()
    }

    /// Goes past white space and says whether the text ends here.
    mutating func expectEnd() throws(JSONError) {
        skipSpace()
        guard position == end else { throw JSONError("more text after the end of the value", at: position) }
    }

    mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        switch try peek("a value") {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        try enter()
        var members: [JSONObject.Member] = []
        // Looking through a few members is faster than hashing them; looking through thousands is not.
        var names: Set<String> = []
        while try next(isFirst: members.isEmpty, closing: UInt8(ascii: "}")) {
            let start = position
            let key = try memberName()
            if members.count == Self.fewMembers { names = Set(members.map(\.key)) }
            let isNew =
                members.count < Self.fewMembers
                ? !members.contains { $0.key == key } : names.insert(key).inserted
            guard isNew else { throw JSONError("the key \"\(key)\" stands twice in one object", at: start) }
            members.append(.init(key: key, value: try value()))
        }
        return JSONObject(distinct: members)
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try enter()
        var elements: [JSONValue] = []
        while try next(isFirst: elements.isEmpty, closing: UInt8(ascii: "]")) { elements.append(try value()) }
        return elements
    }
}

// MARK: - Steps shared with the reader of single lines

extension JSONParser {
    mutating func enter() throws(JSONError) {
        guard depth < Self.maximumDepth else {
            throw JSONError("nested deeper than \(Self.maximumDepth) levels", at: position)
        }
        depth += 1
        position += 1
    }

    /// Goes to the next member or element; false when the closing bracket was read instead.
    mutating func next(isFirst: Bool, closing: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        let byte = try peek("\"\(Character(Unicode.Scalar(closing)))\"")
        if byte == closing {
            position += 1
            depth -= 1
            return false
        }
        if !isFirst { try comma(before: closing) }
        return true
    }

    /// Goes past a comma that must be here, and not right before the end.
    mutating func comma(before closing: UInt8) throws(JSONError) {
        guard try peek("a comma") == UInt8(ascii: ",") else { throw JSONError("expected a comma", at: position) }
        position += 1
        skipSpace()
        guard try peek("an element") != closing else { throw JSONError("a comma before the end", at: position) }
    }

    mutating func memberName() throws(JSONError) -> String {
        let name = try string()
        try colon()
        return name
    }

    mutating func colon() throws(JSONError) {
        skipSpace()
        guard try peek("a colon") == UInt8(ascii: ":") else { throw JSONError("expected a colon", at: position) }
        position += 1
    }

    mutating func skipSpace() {
        while position < end {
            switch bytes[position] {
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default: return
            }
        }
    }

    /// Whether this is the next byte.
    func isAt(_ byte: Unicode.Scalar) -> Bool { position < end && bytes[position] == UInt8(ascii: byte) }

    func peek(_ expected: @autoclosure () -> String) throws(JSONError) -> UInt8 {
        guard position < end else { throw JSONError("the text ends where \(expected()) should be", at: position) }
        return bytes[position]
    }

    /// Goes past a string without making one; gives the place of its content and whether it has escapes.
    mutating func skipString() throws(JSONError) -> (content: Range<Int>, isEscaped: Bool) {
        guard try peek("a string") == UInt8(ascii: "\"") else { throw JSONError("expected a string", at: position) }
        let (end, isEscaped) = try endOfString(at: position)
        defer { position = end }
        return ((position + 1)..<(end - 1), isEscaped)
    }

    /// Where the string that begins at a place is over.
    private func endOfString(at start: Int) throws(JSONError) -> (end: Int, isEscaped: Bool) {
        var isEscaped = false
        var place = start + 1
        while true {
            place = bytes.span.endOfPlainText(from: place, to: end)
            guard place < end else { throw JSONError("a string without an end", at: start) }
            switch bytes[place] {
            case UInt8(ascii: "\""): return (place + 1, isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                place = min(place + 2, end)
            default: throw JSONError("a control character inside a string", at: place)
            }
        }
    }

    mutating func string() throws(JSONError) -> String {
        let (content, isEscaped) = try skipString()
        return try Self.decodeString(bytes, content, isEscaped: isEscaped)
    }

    /// Goes past any value without building it; of objects and arrays it only sees to it that they end.
    mutating func skipValue() throws(JSONError) {
        skipSpace()
        switch try peek("a value") {
        case UInt8(ascii: "{"), UInt8(ascii: "["): position = try endOfNested()
        case UInt8(ascii: "\""): _ = try skipString()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try scanNumber()
        default: _ = try value()
        }
    }

    /// Where the object or array that begins here is over.
    private func endOfNested() throws(JSONError) -> Int {
        var place = position
        var level = 0
        repeat {
            guard place < end else { throw JSONError("the text ends where a closing bracket should be", at: end) }
            switch bytes[place] {
            case UInt8(ascii: "\""):
                let stop = bytes.span.endOfPlainText(from: place + 1, to: end)
                let isWhole = stop < end && bytes[stop] == UInt8(ascii: "\"")
                place = isWhole ? stop : try endOfString(at: place).end - 1
            case UInt8(ascii: "{"), UInt8(ascii: "["): level += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): level -= 1
            default: break
            }
            place += 1
        } while level > 0
        return place
    }

    private mutating func literal(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        guard end - position >= word.utf8.count,
            bytes[position..<(position + word.utf8.count)].elementsEqual(word.utf8)
        else { throw JSONError("not a JSON value", at: position) }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        let isWhole = try scanNumber()
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .integer(whole) }
        guard let real = Double(text), real.isFinite else { throw JSONError("a number out of range", at: start) }
        return .number(real)
    }

    /// Checks the grammar of a number and goes past it; true when it has neither fraction nor exponent.
    private mutating func scanNumber() throws(JSONError) -> Bool {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let first = position
        try digits(orSay: "not a JSON value", at: start)
        if bytes[first] == UInt8(ascii: "0"), position - first > 1 {
            throw JSONError("a number with a leading zero", at: start)
        }
        var isWhole = true
        if position < end, bytes[position] == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try digits(orSay: "a number without digits after its point", at: start)
        }
        if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            position += 1
            if position < end, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try digits(orSay: "a number without digits in its exponent", at: start)
        }
        return isWhole
    }

    private mutating func digits(orSay message: String, at start: Int) throws(JSONError) {
        let first = position
        while position < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) { position += 1 }
        guard position > first else { throw JSONError(message, at: start) }
    }
}

// MARK: - Strings

extension JSONParser {
    static func decodeString(_ bytes: [UInt8], _ content: Range<Int>, isEscaped: Bool) throws(JSONError) -> String {
        let text = isEscaped ? try unescape(bytes[content]) : bytes[content]
        guard let characters = try? UTF8Span(validating: text.span) else {
            throw JSONError("a string that is not UTF-8", at: content.lowerBound)
        }
        return String(copying: characters)
    }

    private static func unescape(_ raw: ArraySlice<UInt8>) throws(JSONError) -> ArraySlice<UInt8> {
        var output: [UInt8] = []
        output.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            guard raw[index] == UInt8(ascii: "\\") else {
                output.append(raw[index])
                index += 1
                continue
            }
            guard index + 1 < raw.endIndex else { throw JSONError("an escape without an end", at: index) }
            if raw[index + 1] == UInt8(ascii: "u") {
                output.append(contentsOf: Character(try scalar(raw, &index)).utf8)
            } else {
                guard let plain = simpleEscapes[raw[index + 1]] else { throw JSONError("an unknown escape", at: index) }
                output.append(plain)
                index += 2
            }
        }
        return output[...]
    }

    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
        UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]

    /// Reads `\uXXXX`, or the two of a surrogate pair, as one character.
    private static func scalar(_ raw: ArraySlice<UInt8>, _ index: inout Int) throws(JSONError) -> Unicode.Scalar {
        let start = index
        let first = try hexadecimal(raw, &index)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), index + 1 < raw.endIndex,
            raw[index] == UInt8(ascii: "\\"), raw[index + 1] == UInt8(ascii: "u")
        else { throw JSONError("half of a surrogate pair", at: start) }
        let second = try hexadecimal(raw, &index)
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw JSONError("half of a surrogate pair", at: start) }
        return scalar
    }

    private static func hexadecimal(_ raw: ArraySlice<UInt8>, _ index: inout Int) throws(JSONError) -> UInt32 {
        let digits = raw[(index + 2)..<min(index + 6, raw.endIndex)]
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw JSONError("an escape \\u without four digits", at: index) }
        index += 6
        return value
    }
}
