/// How single values are spelled so that every reader, of YAML 1.1 or 1.2, takes them for what they are.
enum YAMLText {
    private enum Spelling {
        case plain
        case quoted
        case escaped
    }

    /// Appends a string: plain when nothing can be mistaken, else in double quotes.
    static func append(_ text: String, to output: inout [UInt8]) {
        let bytes = text.utf8
        switch spelling(of: bytes) {
        case .plain:
            output.append(contentsOf: bytes)
        case .quoted:
            output.append(quote)
            output.append(contentsOf: bytes)
            output.append(quote)
        case .escaped:
            output.append(quote)
            appendEscaped(text, to: &output)
            output.append(quote)
        }
    }

    /// Spells a number with the point that YAML 1.1 asks of one with an exponent.
    static func number(_ value: Double) -> String {
        if value.isNaN { return ".nan" }
        if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
        let text = value.description
        guard let exponent = text.utf8.firstIndex(of: UInt8(ascii: "e")), !text.utf8.contains(UInt8(ascii: ".")) else {
            return text
        }
        return "\(text[..<exponent]).0\(text[exponent...])"
    }

    // MARK: - Strings

    private static let quote = UInt8(ascii: "\"")

    /// Decides in one pass; being cautious costs two quotes, being wrong changes a value.
    private static func spelling(of text: String.UTF8View) -> Spelling {
        guard let first = text.first else { return .quoted }
        var isPlain = isPlainStart(first)
        var previous = first
        let bytes = text.span
        for index in bytes.indices {
            let byte = bytes[index]
            switch byte {
            case 0..<0x20, 0x7F, quote, UInt8(ascii: "\\"):
                return .escaped
            case 0xC2, 0xE2, 0xEF:
                // What YAML wants escaped beyond ASCII begins with one of these bytes.
                return needsEscape(text) ? .escaped : .quoted
            case UInt8(ascii: ":"):
                isPlain = false
            case UInt8(ascii: "#") where previous == UInt8(ascii: " "):
                isPlain = false
            default:
                break
            }
            previous = byte
        }
        if previous == UInt8(ascii: " ") { isPlain = false }
        return isPlain && !isReserved(text) ? .plain : .quoted
    }

    /// Whether a plain string may begin so: no sign, digit or point, for it could be a number or a date.
    private static func isPlainStart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "/"), UInt8(ascii: "_"): true
        default: byte >= 0x80
        }
    }

    private static let longestReserved = 5

    private static func isReserved(_ text: String.UTF8View) -> Bool {
        guard text.count <= longestReserved else { return false }
        switch String(text).lowercased() {
        case "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf": return true
        default: return false
        }
    }

    private static func needsEscape(_ text: String.UTF8View) -> Bool {
        String(text).unicodeScalars.contains { escape(for: $0) != nil }
    }

    private static func appendEscaped(_ text: String, to output: inout [UInt8]) {
        guard text.utf8Span.isKnownASCII else {
            for scalar in text.unicodeScalars { appendEscaped(scalar, to: &output) }
            return
        }
        let bytes = text.utf8Span.span
        // Most of what a host says is ASCII that stands for itself; an escape takes six bytes at most.
        output.append(addingCapacity: bytes.count * 6) { output in
            for index in bytes.indices {
                if standsForItself(bytes[index]) {
                    output.append(bytes[index])
                } else if let escape = escape(for: Unicode.Scalar(bytes[index])) {
                    for byte in escape.utf8 { output.append(byte) }
                }
            }
        }
    }

    private static func standsForItself(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != quote && byte != UInt8(ascii: "\\")
    }

    private static func appendEscaped(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        guard let escape = escape(for: scalar) else {
            output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            return
        }
        output.append(contentsOf: escape.utf8)
    }

    private static func escape(for scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: return nil
        }
    }
}
