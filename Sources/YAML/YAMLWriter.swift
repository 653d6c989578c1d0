/// Writes one YAML document, piece by piece, in block style.
///
/// Written by hand and not with libyaml's emitter, which alone needs 0.6 s for 1,200,000 scalars: its work is to choose
/// among styles, and here there is no choice to make. Calls out of order are a programming mistake and stop the
/// program.
public struct YAMLWriter: Sendable {
    private enum Kind {
        case sequence
        case mapping
    }

    /// How the first item of a collection follows what stands before it.
    private enum Opening {
        case root
        case afterDash
        case afterColon
    }

    private struct Frame {
        let kind: Kind
        let opening: Opening
        let indent: Int
        var isEmpty = true
        var awaitsValue = false
    }

    private var output: [UInt8] = []
    private var frames: [Frame] = []
    private var isComplete = false

    /// Makes a writer; a good guess of the size saves copying.
    public init(reservingBytes: Int = 4096) {
        output.reserveCapacity(reservingBytes)
    }

    /// Ends the document and returns its bytes.
    public consuming func finish() -> [UInt8] {
        precondition(isComplete, "the document is not complete")
        output.append(UInt8(ascii: "\n"))
        return output
    }

    // MARK: - Collections

    /// Begins a mapping; its entries are `key` and a value in turn.
    public mutating func beginMapping() { begin(.mapping) }

    /// Ends the innermost mapping.
    public mutating func endMapping() { end(.mapping) }

    /// Begins a sequence; its items are the values written until its end.
    public mutating func beginSequence() { begin(.sequence) }

    /// Ends the innermost sequence.
    public mutating func endSequence() { end(.sequence) }

    /// Writes a key of the innermost mapping; its value must follow.
    public mutating func key(_ name: String) {
        let frame = openItem(of: .mapping)
        let start = output.count
        YAMLText.append(name, to: &output)
        // Readers give up looking for the colon after 1024 characters, unless the key is announced.
        if output.count - start > 1000 {
            output.insert(contentsOf: [UInt8(ascii: "?"), UInt8(ascii: " ")], at: start)
            newLine(indent: frame.indent)
        }
        output.append(UInt8(ascii: ":"))
        frames[frames.count - 1].awaitsValue = true
    }

    // MARK: - Scalars

    /// Writes a string, quoted whenever a reader could take it for anything else.
    public mutating func string(_ value: String) {
        openScalar()
        YAMLText.append(value, to: &output)
        closeValue()
    }

    /// Writes an integer.
    public mutating func int(_ value: Int) { plain(String(value)) }

    /// Writes an integer beyond the range of `Int`, such as a seed.
    public mutating func int(_ value: UInt64) { plain(String(value)) }

    /// Writes a number; every reader takes it for the same one, infinities and not-a-number included.
    public mutating func double(_ value: Double) { plain(YAMLText.number(value)) }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { plain(value ? "true" : "false") }

    /// Writes `null`.
    public mutating func null() { plain("null") }

    private mutating func plain(_ text: String) {
        openScalar()
        output.append(contentsOf: text.utf8)
        closeValue()
    }

    // MARK: - Layout

    private mutating func begin(_ kind: Kind) {
        let opening = openValue()
        let indent = opening == .root ? 0 : frames[frames.count - 1].indent + 2
        frames.append(Frame(kind: kind, opening: opening, indent: indent))
    }

    private mutating func end(_ kind: Kind) {
        guard let frame = frames.popLast(), frame.kind == kind, !frame.awaitsValue else {
            preconditionFailure("no \(kind) ends here")
        }
        if frame.isEmpty {
            if frame.opening != .root { output.append(UInt8(ascii: " ")) }
            output.append(contentsOf: kind == .mapping ? "{}".utf8 : "[]".utf8)
        }
        closeValue()
    }

    /// Writes what must stand before a value and tells what that was.
    private mutating func openValue() -> Opening {
        guard let frame = frames.last else {
            precondition(!isComplete, "a document holds one value")
            return .root
        }
        switch frame.kind {
        case .sequence:
            _ = openItem(of: .sequence)
            output.append(UInt8(ascii: "-"))
            return .afterDash
        case .mapping:
            precondition(frame.awaitsValue, "a value in a mapping needs a key before it")
            frames[frames.count - 1].awaitsValue = false
            return .afterColon
        }
    }

    private mutating func openScalar() {
        if openValue() != .root { output.append(UInt8(ascii: " ")) }
    }

    private mutating func closeValue() {
        if frames.isEmpty { isComplete = true }
    }

    /// Moves to where the next key or dash of the innermost collection stands.
    private mutating func openItem(of kind: Kind) -> Frame {
        guard let frame = frames.last, frame.kind == kind, !frame.awaitsValue else {
            preconditionFailure("no item of a \(kind) may stand here")
        }
        frames[frames.count - 1].isEmpty = false
        switch (frame.isEmpty, frame.opening) {
        case (true, .root): break
        case (true, .afterDash): output.append(UInt8(ascii: " "))
        case (true, .afterColon), (false, _): newLine(indent: frame.indent)
        }
        return frame
    }

    private mutating func newLine(indent: Int) {
        output.append(addingCapacity: indent + 1) { output in
            output.append(UInt8(ascii: "\n"))
            output.append(repeating: UInt8(ascii: " "), count: indent)
        }
    }
}
