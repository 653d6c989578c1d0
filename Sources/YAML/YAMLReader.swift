/// What there is in a YAML text, and everything that is wrong with it.
public struct YAMLDocument: Sendable {
    /// The value; `nil` when there is none, or none that could be read to its end.
    public let root: YAMLNode?
    /// What is wrong, as far as the text could be read.
    ///
    /// What can be read past does not hide the rest: of a key that stands twice, the first one is in `root`.
    public let problems: [YAMLError]

    /// Makes a document from its parts.
    public init(root: YAMLNode?, problems: [YAMLError]) {
        self.root = root
        self.problems = problems
    }
}

/// Reads one YAML document, or says precisely why it cannot.
public enum YAMLReader {
    /// Reads the document in `bytes`; the result is `nil` when there is none.
    ///
    /// - Throws: `YAMLError` for anything but one well-formed document within the limits: bad syntax, several
    ///   documents, duplicate keys, unknown or cyclic aliases, unknown tags, bytes that are not text.
    public static func read(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) throws(YAMLError) -> YAMLNode? {
        let document = readAll(bytes, limits: limits)
        if let first = document.problems.first { throw first }
        return document.root
    }

    /// Reads the document in `bytes` as far as it goes, with everything that is wrong on the way.
    public static func readAll(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) -> YAMLDocument {
        do throws(YAMLError) {
            var composer = YAMLComposer(parser: try parser(of: bytes, limits), limits: limits)
            do throws(YAMLError) {
                let root = try composer.document()
                return YAMLDocument(root: root, problems: composer.problems)
            } catch {
                return YAMLDocument(root: nil, problems: composer.problems + [error])
            }
        } catch {
            return YAMLDocument(root: nil, problems: [error])
        }
    }

    private static func parser(of bytes: [UInt8], _ limits: YAMLLimits) throws(YAMLError) -> LibYAMLParser {
        guard bytes.count <= limits.bytes else {
            throw YAMLError("the text has \(bytes.count) bytes; at most \(limits.bytes) are read", at: nil)
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        try checkIsText(text)
        return try LibYAMLParser(text)
    }

    /// Refuses bytes that are not YAML text before libyaml sees them, because it cannot say where they are.
    private static func checkIsText(_ text: ArraySlice<UInt8>) throws(YAMLError) {
        if let offset = text.firstIndex(of: 0) {
            throw YAMLError("this is not a text: it contains a zero byte", at: mark(of: offset, in: text))
        }
        do {
            _ = try UTF8Span(validating: text.span)
        } catch {
            let offset = text.startIndex + error.byteOffsets.lowerBound
            throw YAMLError("this is not a text in UTF-8", at: mark(of: offset, in: text))
        }
        if let (offset, scalar) = firstForbiddenScalar(text) {
            let code = String(scalar.value, radix: 16, uppercase: true)
            throw YAMLError("control character U+\(code) is not allowed", at: mark(of: offset, in: text))
        }
    }

    /// Finds the first character that YAML does not count as printable.
    private static func firstForbiddenScalar(_ text: ArraySlice<UInt8>) -> (offset: Int, scalar: Unicode.Scalar)? {
        // Every such character starts with one of a few bytes, so the usual text is only skimmed.
        var offset = text.startIndex
        while offset < text.endIndex {
            let byte = text[offset]
            if byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F {
                return (offset, Unicode.Scalar(byte))
            }
            if byte == 0xC2, case let next = text[offset + 1], next < 0xA0, next != 0x85 {
                return (offset, Unicode.Scalar(next))
            }
            if byte == 0xEF, text[offset + 1] == 0xBF, text[offset + 2] >= 0xBE {
                return (offset, text[offset + 2] == 0xBE ? "\u{FFFE}" : "\u{FFFF}")
            }
            offset += 1
        }
        return nil
    }

    private static func mark(of offset: Int, in text: ArraySlice<UInt8>) -> YAMLMark {
        let before = text[..<offset]
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? before.startIndex
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return YAMLMark(line: line, column: column)
    }
}
