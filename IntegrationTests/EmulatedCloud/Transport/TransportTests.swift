import AWS
import Foundation
import IntegrationSupport
import Synchronization
import Testing

/// What a server says is what comes back.
@Suite(.onOwnThreads, .timeLimit(.minutes(1))) struct TransportTests {
    private func address(_ server: LoopbackServer, _ path: String = "/") -> WebAddress {
        WebAddress(.http, host: "127.0.0.1", port: server.port, path: path)
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "", "GET"), (.post, "a=b&c=d", "POST"), (.put, "x", "PUT"), (.put, "", "PUT"),
        (.post, "", "POST"), (.post, String(repeating: "long ", count: 1_000_000), "POST"),
    ])
    func `a request arrives as it is stated, with nothing added`(
        method: HTTPRequest.Method,
        body: String,
        word: String
    ) async throws {
        let server = try LoopbackServer { while let request = $0.request() { $0.answer(request) } }
        defer { server.stop() }
        var request = HTTPRequest(method, address(server, "/a/../b%20c"), body: Array(body.utf8))
        request.address.query = "x=1&y=%2F"
        request.headers = [("X-First", "1"), ("x-empty", ""), ("X-First", "2")]
        let heard = String(decoding: try await CurlTransport().send(request).body, as: UTF8.self)
        var expected = [
            "\(word) /a/../b%20c?x=1&y=%2F HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "X-First: 1", "x-empty:",
            "X-First: 2",
        ]
        if method != .get { expected.append("Content-Length: \(body.utf8.count)") }
        #expect(
            heard.components(separatedBy: "\r\n\r\n").first?.components(separatedBy: "\r\n").sorted()
                == expected.sorted()
        )
        #expect(heard.hasSuffix("\r\n\r\n\(body)"))
    }

    @Test func `status, headers and content come back`() async throws {
        let server = try LoopbackServer {
            while $0.request() != nil {
                $0.say("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
                $0.say("HTTP/1.1 503 Slow Down\r\nX-Amzn-RequestId:  a-b \r\nX-Twice: 1\r\nX-TWICE: 2\r\n")
                $0.say("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")
            }
        }
        defer { server.stop() }
        let response = try await CurlTransport().send(HTTPRequest(.get, address(server)))
        #expect(response.status == 503)
        let headers = ["x-amzn-requestid": "a-b", "x-twice": "2", "transfer-encoding": "chunked"]
        #expect(response.headers == headers)
        #expect(String(decoding: response.body, as: UTF8.self) == "abcdefg")
    }

    @Test func `a redirect is an answer`() async throws {
        let server = try LoopbackServer {
            while $0.request() != nil { $0.answer(status: "302 Found", headers: "Location: http://127.0.0.1:1/\r\n") }
        }
        defer { server.stop() }
        #expect(try await CurlTransport().send(HTTPRequest(.get, address(server))).status == 302)
    }

    @Test func `a connection serves one request after the other`() async throws {
        let server = try LoopbackServer { while let request = $0.request() { $0.answer(request) } }
        defer { server.stop() }
        let transport = CurlTransport()
        for _ in 1...50 { _ = try await transport.send(HTTPRequest(.post, address(server), body: [65])) }
        #expect(server.connections == 1)
    }

    @Test func `200 requests are on their way at once`() async throws {
        let together = Meeting(of: 200)
        let server = try LoopbackServer {
            while let request = $0.request() {
                together.meet()
                $0.answer(String(request.split(separator: " ")[1]))
            }
        }
        defer { server.stop() }
        let transport = CurlTransport()
        try await withThrowingTaskGroup { group in
            for number in 1...200 {
                let request = HTTPRequest(.get, address(server, "/\(number)"))
                group.addTask {
                    String(decoding: try await transport.send(request).body, as: UTF8.self) == "/\(number)"
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test func `what would smuggle a header in is refused`() async throws {
        for (name, value) in [("X-A", "1\r\nX-B: 2"), ("X-A\n", "1"), ("X-A", "\0")] {
            let address = WebAddress(.http, host: "127.0.0.1", port: 1)
            let failure = await #expect(throws: HTTPFailure.self) {
                try await CurlTransport().send(HTTPRequest(.get, address, headers: [(name, value)]))
            }
            #expect(failure?.reason == "127.0.0.1:1: the request has a line break in its address or in a header")
        }
    }

    /// Where threads wait until all have come.
    private final class Meeting: Sendable {
        private let condition = NSCondition()
        private let missing: Mutex<Int>

        init(of count: Int) { missing = Mutex(count) }

        func meet() {
            condition.lock()
            missing.withLock { $0 -= 1 }
            condition.broadcast()
            while missing.withLock({ $0 > 0 }) { condition.wait() }
            condition.unlock()
        }
    }
}
