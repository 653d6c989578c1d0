internal import CLibXML2

/// What the reader comes across.
enum XMLEvent {
    /// An element begins.
    case open(String)
    /// A piece of text, or of white space.
    case text(String)
    /// The innermost element ends.
    case close
}

/// libxml2's pull reader; the only place where its pointers are touched.
enum XMLReader {
    /// libxml2 wants to be set up once before several threads use it.
    private static let isReady: Void = xmlInitParser()

    /// Reads a document and tells each event with its line.
    static func read(_ bytes: [UInt8], _ take: (XMLEvent, Int) throws(XMLError) -> Void) throws(XMLError) {
        isReady
        try refuseOthers(bytes)
        try unsafe bytes.span.withUnsafeBytes { (buffer) throws(XMLError) in
            let reader = unsafe xmlReaderForMemory(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(clamping: buffer.count),
                nil,
                "UTF-8",
                options
            )
            guard let reader = unsafe reader else { throw XMLError(line: 1, reason: "there is nothing to read") }
            defer { unsafe xmlFreeTextReader(reader) }
            try unsafe readAll(reader, take)
        }
    }

    private static let options: Int32 = {
        let quiet = XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        // Always UTF-8, whatever the document says: another encoding could hide a declaration from the look below.
        return Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue | quiet)
    }()

    /// Refuses, in better words than libxml2's, what is no XML at all; and declarations before libxml2 sees them.
    private static func refuseOthers(_ bytes: [UInt8]) throws(XMLError) {
        guard let first = bytes.firstIndex(where: { !whiteSpace.contains($0) }) else {
            throw XMLError(line: 1, reason: "there is nothing but white space")
        }
        guard bytes[first] == UInt8(ascii: "<") || bytes[first...].starts(with: "\u{FEFF}".utf8) else {
            throw XMLError(line: 1, reason: "it does not begin with <")
        }
        // Every answer comes this way: bytes are looked at, once.
        let span = bytes.span
        for place in span.indices where span[place] == UInt8(ascii: "<") {
            if place < 1024, pages.contains(where: { isText($0, in: span, at: place, caseBits: 0x20) }) {
                throw XMLError(line: 1, reason: "it is an HTML page")
            }
            guard isText(declaration, in: span, at: place, caseBits: 0) else { continue }
            let line = (0..<place).count { span[$0] == UInt8(ascii: "\n") } + 1
            throw XMLError(line: line, reason: "it declares a document type")
        }
    }

    /// Whether a text stands there; `caseBits` are set before letters and the like are compared.
    private static func isText(_ text: [UInt8], in bytes: Span<UInt8>, at start: Int, caseBits: UInt8) -> Bool {
        guard bytes.count - start >= text.count else { return false }
        for index in text.indices where text[index] | caseBits != bytes[start + index] | caseBits { return false }
        return true
    }

    private static let whiteSpace = Array(" \t\r\n".utf8)
    private static let pages = [Array("<html".utf8), Array("<!doctype html".utf8)]
    private static let declaration = Array("<!DOCTYPE".utf8)

    @unsafe private static func readAll(
        _ reader: xmlTextReaderPtr,
        _ take: (XMLEvent, Int) throws(XMLError) -> Void
    ) throws(XMLError) {
        let trouble = Trouble()
        unsafe xmlTextReaderSetStructuredErrorHandler(
            reader,
            { trouble, error in
                guard let trouble = unsafe trouble, let error = unsafe error?.pointee else { return }
                unsafe Unmanaged<Trouble>.fromOpaque(trouble).takeUnretainedValue().note(error)
            },
            Unmanaged.passUnretained(trouble).toOpaque()
        )
        while true {
            let result = unsafe xmlTextReaderRead(reader)
            let line = unsafe Int(xmlTextReaderGetParserLineNumber(reader))
            if result == 0 { return }
            guard result == 1 else { throw trouble.first ?? XMLError(line: max(line, 1), reason: "it is not XML") }
            switch UInt32(bitPattern: unsafe xmlTextReaderNodeType(reader)) {
            case XML_READER_TYPE_ELEMENT.rawValue:
                try take(.open(unsafe text(xmlTextReaderConstLocalName(reader))), line)
                if unsafe xmlTextReaderIsEmptyElement(reader) == 1 { try take(.close, line) }
            case XML_READER_TYPE_END_ELEMENT.rawValue:
                try take(.close, line)
            case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue, XML_READER_TYPE_WHITESPACE.rawValue,
                XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue:
                try take(.text(unsafe text(xmlTextReaderConstValue(reader))), line)
            case XML_READER_TYPE_COMMENT.rawValue, XML_READER_TYPE_PROCESSING_INSTRUCTION.rawValue,
                XML_READER_TYPE_XML_DECLARATION.rawValue:
                break
            default:
                throw XMLError(line: line, reason: "it declares entities or a document type")
            }
        }
    }

    @unsafe private static func text(_ pointer: UnsafePointer<xmlChar>?) -> String {
        unsafe pointer.map { unsafe String(cString: $0) } ?? ""
    }
}

/// The first thing that libxml2 complained about: what comes after follows from it.
private final class Trouble {
    private(set) var first: XMLError?

    @unsafe func note(_ error: xmlError) {
        guard first == nil, let message = unsafe error.message else { return }
        // What libxml2 says of a document that is cut off speaks of something extra.
        guard unsafe error.code != XML_ERR_DOCUMENT_END.rawValue else {
            first = unsafe XMLError(
                line: max(Int(error.line), 1),
                reason: "it does not end where its first element ends"
            )
            return
        }
        let words = unsafe String(cString: message).prefix { $0 != "\n" }.prefix(160)
        first = unsafe XMLError(line: max(Int(error.line), 1), reason: String(words))
    }
}
