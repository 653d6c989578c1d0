import Orchestration

/// The members of a JSON object, with errors that name the one that is not as it should be.
struct Fields {
    private let object: JSONObject

    init(_ json: JSONValue) throws(JSONError) {
        guard let object = json.object else { throw JSONError("not an object") }
        self.object = object
    }

    func has(_ key: String) -> Bool { object[key] != nil }

    func value(_ key: String) throws(JSONError) -> JSONValue { try read(key) { $0 } }

    func string(_ key: String) throws(JSONError) -> String { try read(key, \.string) }

    func whole(_ key: String) throws(JSONError) -> Int64 { try read(key, \.integer) }

    func flag(_ key: String) throws(JSONError) -> Bool { try read(key, \.bool) }

    func list(_ key: String) throws(JSONError) -> [JSONValue] { try read(key, \.array) }

    func moment(_ key: String) throws(JSONError) -> Timestamp { Timestamp(nanoseconds: try whole(key)) }

    func word<Word: RawRepresentable<String>>(_ key: String) throws(JSONError) -> Word {
        try read(key) { $0.string.flatMap(Word.init(rawValue:)) }
    }

    func tags(_ key: String) throws(JSONError) -> [String: String] {
        var tags: [String: String] = [:]
        for member in try read(key, \.object).members { tags[member.key] = member.value.string }
        return tags
    }

    func read<Value>(_ key: String, _ convert: (JSONValue) -> Value?) throws(JSONError) -> Value {
        guard let value = object[key] else { throw JSONError("\"\(key)\" is missing") }
        guard let result = convert(value) else { throw JSONError("\"\(key)\" has an unexpected value") }
        return result
    }
}

extension Timestamp {
    /// The moment in nanoseconds: the far end of time has no calendar date.
    var json: JSONValue { .integer(nanoseconds) }
}

extension JSONValue {
    /// Tags in the order of their names, because a dictionary's own differs from process to process.
    init(tags: [String: String]) {
        var object = JSONObject()
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) { object[key] = .string(value) }
        self = .object(object)
    }
}
