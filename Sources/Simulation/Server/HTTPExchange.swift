/// A request as a server gets it.
package struct ServedRequest: Sendable, Equatable {
    /// Such as `POST`.
    package var method: String
    /// The path with the query behind it.
    package var target: String
    /// By their names in small letters; of several with one name, the last one.
    package var headers: [String: String]
    package var body: [UInt8]
    /// Whether another request may follow on the same connection.
    package var staysOpen: Bool

    /// States a request.
    package init(
        method: String,
        target: String,
        headers: [String: String] = [:],
        body: [UInt8] = [],
        staysOpen: Bool = true
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.staysOpen = staysOpen
    }
}

/// An answer as a server gives it.
package struct ServedAnswer: Sendable, Equatable {
    package var status: Int
    package var contentType: String
    package var body: String
    /// What AWS's support asks for.
    package var requestID: String

    /// The answer as it is sent.
    func bytes(staysOpen: Bool) -> [UInt8] {
        let head = [
            "HTTP/1.1 \(status) \(status < 400 ? "OK" : "Error")",
            "Content-Type: \(contentType)",
            "Content-Length: \(body.utf8.count)",
            "Connection: \(staysOpen ? "keep-alive" : "close")",
            "x-amzn-RequestId: \(requestID)",
        ]
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }
}
