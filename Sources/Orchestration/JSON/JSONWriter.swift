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
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        if indentation != nil { bytes.append(UInt8(ascii: " ")) }
        needsComma = false
        followsKey = true
    }

    public mutating func string(_ text: String) {
        separate()
        quote(text)
        needsComma = true
    }

    public mutating func integer(_ value: Int64) { literal(String(value)) }

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
        separate()
        bytes.append(UInt8(ascii: open))
        depth += 1
        needsComma = false
        let start = bytes.count
        body(&self)
        depth -= 1
        if bytes.count > start { breakLine() }
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        // A value right after its key stays on the key's line.
        if depth > 0, !followsKey { breakLine() }
        followsKey = false
    }

    private mutating func breakLine() {
        guard let indentation else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indentation))
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { content in
            var start = 0
            while true {
                let end = unsafe PlainText.end(in: content.span, from: start, to: content.count)
                unsafe bytes.append(contentsOf: content.extracting(start..<end))
                guard end < content.count else { return }
                escape(unsafe content[end])
                start = end + 1
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(Self.digits[Int(byte >> 4)])
            bytes.append(Self.digits[Int(byte & 15)])
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
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
