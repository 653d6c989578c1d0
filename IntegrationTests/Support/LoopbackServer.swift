import Foundation
import Glibc
import Synchronization

/// A server on the loopback interface that says what a test wants, one thread a connection.
package final class LoopbackServer: Sendable {
    /// Where it listens.
    package let port: Int
    private let listener: Int32
    private let accepted = Atomic(0)

    /// Starts listening, and serves each connection until the closure returns.
    package init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
        let (listener, port) = try LoopbackAddress.listen(queue: 1024)
        (self.listener, self.port) = (listener, port)
        Thread.detachNewThread { [self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                accepted.add(1, ordering: .relaxed)
                Thread.detachNewThread {
                    serve(Connection(socket: connection))
                    close(connection)
                }
            }
            close(listener)
        }
    }

    /// How many connections were made.
    package var connections: Int { accepted.load(ordering: .relaxed) }

    /// Takes no more connections.
    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// A connection from the server's side.
    package struct Connection: Sendable {
        package let socket: Int32

        /// Takes a connected socket.
        package init(socket: Int32) { self.socket = socket }

        /// The next request, whole; `nil` when the other side has closed.
        package func request() -> String? {
            var text = ""
            var whole: Int?
            while whole.map({ text.utf8.count < $0 }) ?? true {
                var bytes = [UInt8](repeating: 0, count: 65536)
                let count = unsafe read(socket, &bytes, bytes.count)
                guard count > 0 else { return nil }
                text += String(decoding: bytes.prefix(count), as: UTF8.self)
                if whole == nil, let head = text.range(of: "\r\n\r\n") {
                    let length = text.firstMatch(of: /(?i)content-length: *(\d+)/).flatMap { Int($0.1) } ?? 0
                    whole = text[..<head.upperBound].utf8.count + length
                }
            }
            return text
        }

        /// All that is said until the other side closes.
        package func rest() -> String {
            var all: [UInt8] = []
            var bytes = [UInt8](repeating: 0, count: 65536)
            while case let count = unsafe read(socket, &bytes, bytes.count), count > 0 { all += bytes.prefix(count) }
            return String(decoding: all, as: UTF8.self)
        }

        /// Says something; `false` when nobody listens any more.
        @discardableResult package func say(_ text: String) -> Bool { say(Array(text.utf8)) }

        /// Says some bytes; `false` when nobody listens any more.
        @discardableResult package func say(_ bytes: [UInt8]) -> Bool {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes {
                    unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }

        /// Says a whole answer.
        @discardableResult package func answer(_ body: String = "", status: String = "200 OK", headers: String = "")
            -> Bool
        {
            say("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
        }

        /// Makes the end of the connection a reset.
        package func reset() {
            var now = linger(l_onoff: 1, l_linger: 0)
            unsafe setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        }
    }
}
