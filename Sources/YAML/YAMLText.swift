/// How single values are spelled so that every reader, of YAML 1.1 or 1.2, takes them for what they are.
enum YAMLText {
    private enum Spelling {
        case plain
        case quoted
        case escaped
    }

    /// Appends a string: plain when nothing can be mistaken, else in double quotes.
    static func append(_ text: String, to output: inout [UInt8]) {
        switch spelling(of: text.utf8) {
        case .plain:
            copy(text, to: &output)
        case .quoted:
            output.append(quote)
            copy(text, to: &output)
            output.append(quote)
        case .escaped:
            output.append(quote)
            appendEscaped(text, to: &output)
            output.append(quote)
        }
    }

    private static func copy(_ text: String, to output: inout [UInt8]) {
        unsafe text.utf8Span.span.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
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

    /// Decides what a string needs; being cautious costs two quotes, being wrong changes a value.
    private static func spelling(of text: String.UTF8View) -> Spelling {
        let bytes = text.span
        guard !bytes.isEmpty else { return .quoted }
        // One simple pass, which a processor does many bytes at a time, says what there is to look at.
        let suspicion = unsafe bytes.withUnsafeBufferPointer { unsafe $0.reduce(0) { $0 | Self.suspicion(of: $1) } }
        if suspicion & mustEscape != 0 { return .escaped }
        if suspicion & mayNeedEscape != 0 { return needsEscape(text) ? .escaped : .quoted }
        guard suspicion & colon == 0, isPlainStart(bytes[0]), bytes[bytes.count - 1] != UInt8(ascii: " "),
            suspicion & hash == 0 || !hasComment(bytes), !isReserved(bytes)
        else { return .quoted }
        return .plain
    }

    private static var mustEscape: UInt8 { 1 }
    private static var mayNeedEscape: UInt8 { 2 }
    private static var colon: UInt8 { 4 }
    private static var hash: UInt8 { 8 }

    @inline(__always)
    private static func suspicion(of byte: UInt8) -> UInt8 {
        let isSpecial = byte < 0x20 || byte == 0x7F || byte == quote || byte == UInt8(ascii: "\\")
        // What YAML wants escaped beyond ASCII begins with one of these bytes.
        let isLead = byte == 0xC2 || byte == 0xE2 || byte == 0xEF
        return (isSpecial ? mustEscape : 0) | (isLead ? mayNeedEscape : 0)
            | (byte == UInt8(ascii: ":") ? colon : 0) | (byte == UInt8(ascii: "#") ? hash : 0)
    }

    /// Whether something in it begins as a comment does.
    private static func hasComment(_ bytes: Span<UInt8>) -> Bool {
        bytes.indices.dropFirst().contains { bytes[$0] == UInt8(ascii: "#") && bytes[$0 - 1] == UInt8(ascii: " ") }
    }

    /// Whether a plain string may begin so: no sign, digit or point, for it could be a number or a date.
    private static func isPlainStart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "/"), UInt8(ascii: "_"): true
        default: byte >= 0x80
        }
    }

    /// What readers take for something else than a string, in any case of its letters.
    private static let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"]
        .map { packed($0.utf8.span) }

    private static func isReserved(_ text: Span<UInt8>) -> Bool {
        text.count <= 5 && reserved.contains(packed(text))
    }

    /// The letters of a short word in lower case, as one number.
    private static func packed(_ word: Span<UInt8>) -> UInt64 {
        var packed: UInt64 = 0
        for index in word.indices { packed = packed << 8 | UInt64(word[index] | 0x20) }
        return packed
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
