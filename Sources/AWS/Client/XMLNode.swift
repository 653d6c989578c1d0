/// An element of an answer in XML: what answers of AWS need of it, which is neither attributes nor prefixes.
package struct XMLNode: Sendable, Equatable {
    /// The name without the prefix of its namespace.
    package let name: String
    /// The text directly inside; empty where there is only white space between children.
    package let text: String
    /// The elements directly inside.
    package let children: [XMLNode]

    /// States an element.
    package init(_ name: String, text: String = "", children: [XMLNode] = []) {
        self.name = name
        self.text = text
        self.children = children
    }

    /// The first child of the name.
    package subscript(name: String) -> XMLNode? { children.first { $0.name == name } }

    /// The elements of the list that a child of the name holds: `item` for EC2, `member` for STS and IAM.
    package func list(_ name: String) -> [XMLNode] {
        self[name]?.children.filter { $0.name == "item" || $0.name == "member" } ?? []
    }
}

/// Why an answer could not be read as XML, and where.
package struct XMLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line, counted from 1.
    package let line: Int
    /// What is wrong, in one short line.
    package let reason: String

    /// States an error.
    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }

    package var description: String { "line \(line): \(reason)" }
}

/// The bounds of what is read, so that no answer makes reading slow or large.
package struct XMLLimits: Sendable {
    /// How long the text may be.
    package var bytes = 64 << 20
    /// How deep elements may be nested; also what makes walking them recursively safe.
    package var depth = 64
    /// How many elements there may be.
    package var elements = 1 << 20

    /// The bounds that answers of AWS keep.
    package init() {}
}

// MARK: - Parsing

extension XMLNode {
    /// Reads a whole document in UTF-8; declarations of types and entities are refused.
    package static func parse(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLError) -> XMLNode {
        guard bytes.count <= limits.bytes else {
            throw XMLError(line: 1, reason: "it is longer than \(limits.bytes) bytes")
        }
        var building = XMLBuilder(limits)
        try XMLReader.read(bytes) { (event, line) throws(XMLError) in try building.add(event, line) }
        // The reader has seen the end, so there was exactly one root.
        guard let root = building.root else { throw XMLError(line: 1, reason: "there is no element") }
        return root
    }
}

/// Puts elements together as they end.
private struct XMLBuilder {
    private struct Open {
        let name: String
        var text = ""
        var children: [XMLNode] = []
    }

    private let limits: XMLLimits
    private var path: [Open] = []
    private var count = 0
    private(set) var root: XMLNode?

    init(_ limits: XMLLimits) { self.limits = limits }

    mutating func add(_ event: XMLEvent, _ line: Int) throws(XMLError) {
        switch event {
        case .open(let name):
            count += 1
            guard path.count < limits.depth else {
                throw XMLError(line: line, reason: "elements are nested deeper than \(limits.depth)")
            }
            guard count <= limits.elements else {
                throw XMLError(line: line, reason: "there are more than \(limits.elements) elements")
            }
            path.append(Open(name: name))
        case .text(let text):
            guard !path.isEmpty else { return }
            path[path.count - 1].text += text
        case .close:
            close()
        }
    }

    private mutating func close() {
        guard let ended = path.popLast() else { return }
        // White space between elements is for people; alone in an element it is a value.
        let isLayout = !ended.children.isEmpty && ended.text.allSatisfy(\.isWhitespace)
        let node = XMLNode(ended.name, text: isLayout ? "" : ended.text, children: ended.children)
        if path.isEmpty { root = node } else { path[path.count - 1].children.append(node) }
    }
}
