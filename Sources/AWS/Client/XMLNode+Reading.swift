package import Orchestration

/// Why an answer is not the one that was asked for.
package struct UnreadableAnswer: Error, Sendable, Equatable {
    /// What is wrong with it, without quoting it.
    package let reason: String

    /// States what is wrong.
    package init(_ reason: String) { self.reason = reason }
}

extension XMLNode {
    /// The text of a child; `nil` where there is none or nothing in it.
    package func text(_ name: String) -> String? {
        guard let text = self[name]?.text, !text.isEmpty else { return nil }
        return text
    }

    /// The text of a child without which the answer makes no sense.
    package func required(_ name: String) throws(UnreadableAnswer) -> String {
        guard let text = text(name) else { throw UnreadableAnswer("it has no \(name) in \(self.name)") }
        return text
    }

    /// A child without which the answer makes no sense.
    package func child(_ name: String) throws(UnreadableAnswer) -> XMLNode {
        guard let child = self[name] else { throw UnreadableAnswer("it has no \(name) in \(self.name)") }
        return child
    }

    /// The elements of a list, each read.
    package func list<Element>(
        _ name: String,
        of read: (XMLNode) throws(UnreadableAnswer) -> Element
    ) throws(UnreadableAnswer) -> [Element] {
        var elements: [Element] = []
        for node in list(name) { elements.append(try read(node)) }
        return elements
    }

    /// The tags of a thing.
    package var tags: [String: String] {
        let pairs = list("tagSet").compactMap { tag in tag.text("key").map { ($0, tag["value"]?.text ?? "") } }
        return Dictionary(pairs) { first, _ in first }
    }
}

// MARK: - JSON

extension XMLNode {
    /// The same content read from JSON, so that answers are taken apart in one way.
    package init(_ name: String, json: JSONValue) {
        switch json {
        case .object(let object):
            self.init(name, children: object.members.map { XMLNode($0.key, json: $0.value) })
        case .array(let elements): self.init(name, children: elements.map { XMLNode("member", json: $0) })
        case .string(let text): self.init(name, text: text)
        case .integer(let value): self.init(name, text: String(value))
        case .number(let value): self.init(name, text: String(value))
        case .bool(let value): self.init(name, text: String(value))
        case .null: self.init(name)
        }
    }
}
