/// A request in the one form that both sides of a signature agree on.
struct CanonicalRequest {
    /// What is hashed and signed.
    let text: String
    /// The names of the headers that are part of it.
    let signedHeaders: String

    /// Puts a request into that form; S3 alone takes paths as they are, all others normalized.
    init(_ request: HTTPRequest, payload: String, isNormalized: Bool) {
        let path = request.address.path
        let headers = Self.headers(request)
        signedHeaders = headers.map(\.name).joined(separator: ";")
        text = """
            \(request.method.rawValue)
            \(isNormalized ? Self.encoded(Self.normalized(path)) : path)
            \(Self.query(request.address.query))
            \(headers.map { "\($0.name):\($0.value)\n" }.joined())
            \(signedHeaders)
            \(payload)
            """
    }

    /// The path without steps to and fro and without empty ones (RFC 3986, section 5.2.4).
    private static func normalized(_ path: String) -> String {
        var steps: [Substring] = []
        for step in path.split(separator: "/") where step != "." {
            if step == ".." { _ = steps.popLast() } else { steps.append(step) }
        }
        return "/" + steps.joined(separator: "/") + (path.hasSuffix("/") && !steps.isEmpty ? "/" : "")
    }

    /// The path encoded once more: its percent signs, too.
    private static func encoded(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = path.utf8.flatMap { byte in
            switch UInt8(byte) {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                [byte]
            default:
                [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The parameters in the order of their names, then of their values; in what is encoded that is the order of bytes.
    private static func query(_ query: String) -> String {
        let parameters = query.split(separator: "&").map { parameter in
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: parts[0], value: parts.count > 1 ? parts[1] : "")
        }
        return parameters.sorted { $0 < $1 }.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// The headers to sign: all but those that may change on the way.
    private static func headers(_ request: HTTPRequest) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for (name, value) in request.headers {
            let words = value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
            values[name.lowercased(), default: []].append(words)
        }
        if values["host"] == nil { values["host"] = [request.address.authority] }
        return values.filter { !changing.contains($0.key) }
            .map { (name: $0.key, value: $0.value.joined(separator: ",")) }
            .sorted { $0.name < $1.name }
    }

    private static let changing: Set = [
        "baggage", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te",
        "traceparent", "tracestate", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]
}
