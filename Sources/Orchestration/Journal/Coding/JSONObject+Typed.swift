/// Typed look-ups, with errors that name the member.
extension JSONObject {
    package func required<Value>(_ key: String, _ read: (JSONValue) -> Value?) throws(JSONError) -> Value {
        guard let value = try optional(key, read) else { throw JSONError("\"\(key)\" is missing") }
        return value
    }

    package func optional<Value>(_ key: String, _ read: (JSONValue) -> Value?) throws(JSONError) -> Value? {
        guard let value = self[key], value != .null else { return nil }
        guard let result = read(value) else { throw JSONError("\"\(key)\" has an unexpected value") }
        return result
    }

    package func string(_ key: String) throws(JSONError) -> String { try required(key, \.string) }

    package func integer(_ key: String) throws(JSONError) -> Int { Int(try required(key, \.integer)) }

    package func moment(_ key: String) throws(JSONError) -> Timestamp {
        try required(key) { $0.string.flatMap { Timestamp($0) } }
    }

    package func word<Word: RawRepresentable<String>>(_ key: String) throws(JSONError) -> Word {
        try required(key) { $0.string.flatMap(Word.init(rawValue:)) }
    }

    package func list<Element>(
        _ key: String,
        _ read: (JSONObject) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        var elements: [Element] = []
        for value in try optional(key, \.array) ?? [] {
            guard let object = value.object else { throw JSONError("\"\(key)\" holds something that is no object") }
            elements.append(try read(object))
        }
        return elements
    }
}

extension Duration {
    /// A duration as JSON: seconds, whole where they are.
    var json: JSONValue {
        let nanoseconds = nanoseconds
        return nanoseconds % 1_000_000_000 == 0 ? .integer(nanoseconds / 1_000_000_000) : .number(inSeconds)
    }

    init?(json: JSONValue) {
        switch json {
        case .integer(let whole): self = .seconds(whole)
        case .number(let real) where abs(real) < 9e9: self = .nanoseconds(Int64((real * 1e9).rounded()))
        case .number, .null, .bool, .string, .array, .object: return nil
        }
    }
}
