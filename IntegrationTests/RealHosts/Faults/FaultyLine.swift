import Foundation
import Glibc
import IntegrationSupport
import Orchestration
import Synchronization

/// A way to a server of loopback on which things go wrong; what and when follows from a seed.
final class FaultyLine: Sendable {
    /// What goes wrong with a connection.
    enum Fault: Int, CaseIterable {
        /// Both ways end as if somebody had hung up.
        case cut
        case reset
        /// One way ends; the other does not.
        case halfCut
        /// Nothing comes through any more, but the connection stands.
        case stall
        /// One bit is another.
        case garbage
        /// All comes, but later.
        case delay
    }

    private struct State {
        var count = 0
        var isHarmed = false
    }

    private final class Log: Sendable { let state = Mutex(State()) }

    /// Where to connect instead.
    let port: Int
    private let server: LoopbackServer
    private let log: Log

    /// Leads to a port; the n-th connection always meets the same fault after the same number of bytes.
    init(to target: Int, seed: SeededGenerator) throws {
        let log = Log()
        server = try LoopbackServer { connection in
            let number = log.state.withLock { state in
                (state.count, state.isHarmed) = (state.count + 1, false)
                return state.count
            }
            var generator = seed.derived(number)
            let fault = Fault.allCases.randomElement(using: &generator) ?? .cut
            // As many in the first few kilobytes, where keys are agreed on, as anywhere later.
            let limit = generator.next() % 8 == 0 ? 6_000 : 300_000
            let line = Line(near: connection.socket, after: Int.random(in: 0..<limit, using: &generator), fault) {
                log.state.withLock { $0.isHarmed = true }
            }
            line?.serve(target)
        }
        port = server.port
        self.log = log
    }

    deinit { server.stop() }

    /// How many connections there were.
    var connections: Int { log.state.withLock(\.count) }

    /// Whether something has gone wrong with the newest connection that may break it.
    var isHarmed: Bool { log.state.withLock(\.isHarmed) }
}

/// One connection on its way.
private final class Line {
    private let near: Int32
    private let far: Int32
    private var left: Int
    private var fault: FaultyLine.Fault?
    private let harm: () -> Void

    init?(near: Int32, after count: Int, _ fault: FaultyLine.Fault, _ harm: @escaping () -> Void) {
        far = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard far >= 0 else { return nil }
        self.near = near
        left = count
        self.fault = fault
        self.harm = harm
        // As fast as without us.
        for end in [near, far] {
            var one: Int32 = 1
            unsafe setsockopt(end, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        }
    }

    deinit { close(far) }

    func serve(_ port: Int) {
        guard LoopbackAddress.connect(far, to: port) else { return }
        var entries = [near, far].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while unsafe poll(&entries, 2, -1) > 0 {
            for index in entries.indices where entries[index].revents != 0 {
                guard pass(from: entries[index].fd, to: entries[1 - index].fd) else { return }
            }
        }
    }

    /// Passes on what is there; `false` when the connection is over.
    private func pass(from one: Int32, to other: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe recv(one, &bytes, bytes.count, 0)
        guard count > 0 else { return false }
        bytes.removeLast(bytes.count - count)
        left -= count
        if left < 0, let fault {
            self.fault = nil
            guard strike(fault, &bytes) else { return false }
        }
        return LoopbackServer.Connection(socket: other).say(bytes)
    }

    /// Lets it go wrong; `false` when the connection is over.
    private func strike(_ fault: FaultyLine.Fault, _ bytes: inout [UInt8]) -> Bool {
        if fault != .delay { harm() }
        let connection = LoopbackServer.Connection(socket: near)
        switch fault {
        case .cut: return false
        case .reset:
            connection.reset()
            return false
        case .halfCut:
            shutdown(near, Int32(SHUT_WR))
            _ = connection.rest()
            return false
        case .stall:
            _ = connection.rest()
            return false
        case .garbage:
            bytes[bytes.count / 2] ^= 0x10
            return true
        case .delay:
            usleep(200_000)
            return true
        }
    }
}
