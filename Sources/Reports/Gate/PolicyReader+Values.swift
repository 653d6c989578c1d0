import Orchestration
import YAML

/// Reading single values, whatever they are for.
extension PolicyReader {
    private static let mostItems = 1000

    /// The entries of a mapping whose keys are known; the others are noted.
    mutating func entries<Key: RawRepresentable<String> & CaseIterable>(
        _ node: YAMLNode,
        _ what: String,
        _: Key.Type
    ) -> [(key: Key, value: YAMLNode, mark: YAMLMark)] {
        guard let entries = mapping(node, what) else { return [] }
        let known = Key.allCases.map(\.rawValue)
        return entries.compactMap { entry in
            if let key = Key(rawValue: entry.key) { return (key, entry.value, entry.keyMark) }
            let near = nearestName(to: entry.key, among: known).map { "did you mean \($0)?" }
            refuse(
                "unknown key \(quoted(entry.key)) in \(what)",
                at: entry.keyMark,
                near ?? "the keys are \(known.joined(separator: ", "))"
            )
            return nil
        }
    }

    mutating func mapping(_ node: YAMLNode, _ what: String) -> [YAMLEntry]? {
        if case .mapping(let entries) = node.content { return entries }
        refuse("\(what) must be a mapping of keys to values", at: node.mark)
        return nil
    }

    /// The text of a single value that says something.
    mutating func text(_ node: YAMLNode, _ what: String) -> String? {
        guard case .scalar(let scalar) = node.content else {
            refuse("\(what) must be a single value, not a list or a mapping", at: node.mark)
            return nil
        }
        guard !scalar.isNull, !scalar.text.isEmpty else {
            refuse("\(what) has no value", at: node.mark, "give it one, or leave it out")
            return nil
        }
        return scalar.text
    }

    /// The items of a list; a single value is a list of one.
    mutating func list(_ node: YAMLNode, _ what: String) -> [YAMLNode]? {
        switch node.content {
        case .scalar: return text(node, what).map { _ in [node] }
        case .sequence(let items) where items.count <= Self.mostItems: return items
        case .sequence(let items):
            refuse("\(what) has \(items.count) items; at most \(Self.mostItems) are allowed", at: node.mark)
        case .mapping: refuse("\(what) must be a list, not a mapping", at: node.mark)
        }
        return nil
    }

    /// One of a few words.
    mutating func word(_ text: String, _ what: String, _ known: [String], at mark: YAMLMark) -> String? {
        if known.contains(text) { return text }
        let near = nearestName(to: text, among: known).map { "did you mean \($0)?" }
        refuse(
            "there is no \(what) \(quoted(text))",
            at: mark,
            near ?? "there are \(known.joined(separator: ", "))"
        )
        return nil
    }

    /// Whether something is refused; `nil` when neither that nor the contrary was said.
    mutating func refuses(_ node: YAMLNode, _ key: String) -> Bool? {
        text(node, key).flatMap { word($0, "answer for \(key)", ["refuse", "allow"], at: node.mark) }
            .map { $0 == "refuse" }
    }

    mutating func bool(_ node: YAMLNode, _ key: String) -> Bool? {
        text(node, key).flatMap { word($0, "answer for \(key)", ["true", "false"], at: node.mark) }.map { $0 == "true" }
    }

    /// A share such as `95%`, of at most so much.
    mutating func share(_ node: YAMLNode, _ key: String, upTo most: Double = 1) -> Double? {
        guard let text = text(node, key) else { return nil }
        guard let share = Self.share(text), share <= most else {
            let words = "must be a share such as 95%" + (most < .infinity ? ", and at most \(percent(most))" : "")
            refuse("\(key) \(words), not \(quoted(text))", at: node.mark)
            return nil
        }
        return share
    }

    static func share(_ text: String) -> Double? {
        guard text.last == "%", text.first?.isASCII == true, text.first?.isNumber == true,
            let number = Double(text.dropLast()), number.isFinite
        else { return nil }
        return GateUnit.percent.recorded(number)
    }

    /// A whole number that is not negative.
    mutating func count(_ node: YAMLNode, _ key: String) -> Int? {
        guard let text = text(node, key) else { return nil }
        guard let count = Self.count(text) else {
            refuse("\(key) must be a whole number such as 2, not \(quoted(text))", at: node.mark)
            return nil
        }
        return count
    }

    static func count(_ text: String) -> Int? { UInt32(text).flatMap { text.first == "+" ? nil : Int($0) } }
}
