/// Writes JSON text into a growing buffer, compact or indented.
///
/// A journal line is written for every event, so this avoids building a value first: callers write members one by one.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8]
    private let indentation: Int?
    private var depth = 0
    private var needsComma = false

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

    /// Writes an object whose members `body` writes.
    public mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }

    /// Writes an array whose elements `body` writes.
    public mutating func array(_ body: (inout JSONWriter) -> Void) { nest("[", "]", body) }

    /// Writes a member's name; its value must follow.
    public mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        if indentation != nil { bytes.append(UInt8(ascii: " ")) }
        needsComma = false
    }

    /// Writes a string element.
    public mutating func string(_ text: String) {
        separate()
        quote(text)
        needsComma = true
    }

    /// Writes a whole number element.
    public mutating func integer(_ value: Int64) { literal(String(value)) }

    /// Writes a number; JSON has no words for infinite or undefined ones, so they become `null`.
    public mutating func number(_ value: Double) { literal(value.isFinite ? value.description : "null") }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// Writes `null`.
    public mutating func null() { literal("null") }

    /// Writes any value.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .integer(let whole): integer(whole)
        case .number(let real): number(real)
        case .string(let text): string(text)
        case .array(let elements): array { for element in elements { $0.value(element) } }
        case .object(let object):
            self.object { writer in
                for member in object.members {
                    writer.key(member.key)
                    writer.value(member.value)
                }
            }
        }
    }

    /// Ends a line: what separates records of a journal, and what a text file ends with.
    public mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }
}

extension JSONWriter {
    /// Writes a member with a string value.
    public mutating func member(_ name: String, _ text: String) {
        key(name)
        string(text)
    }

    /// Writes a member with a whole number.
    public mutating func member(_ name: String, _ value: Int) {
        key(name)
        integer(Int64(value))
    }

    /// Writes a member with any value.
    public mutating func member(_ name: String, _ value: JSONValue) {
        key(name)
        self.value(value)
    }

    /// Writes a member with a string, or nothing at all.
    public mutating func member(_ name: String, ifPresent text: String?) {
        guard let text else { return }
        member(name, text)
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
        if depth > 0, bytes.last != UInt8(ascii: " "), bytes.last != UInt8(ascii: ":") { breakLine() }
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
        let span = text.utf8Span.span
        var start = 0
        for index in span.indices where Self.mustEscape(span[index]) {
            append(span, start..<index)
            escape(span[index])
            start = index + 1
        }
        if start == 0 {
            bytes.append(contentsOf: text.utf8)
        } else {
            append(span, start..<span.count)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ span: Span<UInt8>, _ range: Range<Int>) {
        for index in range { bytes.append(span[index]) }
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7f
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
