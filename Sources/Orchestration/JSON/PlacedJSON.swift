/// A JSON value with the places of its parts, for those who must point at them; repeated keys are all there.
public struct PlacedJSON: Sendable {
    /// What a value can be.
    public indirect enum Content: Sendable {
        /// A string, unescaped.
        case string(String)
        /// A number, a boolean or null: the text says which.
        case bare
        /// The elements.
        case array([PlacedJSON])
        /// The members in the order of the text.
        case object([Member])
    }

    /// One member of an object.
    public struct Member: Sendable {
        /// The key, unescaped.
        public let key: String
        /// Where the key begins.
        public let keyOffset: Int
        /// The value of the key.
        public let value: PlacedJSON
    }

    /// The value.
    public let content: Content
    /// The bytes it takes up.
    public let range: Range<Int>
}

extension JSONParser {
    /// Reads one value that takes up the whole text, as strictly as `parse` but for keys that stand twice.
    public static func parsePlaced(_ bytes: [UInt8]) throws(JSONError) -> PlacedJSON {
        var parser = JSONParser(bytes, from: 0, to: bytes.count)
        let value = try parser.placedValue()
        try parser.expectEnd()
        return value
    }

    private mutating func placedValue() throws(JSONError) -> PlacedJSON {
        skipSpace()
        let start = position
        let content: PlacedJSON.Content
        switch try peek("a value") {
        case UInt8(ascii: "{"): content = .object(try placedMembers())
        case UInt8(ascii: "["): content = .array(try placedElements())
        case UInt8(ascii: "\""): content = .string(try string())
        default:
            _ = try value()
            content = .bare
        }
        return PlacedJSON(content: content, range: start..<position)
    }

    private mutating func placedMembers() throws(JSONError) -> [PlacedJSON.Member] {
        try enter()
        var members: [PlacedJSON.Member] = []
        while try next(isFirst: members.isEmpty, closing: UInt8(ascii: "}")) {
            let start = position
            let key = try memberName()
            members.append(.init(key: key, keyOffset: start, value: try placedValue()))
        }
        return members
    }

    private mutating func placedElements() throws(JSONError) -> [PlacedJSON] {
        try enter()
        var elements: [PlacedJSON] = []
        while try next(isFirst: elements.isEmpty, closing: UInt8(ascii: "]")) { elements.append(try placedValue()) }
        return elements
    }
}
