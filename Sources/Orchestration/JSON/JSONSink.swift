/// Takes a value part by part, whatever becomes of it: text in some notation, or a `JSONValue`.
///
/// What has many values to say describes itself to a sink once, and needs no tree in between.
public protocol JSONSink {
    /// Takes an object whose members `body` gives.
    mutating func object(_ body: (inout Self) -> Void)
    /// Takes an array whose elements `body` gives.
    mutating func array(_ body: (inout Self) -> Void)
    /// Takes a member's name; its value must follow.
    mutating func key(_ name: String)
    /// Takes a string.
    mutating func string(_ text: String)
    /// Takes a member with a string value.
    mutating func member(_ name: String, _ text: String)
    /// Takes a moment; it stands as a string.
    mutating func moment(_ moment: Timestamp)
    /// Takes a whole number.
    mutating func integer(_ value: Int64)
    /// Takes a number; JSON has no words for infinite or undefined ones, so they become `null`.
    mutating func number(_ value: Double)
    /// Takes `true` or `false`.
    mutating func bool(_ value: Bool)
    /// Takes `null`.
    mutating func null()
}

/// What describes itself to a sink as the members of an object.
public protocol JSONDescribed {
    /// Gives all members.
    func describe<Sink: JSONSink>(to sink: inout Sink)
}

extension JSONDescribed {
    /// The description as a value.
    public var json: JSONObject {
        var members = JSONTree()
        describe(to: &members)
        return JSONObject(distinct: members.members)
    }
}

// Inlinable: a sink of another module is written to as fast as one of this one.
extension JSONSink {
    /// Takes any value.
    @inlinable
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .integer(let whole): integer(whole)
        case .number(let real): number(real)
        case .string(let text): string(text)
        case .array(let elements): array { for element in elements { $0.value(element) } }
        case .object(let object): self.object { $0.members(object) }
        }
    }

    /// Takes the members of an object as members of the one under way.
    @inlinable
    public mutating func members(_ object: JSONObject) {
        for member in object.members {
            key(member.key)
            value(member.value)
        }
    }

    /// Takes a member with a string value.
    @inlinable
    public mutating func member(_ name: String, _ text: String) {
        key(name)
        string(text)
    }

    /// Takes a moment; it stands as a string.
    @inlinable
    public mutating func moment(_ moment: Timestamp) { string(moment.description) }

    /// Takes a member with a moment.
    @inlinable
    public mutating func member(_ name: String, _ moment: Timestamp) {
        key(name)
        self.moment(moment)
    }

    /// Takes a member with a moment, or nothing at all.
    @inlinable
    public mutating func member(_ name: String, ifPresent moment: Timestamp?) {
        guard let moment else { return }
        member(name, moment)
    }

    /// Takes a member with a whole number.
    @inlinable
    public mutating func member(_ name: String, _ value: Int) {
        key(name)
        integer(Int64(value))
    }

    /// Takes a member with a number.
    @inlinable
    public mutating func member(_ name: String, _ value: Double) {
        key(name)
        number(value)
    }

    /// Takes a member with a number, or nothing at all.
    @inlinable
    public mutating func member(_ name: String, ifPresent value: Double?) {
        guard let value else { return }
        member(name, value)
    }

    /// Takes a member with any value.
    @inlinable
    public mutating func member(_ name: String, _ value: JSONValue) {
        key(name)
        self.value(value)
    }

    /// Takes a member whose value describes itself.
    @inlinable
    public mutating func member(_ name: String, _ value: some JSONDescribed) {
        key(name)
        object { value.describe(to: &$0) }
    }

    /// Takes a member with a list of what describes itself.
    @inlinable
    public mutating func member(_ name: String, _ list: [some JSONDescribed]) {
        key(name)
        array { sink in
            for element in list { sink.object { element.describe(to: &$0) } }
        }
    }

    /// Takes a member with a list of strings.
    @inlinable
    public mutating func member(_ name: String, _ list: [String]) {
        key(name)
        array { for text in list { $0.string(text) } }
    }

    /// Takes a member with a string, or nothing at all.
    @inlinable
    public mutating func member(_ name: String, ifPresent text: String?) {
        guard let text else { return }
        member(name, text)
    }

    /// Takes a member with a truth value, or nothing at all.
    @inlinable
    public mutating func member(_ name: String, ifPresent flag: Bool?) {
        guard let flag else { return }
        key(name)
        bool(flag)
    }
}

/// Builds a value out of its parts: the members or the elements of one level.
struct JSONTree: JSONSink {
    private(set) var members: [JSONObject.Member] = []
    private var elements: [JSONValue] = []
    private var name: String?

    mutating func object(_ body: (inout JSONTree) -> Void) {
        var inner = JSONTree()
        body(&inner)
        take(.object(JSONObject(distinct: inner.members)))
    }

    mutating func array(_ body: (inout JSONTree) -> Void) {
        var inner = JSONTree()
        body(&inner)
        take(.array(inner.elements))
    }

    mutating func key(_ name: String) { self.name = name }
    mutating func string(_ text: String) { take(.string(text)) }
    mutating func integer(_ value: Int64) { take(.integer(value)) }
    mutating func number(_ value: Double) { take(.number(value)) }
    mutating func bool(_ value: Bool) { take(.bool(value)) }
    mutating func null() { take(.null) }

    private mutating func take(_ value: JSONValue) {
        if let name {
            members.append(.init(key: name, value: value))
            self.name = nil
        } else {
            elements.append(value)
        }
    }
}
