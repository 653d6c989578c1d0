/// A JSON value that keeps the order of object members, so that what is written is always the same text.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// The members of a JSON object in the order in which they were added.
public struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One name with its value.
    public struct Member: Sendable, Equatable {
        /// The member's name, unique in its object.
        public let key: String
        /// What the name stands for.
        public let value: JSONValue
    }

    /// All members, first added first.
    public private(set) var members: [Member]

    /// Makes an object of members whose keys are written out and distinct.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = elements.map { Member(key: $0, value: $1) }
        assert(Set(elements.map(\.0)).count == elements.count, "a literal with a key that stands twice")
    }

    /// Makes an object of members whose keys are known to be distinct, without looking each one up.
    init(distinct members: [Member]) {
        self.members = members
    }

    /// The value of a member; setting `nil` removes it.
    public subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index] = Member(key: key, value: value)
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The same object without the members whose value is `null`: absent says "not known" with fewer words.
    public var withoutNulls: JSONObject {
        JSONObject(distinct: members.filter { $0.value != .null })
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(distinct: elements.map { .init(key: $0, value: $1) }))
    }
}

extension JSONValue {
    /// The text, where this is a string.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The whole number, where this is one.
    public var integer: Int64? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// The number, whole or not, where this is one.
    public var number: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// The truth value, where this is one.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The elements, where this is an array.
    public var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members, where this is an object.
    public var object: JSONObject? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// A member of an object; `nil` where this is no object or has no such member.
    public subscript(key: String) -> JSONValue? { object?[key] }

    /// A string or `null`.
    public init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

    /// A whole number or `null`.
    public init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }

    /// A truth value or `null`.
    public init(_ value: Bool?) { self = value.map(JSONValue.bool) ?? .null }

    /// A number or `null`.
    public init(_ value: Double?) { self = value.map(JSONValue.number) ?? .null }
}
