package import AWS

/// A call in the form of the Query protocol: names and values, numbered where there are several.
package struct ReceivedForm: Sendable, Equatable {
    /// What is called.
    package let action: String
    private let values: [String: String]

    /// Reads a form.
    package init(_ text: some StringProtocol) {
        var values: [String: String] = [:]
        for field in text.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[Self.decoded(parts[0])] = parts.count > 1 ? Self.decoded(parts[1]) : ""
        }
        self.values = values
        action = values["Action"] ?? ""
    }

    /// The form that a request carries, in its body or behind its path.
    package init(_ request: ServedRequest) {
        if request.method == "GET" {
            self.init(request.target.drop { $0 != "?" }.dropFirst())
        } else {
            self.init(String(decoding: request.body, as: UTF8.self))
        }
    }

    /// A value; an empty one counts as none.
    package subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A value without which the call makes no sense.
    package func required(_ name: String) throws(AWSError) -> String {
        guard let value = self[name] else {
            throw error("MissingParameter", "The request must contain the parameter \(name)")
        }
        return value
    }

    /// A whole number within bounds.
    package func number(_ name: String, in range: ClosedRange<Int>) throws(AWSError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw error("InvalidParameterValue", "Value ( \(text) ) for parameter \(name) is invalid.")
        }
        return value
    }

    /// The values of a list, counted from 1.
    package func list(_ name: String) -> [String] {
        var list: [String] = []
        while let value = values["\(name).\(list.count + 1)"] { list.append(value) }
        return list
    }

    /// How many elements a list of structures has, each of which has that member.
    func count(_ name: String, having member: String) -> Int {
        var count = 0
        while values["\(name).\(count + 1).\(member)"] != nil { count += 1 }
        return count
    }

    /// The tags under a prefix.
    func tags(under prefix: String = "") -> [String: String] {
        var tags: [String: String] = [:]
        for number in 0..<count("\(prefix)Tag", having: "Key") {
            let tag = "\(prefix)Tag.\(number + 1)"
            tags[values["\(tag).Key"] ?? ""] = values["\(tag).Value"] ?? ""
        }
        return tags
    }

    /// The tags for a kind of what the call makes.
    package func tags(for kind: String) -> [String: String] {
        var tags: [String: String] = [:]
        for number in 0..<count("TagSpecification", having: "ResourceType")
        where values["TagSpecification.\(number + 1).ResourceType"] == kind {
            tags.merge(self.tags(under: "TagSpecification.\(number + 1).")) { _, new in new }
        }
        return tags
    }

    /// An error of this call.
    func error(_ code: String, _ message: String) -> AWSError {
        AWSError(code: code, message: message, action: action)
    }

    private static func decoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                // A number may have a sign, a code may not.
                if digits.utf8.count == 2, digits.first != "+", let value = UInt8(digits, radix: 16) {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
