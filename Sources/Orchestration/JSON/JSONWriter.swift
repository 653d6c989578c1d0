/// Writes JSON text into a growing buffer, compact or indented.
///
/// A journal line is written for every event, so this is made to be fast: nothing is built but the text.
public struct JSONWriter: JSONSink, Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8]
    private let indentation: Int?
    private var depth = 0
    private var needsComma = false
    private var followsKey = false

    /// Starts an empty text; `indentation` spaces for each level, or everything on one line.
    public init(indentation: Int? = nil, reserving capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
        self.indentation = indentation
    }

    /// Forgets what was written and keeps the memory for the next text.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    public mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }

    public mutating func array(_ body: (inout JSONWriter) -> Void) { nest("[", "]", body) }

    public mutating func key(_ name: String) {
        quote(name, asKey: true)
        needsComma = false
        followsKey = true
    }

    public mutating func string(_ text: String) { quote(text, asKey: false) }

    /// Most of what is written is a name with a text: both in one step.
    public mutating func member(_ name: String, _ text: String) {
        let name = name.utf8Span.span
        let text = text.utf8Span.span
        let hasSpace = indentation != nil
        let room = OutputSpan.room(forQuoting: name) + OutputSpan.room(forQuoting: text)
        write(upTo: room + 2, onNewLine: depth > 0) { output in
            output.append(quoting: name)
            Self.colon(hasSpace, into: &output)
            output.append(quoting: text)
        }
    }

    public mutating func moment(_ moment: Timestamp) {
        write(upTo: Timestamp.length + 2, onNewLine: beginsLine) { output in
            output.append(UInt8(ascii: "\""))
            moment.write(to: &output)
            output.append(UInt8(ascii: "\""))
        }
    }

    public mutating func integer(_ value: Int64) {
        write(upTo: 20, onNewLine: beginsLine) { $0.append(decimal: value) }
    }

    public mutating func number(_ value: Double) { literal(value.isFinite ? value.description : "null") }

    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    public mutating func null() { literal("null") }

    /// Ends a line: what separates records of a journal, and what a text file ends with.
    public mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }
}

extension JSONWriter {
    private mutating func nest(
        _ open: Unicode.Scalar,
        _ close: Unicode.Scalar,
        _ body: (inout JSONWriter) -> Void
    ) {
        write(upTo: 1, onNewLine: beginsLine) { $0.append(UInt8(ascii: open)) }
        depth += 1
        needsComma = false
        let start = bytes.count
        body(&self)
        depth -= 1
        needsComma = false
        // An empty one is closed where it was opened.
        write(upTo: 1, onNewLine: bytes.count > start) { $0.append(UInt8(ascii: close)) }
    }

    private mutating func literal(_ text: String) {
        let content = text.utf8Span.span
        write(upTo: content.count, onNewLine: beginsLine) { output in
            for index in content.indices { output.append(content[index]) }
        }
    }

    private mutating func quote(_ text: String, asKey isKey: Bool) {
        let content = text.utf8Span.span
        let hasSpace = indentation != nil
        write(upTo: OutputSpan.room(forQuoting: content) + 2, onNewLine: beginsLine) { output in
            output.append(quoting: content)
            if isKey { Self.colon(hasSpace, into: &output) }
        }
    }

    /// A value right after its key stays on the key's line.
    private var beginsLine: Bool { depth > 0 && !followsKey }

    /// Writes the next part, after whatever separates it from the one before.
    private mutating func write(upTo count: Int, onNewLine: Bool, _ body: (inout OutputSpan<UInt8>) -> Void) {
        let hasComma = needsComma
        let margin = onNewLine ? indentation.map { $0 * depth } : nil
        bytes.append(addingCapacity: count + 2 + (margin ?? 0)) { output in
            if hasComma { output.append(UInt8(ascii: ",")) }
            if let margin {
                output.append(UInt8(ascii: "\n"))
                output.append(repeating: UInt8(ascii: " "), count: margin)
            }
            body(&output)
        }
        needsComma = true
        followsKey = false
    }
}

// MARK: - Pieces

extension JSONWriter {
    @inline(__always)
    private static func colon(_ hasSpace: Bool, into output: inout OutputSpan<UInt8>) {
        output.append(UInt8(ascii: ":"))
        if hasSpace { output.append(UInt8(ascii: " ")) }
    }
}

extension JSONValue {
    /// The value as text: on one line, or indented and ending with a line break.
    public func text(indentation: Int? = nil) -> [UInt8] {
        var writer = JSONWriter(indentation: indentation)
        writer.value(self)
        if indentation != nil { writer.newline() }
        return writer.bytes
    }
}
