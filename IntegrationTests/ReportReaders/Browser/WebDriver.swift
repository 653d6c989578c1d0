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
        guard let answer, let value = try? JSONParser.parse(answer)["value"] else {
            throw Failure(description: "\(method) \(path): no answer")
        }
        if let error = value["error"]?.string {
            throw Failure(description: "\(method) \(path): \(error): \(value["message"]?.string ?? "")")
        }
        return value
    }

    /// Says something, and takes in the whole answer: the driver keeps the line open whatever it is told.
    private func exchange(_ method: String, _ path: String, _ body: String) -> [UInt8]? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        guard LoopbackAddress.connect(descriptor, to: port) else { return nil }
        let lines = [
            "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Content-Type: application/json; charset=utf-8",
            "Content-Length: \(body.utf8.count)", "Connection: close", "", body,
        ]
        LoopbackServer.Connection(socket: descriptor).say(lines.joined(separator: "\r\n"))
        var answer: [UInt8] = []
        var whole: Range<Int>?
        while whole.map({ answer.count < $0.upperBound }) ?? true {
            var bytes = [UInt8](repeating: 0, count: 65536)
            let count = unsafe read(descriptor, &bytes, bytes.count)
            guard count > 0 else { return nil }
            answer += bytes.prefix(count)
            whole = whole ?? Self.body(of: answer)
        }
        return whole.map { Array(answer[$0]) }
    }

    /// Where the body of an answer is to be; `nil` as long as its head is not there.
    private static func body(of answer: [UInt8]) -> Range<Int>? {
        guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self)
        let length = head.firstMatch(of: /(?i)content-length: *(\d+)/).flatMap { Int($0.1) } ?? 0
        return end.upperBound..<end.upperBound + length
    }
}
