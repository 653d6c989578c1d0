import Foundation
import Glibc
import IntegrationSupport
import Synchronization

/// Stands between the tool and an emulator of AWS, and lets go wrong what a test wants to go wrong.
///
/// It adds what the emulator lacks and EC2 has: a launch that is asked for twice with one client token is one launch,
/// and there is an answer to who asks for placement groups.
final class FaultProxy: Sendable {
    /// A call as it comes in.
    struct Call: Sendable {
        /// Such as `RunInstances`; `RunInstances?` for one that only asks whether it would be done.
        let action: String
        /// Which call of this action it is, counted from 1.
        let number: Int
        /// Whether something may have been launched by now.
        let isAfterLaunch: Bool
        /// All of it, headers included.
        let request: String
    }

    fileprivate struct Notes {
        var calls: [String] = []
        /// What was answered to launches, by their client tokens.
        var launches: [String: String] = [:]
    }

    private let server: LoopbackServer
    private let notes: NoteBook

    /// What connections share with the proxy.
    fileprivate final class NoteBook: Sendable { let notes = Mutex(Notes()) }

    /// Listens on a free port, and asks for each call what is to go wrong with it.
    init(to emulator: Int, _ fault: @escaping @Sendable (Call) -> Fault? = { _ in nil }) throws {
        let book = NoteBook()
        notes = book
        server = try LoopbackServer { connection in
            guard let request = connection.request() else { return }
            let call = book.notes.withLock { $0.note(request) }
            Self.serve(call, over: connection, fault(call)) { book.answer(to: call, from: emulator) }
        }
    }

    deinit { server.stop() }

    var endpoint: String { "http://127.0.0.1:\(server.port)" }

    /// What was called so far, in order.
    var calls: [String] { notes.notes.withLock(\.calls) }

    private static func serve(
        _ call: Call,
        over connection: LoopbackServer.Connection,
        _ fault: Fault?,
        _ answer: () -> String
    ) {
        switch fault {
        case nil: connection.say(answer())
        case .answered(let text): connection.say(text)
        case .replaced(let text):
            _ = answer()
            connection.say(text)
        case .cut(let count):
            connection.say(String(decoding: answer().utf8.prefix(count), as: UTF8.self))
            connection.reset()
        case .delayed(let milliseconds):
            usleep(UInt32(milliseconds) * 1000)
            connection.say(answer())
        // Until the other side gives up.
        case .stalled: _ = connection.request()
        case .endless:
            connection.say("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n<a>")
            while connection.say(String(repeating: "<b>b</b>", count: 1 << 17)) {}
        }
    }
}

extension FaultProxy.NoteBook {
    /// What EC2 would answer.
    fileprivate func answer(to call: FaultProxy.Call, from port: Int) -> String {
        switch call.action {
        case "DescribePlacementGroups":
            return Fault.whole(
                "<DescribePlacementGroupsResponse><placementGroupSet/></DescribePlacementGroupsResponse>"
            )
        case "RunInstances":
            let token = call.request.firstMatch(of: /ClientToken=([^&\s]*)/).map { String($0.1) } ?? ""
            if let earlier = notes.withLock({ $0.launches[token] }) { return earlier }
            let answer = FaultProxy.ask(port, call.request)
            if answer.hasPrefix("HTTP/1.1 200") { notes.withLock { $0.launches[token] = answer } }
            return answer
        default: return FaultProxy.ask(port, call.request)
        }
    }
}

extension FaultProxy.Notes {
    fileprivate mutating func note(_ request: String) -> FaultProxy.Call {
        let action =
            request.firstMatch(of: /[\s&]Action=(\w+)/).map { String($0.1) }
            ?? request.firstMatch(of: /(?i)x-amz-target: *\w+\.(\w+)/).map { String($0.1) } ?? "?"
        let name = action + (request.contains("DryRun=true") ? "?" : "")
        calls.append(name)
        return FaultProxy.Call(
            action: name,
            number: calls.count { $0 == name },
            isAfterLaunch: calls.contains("RunInstances"),
            request: request
        )
    }
}

extension FaultProxy {
    /// Passes a request on as it is - its signature covers the host's name - and waits for the whole answer.
    fileprivate static func ask(_ port: Int, _ request: String) -> String {
        let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(upstream) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return "" }
        let connection = LoopbackServer.Connection(socket: upstream)
        connection.say(request.replacing("\r\n", with: "\r\nConnection: close\r\n", maxReplacements: 1))
        return connection.rest()
    }
}
