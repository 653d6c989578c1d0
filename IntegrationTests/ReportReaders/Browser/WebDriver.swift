import Foundation
import Glibc
import IntegrationSupport
import Orchestration

/// Calls of a program that speaks the WebDriver protocol: JSON over HTTP, on loopback.
struct WebDriver: Sendable {
    struct Failure: Error, CustomStringConvertible { let description: String }

    let port: Int

    /// Makes a call and waits for what it came to, on a thread of its own.
    func call(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let text = body.map { String(decoding: $0.text(), as: UTF8.self) } ?? ""
        let answer = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: exchange(method, path, text)) }
        }
        guard let head = answer.firstRange(of: "\r\n\r\n"),
            let value = try JSONParser.parse(Array(answer[head.upperBound...].utf8))["value"]
        else { throw Failure(description: "\(method) \(path): no answer: \(answer.prefix(200))") }
        if let error = value["error"]?.string {
            throw Failure(description: "\(method) \(path): \(error): \(value["message"]?.string ?? "")")
        }
        return value
    }

    private func exchange(_ method: String, _ path: String, _ body: String) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        guard LoopbackAddress.connect(descriptor, to: port) else { return "" }
        let connection = LoopbackServer.Connection(socket: descriptor)
        let lines = [
            "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Content-Type: application/json; charset=utf-8",
            "Content-Length: \(body.utf8.count)", "Connection: close", "", body,
        ]
        connection.say(lines.joined(separator: "\r\n"))
        return connection.rest()
    }
}
