import AWS
import Foundation
import IntegrationSupport
import Synchronization
import Testing

/// A transport ends what nobody waits for, and leaves nothing behind.
@Suite(.onOwnThreads, .timeLimit(.minutes(1))) struct TransportLifeTests {
    @Test func `a cancelled task ends its request, and the server is let go`() async throws {
        let (heard, hear) = AsyncStream<String>.makeStream()
        let server = try LoopbackServer { connection in
            while let request = connection.request() { hear.yield(request) }
            hear.finish()
        }
        defer { server.stop() }
        let transport = CurlTransport()
        let address = WebAddress(.http, host: "127.0.0.1", port: server.port)
        let failure = await withTaskGroup(of: HTTPFailure?.self) { group in
            group.addTask {
                await #expect(throws: HTTPFailure.self) { try await transport.send(HTTPRequest(.get, address)) }
            }
            var hearing = heard.makeAsyncIterator()
            _ = await hearing.next()
            group.cancelAll()
            // The connection ends while the transport lives on.
            #expect(await hearing.next() == nil)
            return await group.next() ?? nil
        }
        #expect(failure?.kind == .cancelled)
        #expect(failure?.mayHaveTakenEffect == true)
    }

    @Test func `a task cancelled before sends nothing`() async throws {
        let server = try LoopbackServer { _ = $0.request() }
        defer { server.stop() }
        let address = WebAddress(.http, host: "127.0.0.1", port: server.port)
        let failure = await withTaskGroup(of: HTTPFailure?.self) { group in
            group.cancelAll()
            group.addTask {
                await #expect(throws: HTTPFailure.self) { try await CurlTransport().send(HTTPRequest(.get, address)) }
            }
            return await group.next() ?? nil
        }
        #expect(failure?.kind == .cancelled)
        #expect(failure?.mayHaveTakenEffect == false)
        #expect(server.connections == 0)
    }

    @Test func `one cancelled request leaves the others alone`() async throws {
        let server = try LoopbackServer {
            while let request = $0.request() {
                if request.hasPrefix("GET /answered") { $0.answer() }
            }
        }
        defer { server.stop() }
        let transport = CurlTransport()
        await withTaskGroup { group in
            for number in 1...100 {
                let path = number.isMultiple(of: 2) ? "/answered" : "/hanging"
                let address = WebAddress(.http, host: "127.0.0.1", port: server.port, path: path)
                group.addTask { (path, (try? await transport.send(HTTPRequest(.get, address)))?.status) }
            }
            var answered = 0
            for await (path, status) in group {
                #expect(status == (path == "/answered" ? 200 : nil))
                answered += path == "/answered" ? 1 : 0
                if answered == 50 { group.cancelAll() }
            }
            #expect(answered == 50)
        }
    }

    /// In a process of its own, where nobody else opens and closes anything.
    @Test func `descriptors and threads are given back`() async {
        await #expect(processExitsWith: .success) {
            let server = try LoopbackServer { while let request = $0.request() { $0.answer(request) } }
            let address = WebAddress(.http, host: "127.0.0.1", port: server.port)
            // What libraries open once for all is open after the first time.
            try await Self.use(address, times: 1)
            let before = try await Self.settled()
            for _ in 1...20 { try await Self.use(address, times: 50) }
            let after = try await Self.settled()
            // A leak is one a transport at least; the runtime's own threads come and go by a few.
            #expect(after.descriptors < before.descriptors + 10)
            #expect(after.threads < before.threads + 10)
            leave()
        }
    }

    /// Sends many requests at once through a transport that then goes, half of them cancelled.
    private static func use(_ address: WebAddress, times: Int) async throws {
        let transport = CurlTransport()
        await withTaskGroup { group in
            for _ in 1...times { group.addTask { _ = try? await transport.send(HTTPRequest(.get, address)) } }
            for _ in 1...(times + 1) / 2 { await group.next() }
            group.cancelAll()
        }
    }

    private struct Held: Equatable {
        let descriptors: Int
        let threads: Int
    }

    /// What the process holds once that does not change any more, for threads end a little after their work.
    private static func settled() async throws -> Held {
        var last = Held(descriptors: 0, threads: 0)
        var same = 0
        while same < 10 {
            try await Task.sleep(for: .milliseconds(20))
            let files = FileManager.default
            let held = Held(
                descriptors: try files.contentsOfDirectory(atPath: "/proc/self/fd").count,
                threads: try files.contentsOfDirectory(atPath: "/proc/self/task").count
            )
            same = held == last ? same + 1 : 0
            last = held
        }
        return last
    }
}
