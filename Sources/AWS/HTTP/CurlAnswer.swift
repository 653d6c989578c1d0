/// An answer as it comes in, piece by piece.
struct CurlAnswer {
    /// How long the content may become.
    var limit = 0
    /// Names in lower case, and values.
    private(set) var headers: [String: String] = [:]
    /// The content so far.
    private(set) var body: [UInt8] = []
    /// Whether a piece was refused.
    private(set) var isTooLong = false
    private var headerBytes = 0
    private static let headerLimit = 256 << 10

    /// Takes a line of the head in; `false` when there are too many.
    mutating func take(header line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.headerLimit else {
            isTooLong = true
            return false
        }
        let text = unsafe String(decoding: line, as: UTF8.self)
        // Each answer begins with its status: what came before was only provisional.
        if text.hasPrefix("HTTP/") { headers.removeAll() }
        guard let colon = text.firstIndex(of: ":") else { return true }
        let value = text[text.index(after: colon)...].split(whereSeparator: \.isWhitespace)
        headers[text[..<colon].lowercased()] = value.joined(separator: " ")
        return true
    }

    /// Takes a piece of the content in; `false` when it becomes too long.
    mutating func take(body piece: UnsafeRawBufferPointer) -> Bool {
        guard body.count + piece.count <= limit else {
            isTooLong = true
            return false
        }
        unsafe body.append(contentsOf: piece)
        return true
    }
}
