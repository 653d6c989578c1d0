import IntegrationSupport
import Orchestration
import Synchronization
import Testing

/// What a web hook is told when a run is over, and what its trouble costs.
@Suite(.onOwnThreads) struct WebhookTests {
    private static let path = "/hooks/canary-0b7d2c-of-the-hook"

    @Test func `a web hook is told what came of the run, and its address stands nowhere`() async throws {
        let told = Mutex<[String]>([])
        let server = try LoopbackServer { connection in
            while let request = connection.request() {
                told.withLock { $0.append(request) }
                connection.answer()
            }
        }
        defer { server.stop() }
        try Directory.note(secret: Self.path)
        let sandbox = try Sandbox()
        let hook = ["PTP_WEBHOOK": "http://127.0.0.1:\(server.port)\(Self.path)", "PTP_REDACT": "instances"]
        let end = try await sandbox.tool("run", variables: hook)
        #expect(end.code == 0, "\(end.complaints)")
        let requests = told.withLock { $0 }
        #expect(requests.count == 1)
        let parts = try #require(requests.first?.split(separator: "\r\n\r\n", maxSplits: 1))
        #expect(parts[0].hasPrefix("POST \(Self.path) HTTP/1.1") && parts[0].contains("application/json"))
        let message = try JSONParser.parse(Array(parts[1].utf8))
        let text = try #require(message["text"]?.string)
        #expect(text.hasPrefix("sim-") && text.hasSuffix("exit code 0"), "\(text)")
        #expect(message["report"]?["run"]?["exit_code"] == 0 && message["report"]?["cases"] == nil)
        #expect(!parts[1].contains("\"i-"), "redaction is for hooks, too")
        #expect(!end.words.contains(Self.path))
        #expect(try sandbox.filesHolding(Self.path).isEmpty)
    }

    @Test(arguments: ["500 Internal Server Error", "302 Found", ""])
    func `a web hook in trouble is a report that failed, and the others are there`(status: String) async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil, !status.isEmpty else { return connection.reset() }
            connection.answer(status: status, headers: "Location: http://127.0.0.1:1/\r\n")
        }
        defer { server.stop() }
        let sandbox = try Sandbox()
        let hook = ["PTP_WEBHOOK": "http://127.0.0.1:\(server.port)\(Self.path)"]
        let end = try await sandbox.tool("run", variables: hook)
        #expect(end.code == 1)
        #expect(end.complaints.contains("webhook: tell the webhook that the run is over: 127.0.0.1:\(server.port)"))
        #expect(!end.words.contains(Self.path) && sandbox.has("ptp-runs/latest/report.html"))
    }

    @Test(arguments: ["canary", "ftp://canary/x", "https://", "https://user:canary@host/"])
    func `what is no address is refused before anything is made`(text: String) async throws {
        let sandbox = try Sandbox()
        let end = try await sandbox.tool("run", variables: ["PTP_WEBHOOK": text])
        #expect(end.code == 2 && end.complaints.contains("PTP_WEBHOOK"), "\(end)")
        #expect(!end.words.contains("canary") && !sandbox.has("ptp-runs"))
    }

    @Test func `a variable that is nearly its name is told of`() async throws {
        let end = try await Sandbox().tool("run", variables: ["PTP_WEBHOK": "https://example.com/"])
        #expect(end.code == 2 && end.complaints.contains("PTP_WEBHOOK"), "\(end.complaints)")
    }
}
