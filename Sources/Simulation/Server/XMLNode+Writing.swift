package import AWS

extension XMLNode {
    /// The node as a document, its elements in a namespace.
    package func document(in namespace: String?) -> String {
        var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
        write(to: &text, attributes: namespace.map { " xmlns=\"\($0)\"" } ?? "")
        return text
    }

    private func write(to output: inout String, attributes: String = "") {
        guard !children.isEmpty || !text.isEmpty else {
            output += "<\(name)\(attributes)/>"
            return
        }
        output += "<\(name)\(attributes)>"
        for character in text.unicodeScalars { Self.write(character, to: &output) }
        for child in children { child.write(to: &output) }
        output += "</\(name)>"
    }

    private static func write(_ character: Unicode.Scalar, to output: inout String) {
        switch character {
        case "&": output += "&amp;"
        case "<": output += "&lt;"
        case ">": output += "&gt;"
        case "\r": output += "&#13;"
        case "\t", "\n": output.unicodeScalars.append(character)
        // Not allowed in XML, however it is written.
        case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": output += "\u{FFFD}"
        default: output.unicodeScalars.append(character)
        }
    }
}

// MARK: - The ways in which EC2 puts things

extension XMLNode {
    /// A list.
    init(_ name: String, items: [[XMLNode]]) {
        self.init(name, children: items.map { XMLNode("item", children: $0) })
    }

    /// Tags in the order of their keys.
    static func tagSet(_ tags: [String: String]) -> XMLNode {
        XMLNode(
            "tagSet",
            items: tags.sorted { $0.key < $1.key }.map {
                [XMLNode("key", text: $0.key), XMLNode("value", text: $0.value)]
            }
        )
    }

    /// That a call was a success, where there is nothing else to say.
    static let success = XMLNode("return", text: "true")
}

extension [XMLNode] {
    /// The elements that say something: EC2 leaves out what is not known.
    static func known(_ fields: KeyValuePairs<String, String?>) -> [XMLNode] {
        fields.compactMap { name, text in text.map { XMLNode(name, text: $0) } }
    }
}
