/// Text of XML and its relatives, in which nothing stands that was not escaped.
///
/// What is markup is written out in our code; what comes from elsewhere can only get in as text.
struct Markup {
    private(set) var bytes: [UInt8] = []

    private let redaction: Redaction

    init(hiding redaction: Redaction, reserving capacity: Int = 4096) {
        self.redaction = redaction
        bytes.reserveCapacity(capacity)
    }

    /// Adds markup.
    mutating func raw(_ markup: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
    }

    /// Adds a text as content or as the value of an attribute in double quotes.
    mutating func text(_ text: String) {
        let text = redaction.apply(text)
        let span = text.utf8Span.span
        var (begin, place) = (0, 0)
        while place < span.count {
            let length = Self.lengthToReplace(span, at: place)
            guard length > 0 else {
                place += 1
                continue
            }
            // Most of a text is taken as it is, in pieces as long as may be.
            append(span.extracting(begin..<place))
            replace(span[place])
            place += length
            begin = place
        }
        append(span.extracting(begin..<place))
    }

    /// How many bytes cannot stand as they are; mostly none.
    private static func lengthToReplace(_ text: Span<UInt8>, at place: Int) -> Int {
        switch text[place] {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): 1
        case 0x09, 0x0A: 0
        // XML has no words for other control characters, not even escaped ones; a terminal would obey them.
        case 0..<0x20, 0x7F: 1
        case 0xC2: text[place + 1] < 0xA0 ? 2 : 0
        // U+FFFE and U+FFFF are no characters for XML.
        case 0xEF: text[place + 1] == 0xBF && text[place + 2] >= 0xBE ? 3 : 0
        default: 0
        }
    }

    private mutating func replace(_ first: UInt8) {
        switch first {
        case UInt8(ascii: "&"): raw("&amp;")
        case UInt8(ascii: "<"): raw("&lt;")
        case UInt8(ascii: ">"): raw("&gt;")
        case UInt8(ascii: "\""): raw("&quot;")
        case UInt8(ascii: "'"): raw("&#39;")
        default: raw("\u{FFFD}")
        }
    }

    private mutating func append(_ span: Span<UInt8>) {
        unsafe span.withUnsafeBufferPointer { buffer in unsafe bytes.append(contentsOf: buffer) }
    }

    /// Adds an attribute.
    mutating func attribute(_ name: StaticString, _ value: String) {
        raw(" ")
        raw(name)
        raw("=\"")
        text(value)
        raw("\"")
    }

    /// Adds an attribute with a number.
    mutating func attribute(_ name: StaticString, _ value: Int) { attribute(name, String(value)) }
}
