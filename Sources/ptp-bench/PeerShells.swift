import Files
import Glibc

/// Work over SSH, by ours and by others, all at one and the same server of OpenSSH.
enum PeerShells {
    private static let rounds = 5
    private static let connects = 50
    private static let commands = 500
    private static let mebibytes = 50
    private static let waits = 15
    private static let sessions = 200

    static func measure() throws -> [Figure] {
        let needs = [Sshd.program, "/usr/bin/ssh", "/usr/bin/ssh-keygen", Emulator.python]
        if let missing = needs.first(where: { unsafe access($0, X_OK) != 0 }) {
            return [.notMeasured("SSH beside its peers", "\(missing) is missing, run .ci/setup")]
        }
        var server = try Sshd.prepare()
        try Files.write(
            (0..<(mebibytes << 20)).map { _ in UInt8.random(in: 0...255) },
            to: "\(server.directory)/payload"
        )
        try server.start()
        var figures = try crowdFigures(server)
        figures += try connectFigures(server) + commandFigures(server) + uploadFigures(server)
        server.stop()
        return try figures + [waitFigure(&server)]
    }

    /// Who talks to the server.
    private enum Who: String, CaseIterable {
        case ours
        case paramiko
        case asyncssh
        case ssh

        /// Does a task so many times.
        func perform(_ task: String, _ count: Int, at server: borrowing Sshd) throws -> Doing {
            let arguments = [task, server.directory, "\(server.port)", server.user, "\(count)"]
            switch self {
            case .ours: return Doing(try Child.run([Child.ownPath, "shell-client"] + arguments, []))
            case .paramiko, .asyncssh:
                return Doing(
                    try Child.run([Emulator.python, "fixtures/benchmarks/ssh_\(rawValue).py"] + arguments, [])
                )
            case .ssh: return try OpenSSH(server).perform(task, count)
            }
        }
    }

    /// What came of a task that was done by all in turn, so that a busy moment of the machine hits all alike.
    private struct Race {
        private let doings: [Who: [Doing]]

        init(_ task: String, _ count: Int, of all: [Who] = Who.allCases, at server: borrowing Sshd) throws {
            var doings: [Who: [Doing]] = [:]
            for _ in 1...rounds {
                for who in all {
                    doings[who, default: []].append(try who.perform(task, count / rounds, at: server))
                }
            }
            self.doings = doings
        }

        func milliseconds(_ who: Who) -> Double { 1000 * median(doings[who, default: []].flatMap(\.seconds)) }

        func processorMilliseconds(_ who: Who) -> Double {
            1000 * median(doings[who, default: []].map { $0.processorSeconds / Double($0.seconds.count) })
        }
    }

    // MARK: - Figures

    private static func connectFigures(_ server: borrowing Sshd) throws -> [Figure] {
        let race = try Race("connect", connects, at: server)
        let what = "connect + authenticate, median of \(connects)"
        return [
            .atMost(race.milliseconds(.asyncssh), what, race.milliseconds(.ours), "ms")
                .beside(peers(race.milliseconds))
        ]
    }

    private static func commandFigures(_ server: borrowing Sshd) throws -> [Figure] {
        // We have every command run by a POSIX shell of its own, whatever shell the user has: so do the others here,
        // and for comparison without it.
        let race = try Race("commands", commands, at: server)
        let bare = try Race("bare", commands, of: [.paramiko, .asyncssh], at: server)
        let what = "`true` over an open session"
        let wall = peers(race.milliseconds)
        let bareWall = [Who.paramiko, .asyncssh].map { Peer("\($0) without a shell of its own", bare.milliseconds($0)) }
        let processor = race.processorMilliseconds
        return [
            .atMost(race.milliseconds(.paramiko), "\(what), median of \(commands)", race.milliseconds(.ours), "ms")
                .beside(wall + bareWall),
            .atMost(processor(.asyncssh) / 2, "\(what), CPU of the client", processor(.ours), "ms")
                .beside(peers(processor)),
        ]
    }

    private static func uploadFigures(_ server: borrowing Sshd) throws -> [Figure] {
        let race = try Race("upload", rounds, at: server)
        let rate = { (who: Who) in Double(mebibytes) * 1000 / race.milliseconds(who) }
        return [
            .atLeast(rate(.ssh), "connect and upload \(mebibytes) MiB, median of \(rounds)", rate(.ours), "MiB/s")
                .beside(peers(rate))
        ]
    }

    private static func crowdFigures(_ server: borrowing Sshd) throws -> [Figure] {
        let child = try Child.run(
            [Child.ownPath, "shell-client", "crowd", server.directory, "\(server.port)", server.user, "\(sessions)"],
            []
        )
        return [
            .atMost(150, "memory of \(sessions) sessions at once", child.peakMebibytes, "MiB"),
            .atMost(16, "threads for them", Doing(child).seconds[1], "threads"),
        ]
    }

    private static func waitFigure(_ server: inout Sshd) throws -> Figure {
        let delays = try (1...waits).map { _ in
            let arguments = ["shell-client", "wait", server.directory, "\(server.port)", server.user, "1"]
            let waiting = try Child.start([Child.ownPath] + arguments, [])
            usleep(.random(in: 500_000...3_000_000))
            let start = try server.start()
            let ready = Doing(try waiting.end()).seconds[0]
            server.stop()
            return (ready - start) * 1000
        }
        return .atMost(300, "sshd accepts to session ready, while waiting, median of \(waits)", median(delays), "ms")
    }

    private static func peers(_ value: (Who) -> Double) -> [Peer] {
        Who.allCases.filter { $0 != .ours }.map { Peer($0.rawValue, value($0)) }
    }
}

/// What a process says that it took.
struct Doing {
    let processorSeconds: Double
    /// Of each time it was done.
    let seconds: [Double]

    init(processorSeconds: Double, seconds: [Double]) {
        (self.processorSeconds, self.seconds) = (processorSeconds, seconds)
    }

    init(_ child: Child) {
        let numbers = child.words.split { $0.isWhitespace }.compactMap { Double($0) }
        self.init(processorSeconds: numbers.first ?? .nan, seconds: Array(numbers.dropFirst()))
    }
}

func median(_ values: [Double]) -> Double { values.isEmpty ? .nan : values.sorted()[values.count / 2] }
