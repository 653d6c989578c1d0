package import Orchestration

extension HostFacts {
    /// All that is known, for programs; what nobody asked is left out, what could not be had says why.
    package var json: JSONObject {
        var object: JSONObject = [:]
        for (label, value) in Mirror(reflecting: self).children {
            guard let label, let answer = value as? any AnyAnswer, let json = answer.json else { continue }
            object[label.snakeCased] = json
        }
        return object
    }
}

/// An answer, whatever it is about.
private protocol AnyAnswer {
    /// `nil` where nobody asked.
    var json: JSONValue? { get }
}

extension Answer: AnyAnswer {
    package var json: JSONValue? {
        switch self {
        case .known(let value): JSONValue(reflecting: value)
        case .missing(.notAsked): nil
        case .missing(let absence): ["missing": .string("\(absence)")]
        }
    }
}

extension JSONValue {
    /// A value by its parts: what is written always follows the types.
    fileprivate init(reflecting value: Any) {
        switch value {
        case let text as String: self = .string(text)
        case let flag as Bool: self = .bool(flag)
        case let number as Double: self = .number(number)
        case let number as any BinaryInteger: self = .integer(Int64(clamping: number))
        case let scalar as Unicode.Scalar: self = .string(String(scalar))
        case let version as Version: self = .string(version.description)
        case let version as DriverVersion: self = .string(version.description)
        case let name as any RawRepresentable: self = JSONValue(reflecting: name.rawValue)
        default: self.init(partsOf: Mirror(reflecting: value))
        }
    }

    private init(partsOf mirror: Mirror) {
        switch mirror.displayStyle {
        case .optional: self = mirror.children.first.map { JSONValue(reflecting: $0.value) } ?? .null
        case .collection: self = .array(mirror.children.map { JSONValue(reflecting: $0.value) })
        case .set: self = .array(mirror.children.map { "\($0.value)" }.sorted().map { .string($0) })
        case .dictionary:
            var object: JSONObject = [:]
            let pairs = mirror.children.map { Array(Mirror(reflecting: $0.value).children) }.filter { $0.count == 2 }
            for pair in pairs.sorted(by: { "\($0[0].value)" < "\($1[0].value)" }) {
                object["\(pair[0].value)"] = JSONValue(reflecting: pair[1].value)
            }
            self = .object(object)
        default:
            var object: JSONObject = [:]
            for (label, value) in mirror.children {
                let json = JSONValue(reflecting: value)
                if let label, json != .null { object[label.snakeCased] = json }
            }
            self = .object(object)
        }
    }
}

extension String {
    /// `rootDelay` as `root_delay`.
    fileprivate var snakeCased: String {
        var text = ""
        var wasUpper = true
        for character in self {
            if character.isUppercase, !wasUpper { text += "_" }
            wasUpper = character.isUppercase
            text += character.lowercased()
        }
        return text
    }
}

extension DriverVersion: CustomStringConvertible {
    package var description: String {
        switch self {
        case .amazon(let version): "\(version)g"
        case .kernelTree(let version): "\(version)K"
        case .kernelRelease(let release): release
        }
    }
}
