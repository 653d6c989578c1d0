/// A call in the form that EC2 and STS take: names and values, numbered where there are several.
package struct QueryForm: Sendable, Equatable {
    /// One name with its value.
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    /// The fields in the order in which they are sent.
    package private(set) var fields: [Field]

    /// Starts the form of a call.
    package init(_ action: AWSAction) {
        fields = [Field(name: "Action", value: action.rawValue)]
        add("Version", action.service == .sts ? "2011-06-15" : "2016-11-15")
    }

    /// Adds a value, if there is one.
    package mutating func add(_ name: String, _ value: String?) {
        guard let value else { return }
        fields.append(Field(name: name, value: value))
    }

    /// Adds a list: numbered from 1.
    package mutating func add(_ name: String, _ values: [String]) {
        for (index, value) in values.enumerated() { add("\(name).\(index + 1)", value) }
    }

    /// Adds conditions, all of which must hold; of each, one of the values.
    package mutating func addFilters(_ filters: [(name: String, values: [String])]) {
        for (index, filter) in filters.enumerated() {
            add("Filter.\(index + 1).Name", filter.name)
            add("Filter.\(index + 1).Value", filter.values)
        }
    }

    /// Adds tags in the order of their keys, so that the same request is always the same text.
    package mutating func addTags(_ tags: [String: String], under prefix: String = "") {
        for (index, tag) in tags.sorted(by: { $0.key < $1.key }).enumerated() {
            add("\(prefix)Tag.\(index + 1).Key", tag.key)
            add("\(prefix)Tag.\(index + 1).Value", tag.value)
        }
    }

    /// Adds tags for what a call makes, the same for each kind of thing.
    package mutating func addTags(_ tags: [String: String], ofEach kinds: [String]) {
        guard !tags.isEmpty else { return }
        for (index, kind) in kinds.enumerated() {
            add("TagSpecification.\(index + 1).ResourceType", kind)
            addTags(tags, under: "TagSpecification.\(index + 1).")
        }
    }

    /// The form as it is sent.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            Self.append(field.name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            Self.append(field.value, to: &bytes)
        }
        return bytes
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    /// As HTML forms are encoded: some who check signatures encode the form anew, and must come to the same text.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            case UInt8(ascii: " "):
                bytes.append(UInt8(ascii: "+"))
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
    }
}
