/// Takes requests of HTTP/1.1 out of what comes over a connection, piece by piece.
package struct HTTPRequestReader {
    /// Why what came is no request; the connection is of no use afterwards.
    package struct BadRequest: Error, Equatable {
        package let status: Int
        package let reason: String
    }

    private static let headLimit = 64 << 10
    private static let bodyLimit = 1 << 20

    private var received: [UInt8] = []

    /// Has read nothing yet.
    package init() {}

    /// Takes in what came.
    package mutating func add(_ bytes: [UInt8]) { received += bytes }

    /// The next request; `nil` as long as it is not all there.
    package mutating func next() throws(BadRequest) -> ServedRequest? {
        guard let end = headEnd else {
            guard received.count <= Self.headLimit else { throw BadRequest(status: 431, reason: "too long a head") }
            return nil
        }
        guard end <= Self.headLimit else { throw BadRequest(status: 431, reason: "too long a head") }
        var request = try Self.head(received[..<end])
        let length = try Self.bodyLength(request.headers)
        let bodyStart = end + Self.blankLine.count
        guard received.count - bodyStart >= length else { return nil }
        request.body = Array(received[bodyStart..<(bodyStart + length)])
        received.removeFirst(bodyStart + length)
        return request
    }

    private static let blankLine = Array("\r\n\r\n".utf8)

    private var headEnd: Int? {
        let last = received.count - Self.blankLine.count
        guard last >= 0 else { return nil }
        return (0...last).first { received[$0] == Self.blankLine[0] && received[$0...].starts(with: Self.blankLine) }
    }

    private static func head(_ bytes: ArraySlice<UInt8>) throws(BadRequest) -> ServedRequest {
        // In a Swift string a carriage return and a line feed are one character.
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else {
            throw BadRequest(status: 400, reason: "no request line of HTTP/1.1")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw BadRequest(status: 400, reason: "no header") }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers[line[..<colon].lowercased()] = String(value)
        }
        let isOld = words[2] == "HTTP/1.0"
        return ServedRequest(
            method: String(words[0]),
            target: String(words[1]),
            headers: headers,
            body: [],
            staysOpen: !isOld && headers["connection"]?.lowercased() != "close"
        )
    }

    private static func bodyLength(_ headers: [String: String]) throws(BadRequest) -> Int {
        guard headers["transfer-encoding"] == nil else {
            throw BadRequest(status: 411, reason: "a body without Content-Length")
        }
        guard let text = headers["content-length"] else { return 0 }
        guard let length = Int(text), length >= 0 else {
            throw BadRequest(status: 400, reason: "a Content-Length that is no number")
        }
        guard length <= bodyLimit else { throw BadRequest(status: 413, reason: "too long a body") }
        return length
    }
}
