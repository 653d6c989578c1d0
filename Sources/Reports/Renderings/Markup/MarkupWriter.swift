/// Writes HTML and XML: markup is what stands in this module's own source text, and everything else is escaped.
///
/// There is no way to write anything else. All HTML that is written is XML as well, so strict readers can check it.
struct MarkupWriter: Sendable {
    /// What has been written so far.
    private(set) var bytes: [UInt8] = []

    private let redaction: Redaction

    /// An empty text, in which something is not told.
    init(hiding redaction: Redaction = .none, reserving capacity: Int = 256) {
        self.redaction = redaction
        bytes.reserveCapacity(capacity)
    }

    /// Writes what a programmer wrote.
    mutating func markup(_ text: StaticString) {
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    /// Writes an attribute of the element whose name was just written.
    mutating func attribute(_ name: StaticString, _ value: String) {
        markup(" ")
        markup(name)
        markup("=\"")
        text(value)
        markup("\"")
    }

    /// Writes an element and what is in it.
    mutating func element(
        _ name: StaticString,
        _ attributes: MarkupAttribute...,
        content: (inout MarkupWriter) -> Void
    ) {
        open(name, attributes)
        markup(">")
        content(&self)
        close(name)
    }

    /// Writes an element whose attributes are known only then.
    mutating func element(
        _ name: StaticString,
        _ attributes: [MarkupAttribute],
        content: (inout MarkupWriter) -> Void
    ) {
        open(name, attributes)
        markup(">")
        content(&self)
        close(name)
    }

    /// Writes an element with words of ours in it.
    mutating func element(_ name: StaticString, _ attributes: MarkupAttribute..., text: String) {
        open(name, attributes)
        markup(">")
        self.text(text)
        close(name)
    }

    /// Writes an element with words of somebody else in it, which may be anything.
    mutating func element(_ name: StaticString, _ attributes: MarkupAttribute..., told text: String) {
        open(name, attributes)
        markup(">")
        told(text)
        close(name)
    }

    /// Writes an element that never has anything in it.
    mutating func empty(_ name: StaticString, _ attributes: MarkupAttribute...) {
        open(name, attributes)
        markup("/>")
    }

    /// Adds what another one has written.
    mutating func append(_ other: MarkupWriter) { bytes += other.bytes }

    /// Begins a new line of the source, for whoever reads that.
    mutating func newline() { markup("\n") }

    /// Writes a whole number.
    mutating func number(_ value: Int) { append(harmless: value.description.utf8Span.span) }

    /// Adds bytes that mean nothing to HTML; nobody else may do that.
    private mutating func append(harmless text: Span<UInt8>) {
        unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func open(_ name: StaticString, _ attributes: [MarkupAttribute]) {
        markup("<")
        markup(name)
        for attribute in attributes { attribute.write(to: &self) }
    }

    private mutating func close(_ name: StaticString) {
        markup("</")
        markup(name)
        markup(">")
    }
}

// MARK: - Text

/// Text of any kind: nothing in it can end what it stands in, reorder what stands around it, or be there unseen.
extension MarkupWriter {
    /// Writes words.
    mutating func text(_ text: String) {
        let text = redaction.apply(text)
        escape(text.utf8Span.span)
    }

    /// Writes words of somebody else: their direction stays their own, and what is endless is cut.
    mutating func told(_ text: some StringProtocol, limit: Int = 2000) {
        markup("<bdi>")
        let text = redaction.apply(String(text))
        let content = text.utf8Span.span
        let end = content.count > limit ? content.boundary(before: limit) : content.count
        escape(content.extracting(0..<end))
        markup("</bdi>")
        guard end < content.count else { return }
        element("span", .class("cut"), text: " \u{2026} cut here: \(content.count) bytes in all, see report.json")
    }

    /// Writes an output; of a long one the beginning and the end, because causes stand at either.
    mutating func output(_ text: String, limit: Int) {
        let text = redaction.apply(text)
        let content = text.utf8Span.span
        guard content.count > limit else { return element("pre") { $0.escape(content) } }
        let head = content.boundary(before: limit / 2)
        let tail = content.boundary(before: content.count - (limit - limit / 2))
        element("pre") { $0.escape(content.extracting(0..<head)) }
        element(
            "p",
            .class("cut"),
            text: """
                \(tail - head) of \(content.count) bytes are left out here; report.json and the journal have all that \
                was recorded.
                """
        )
        element("pre") { $0.escape(content.extracting(tail..<content.count)) }
    }

    private mutating func escape(_ text: Span<UInt8>) {
        var place = 0
        var start = 0
        while place < text.count {
            if text[place].isPlainInHTML {
                place += 1
                continue
            }
            let (scalar, length) = text.scalar(at: place)
            guard scalar.needsCareInHTML else {
                place += length
                continue
            }
            append(harmless: text.extracting(start..<place))
            spell(scalar)
            place += length
            start = place
        }
        append(harmless: text.extracting(start..<place))
    }

    /// Writes a character that cannot stand for itself.
    private mutating func spell(_ scalar: UInt32) {
        switch scalar {
        case 0x26: markup("&amp;")
        case 0x3C: markup("&lt;")
        case 0x3E: markup("&gt;")
        case 0x22: markup("&quot;")
        case 0x27: markup("&#39;")
        // Control characters have pictures: U+2400 and the following.
        case 0..<0x20: picture(UInt8(truncatingIfNeeded: 0x80 + scalar))
        case 0x7F: picture(0xA1)
        case _:
            let digits = String(scalar, radix: 16, uppercase: true)
            let name = "[U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "]"
            append(harmless: name.utf8Span.span)
        }
    }

    private mutating func picture(_ last: UInt8) {
        let bytes: InlineArray<3, UInt8> = [0xE2, 0x90, last]
        append(harmless: bytes.span)
    }
}
