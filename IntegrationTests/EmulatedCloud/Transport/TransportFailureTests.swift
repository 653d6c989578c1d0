import AWS
import Foundation
import IntegrationSupport
import Synchronization
import Testing

/// Each way to get no whole answer has its kind, and says whether the request may have taken effect.
@Suite(.onOwnThreads, .timeLimit(.minutes(1))) struct TransportFailureTests {
    typealias Serve = @Sendable (LoopbackServer.Connection) -> Void

    private func failure(
        _ address: WebAddress,
        _ limits: HTTPRequest.Limits = HTTPRequest.Limits(),
        certificates: String? = nil
    ) async -> HTTPFailure? {
        await #expect(throws: HTTPFailure.self) {
            let transport = CurlTransport(certificates: certificates)
            return try await transport.send(HTTPRequest(.post, address, body: [65], limits: limits))
        }
    }

    private func failure(
        _ limits: HTTPRequest.Limits = HTTPRequest.Limits(),
        _ scheme: WebAddress.Scheme = .http,
        _ serve: @escaping Serve
    ) async throws -> HTTPFailure {
        let server = try LoopbackServer(serve)
        defer { server.stop() }
        return try #require(await failure(WebAddress(scheme, host: "127.0.0.1", port: server.port), limits))
    }

    @Test(arguments: [
        ("the server closes without a word", "", "Empty reply from server"),
        ("the content ends early", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "with 95 bytes remaining"),
        ("a chunk ends early", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort", "transfer closed"),
        ("chunks have no length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "chunk"),
        ("the status line is garbage", "\u{16}\u{3}\u{1} nonsense\r\n\r\n", "HTTP/0.9"),
        ("the status line is cut off", "HTTP/1.1 2", "Empty reply from server"),
    ])
    func `an answer that is not whole`(name: String, said: String, reason: String) async throws {
        let failure = try await failure {
            _ = $0.request()
            $0.say(said)
        }
        #expect(failure.kind == .interrupted, "\(name): \(failure)")
        #expect(failure.mayHaveTakenEffect, "\(name)")
        #expect(failure.reason.contains(reason) && failure.reason.hasPrefix("127.0.0.1:"), "\(name): \(failure)")
    }

    @Test func `a connection that is reset`() async throws {
        let failure = try await failure {
            _ = $0.request()
            $0.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            $0.reset()
        }
        #expect(failure.kind == .interrupted)
        #expect(failure.mayHaveTakenEffect)
    }

    @Test func `an answer that takes too long`() async throws {
        var limits = HTTPRequest.Limits()
        limits.answering = .milliseconds(100)
        let failure = try await failure(limits) { connection in
            _ = connection.request()
            connection.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            // Waits until the other side gives up.
            _ = connection.request()
        }
        #expect(failure.kind == .timedOut)
        #expect(failure.mayHaveTakenEffect)
    }

    @Test func `a connection that takes too long, encryption included`() async throws {
        var limits = HTTPRequest.Limits()
        limits.connecting = .milliseconds(100)
        let failure = try await failure(limits, .https) { _ = $0.request() }
        #expect(failure.kind == .timedOut)
        #expect(!failure.mayHaveTakenEffect)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\n",
    ])
    func `an answer that does not end`(start: String) async throws {
        var limits = HTTPRequest.Limits()
        limits.answerBytes = 1 << 20
        let failure = try await failure(limits) {
            _ = $0.request()
            $0.say(start)
            while $0.say("X-Header: \(String(repeating: "x", count: 1000))\r\n") {}
        }
        #expect(failure.kind == .tooLong)
        #expect(failure.mayHaveTakenEffect)
    }

    @Test func `an answer of exactly the length allowed is taken`() async throws {
        var limits = HTTPRequest.Limits()
        limits.answerBytes = 1 << 20
        let server = try LoopbackServer {
            while $0.request() != nil { $0.answer(String(repeating: "x", count: 1 << 20)) }
        }
        defer { server.stop() }
        let address = WebAddress(.http, host: "127.0.0.1", port: server.port)
        #expect(try await CurlTransport().send(HTTPRequest(.get, address, limits: limits)).body.count == 1 << 20)
    }

    @Test func `nobody listens`() async throws {
        let server = try LoopbackServer { _ in }
        server.stop()
        while await failure(WebAddress(.http, host: "127.0.0.1", port: server.port))?.kind == .interrupted {}
        let failure = await failure(WebAddress(.http, host: "127.0.0.1", port: server.port))
        #expect(failure?.kind == .notConnected)
        #expect(failure?.mayHaveTakenEffect == false)
    }

    @Test func `the name has no address`() async throws {
        let failure = await failure(WebAddress(.http, host: "no-such-name.invalid"))
        #expect(failure?.kind == .nameNotFound, "\(failure?.reason ?? "")")
        #expect(failure?.mayHaveTakenEffect == false)
    }

    @Test func `the other side does not speak TLS`() async throws {
        let failure = try await failure(.init(), .https) { $0.say("HTTP/1.1 400 Bad Request\r\n\r\n") }
        #expect(failure.kind == .notTrusted)
        #expect(!failure.mayHaveTakenEffect)
    }

    @Test func `there is no such file of authorities`() async throws {
        let failure = await failure(WebAddress(.https, host: "127.0.0.1", port: 1), certificates: "/nowhere.pem")
        #expect(failure?.mayHaveTakenEffect == false)
    }

    @Test func `a request is not sent again where a kept connection breaks`() async throws {
        let requests = Atomic(0)
        let server = try LoopbackServer {
            while $0.request() != nil, requests.add(1, ordering: .relaxed).newValue % 2 == 1 { $0.answer() }
        }
        defer { server.stop() }
        let transport = CurlTransport()
        let address = WebAddress(.http, host: "127.0.0.1", port: server.port)
        _ = try await transport.send(HTTPRequest(.post, address, body: [65]))
        let failure = await #expect(throws: HTTPFailure.self) {
            try await transport.send(HTTPRequest(.post, address, body: [65]))
        }
        #expect(failure?.kind == .interrupted)
        #expect(failure?.mayHaveTakenEffect == true)
        #expect(requests.load(ordering: .relaxed) == 2)
    }
}
