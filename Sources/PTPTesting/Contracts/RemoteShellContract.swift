public import Orchestration
public import Shell
import Testing

/// What every remote shell promises, as checks that any implementation can be put through.
///
/// Each check asks for a shell of its own. What is broken is recorded as an issue of the test that calls.
public struct RemoteShellContract: Sendable {
    /// What is done with a shell while it is lent.
    public typealias Use = @Sendable (any RemoteShell) async throws -> Void

    let clock: any RunClock
    private let withShell: @Sendable (Use) async throws -> Void

    /// Takes an implementation.
    ///
    /// - Parameters:
    ///   - clock: the time that the shell lives in.
    ///   - withShell: lends a fresh shell of a host that has the usual tools.
    public init(clock: any RunClock, withShell: @escaping @Sendable (Use) async throws -> Void) {
        self.clock = clock
        self.withShell = withShell
    }

    /// Checks every promise.
    public func check() async throws {
        try await exitStatusIsData()
        try await whatCannotBeRunIsData()
        try await aSignalIsToldAsASignal()
        try await streamsAreApart()
        try await bytesComeBackAsTheyWentIn()
        try await inputMayBeLeftUnread()
        try await theEnvironmentArrives()
        try await aLongCommandArrives()
        try await durationsAreTrue()
        try await outputBeyondTheLimitIsDropped()
        try await commandsAtTheSameTimeGetTheirOwnAnswers()
        try await aTimeoutFires()
        try await cancellingEndsSoon()
    }

    func lend(_ use: Use) async throws { try await withShell(use) }
}

// MARK: - How commands end

extension RemoteShellContract {
    /// Whatever status a command ends with, that is a result and not an error.
    public func exitStatusIsData() async throws {
        try await lend { shell in
            for status in [0, 1, 2, 7, 126, 127, 128, 137, 254, 255] {
                let result = try await shell.run(Command("exit \(status)"))
                #expect(result.ending == .exited(status))
                #expect(result.outputBytes.isEmpty && result.errorBytes.isEmpty && !result.isTruncated)
            }
            #expect(try await shell.run(Command("true")).isSuccess)
            #expect(try await shell.run(Command("false")).exitStatus == 1)
            #expect(try await shell.run(Command("false; exit 3; exit 4")).exitStatus == 3)
        }
    }

    /// Nonsense ends with the status and the complaint of the shell there.
    public func whatCannotBeRunIsData() async throws {
        try await lend { shell in
            let unknown = try await shell.run(Command("no-such-command --at all"))
            #expect(unknown.exitStatus == 127 && unknown.outputBytes.isEmpty)
            #expect(unknown.errorOutput.contains("no-such-command"))
            for nonsense in ["echo 'never closed", "; ;", "echo one &&", ")"] {
                let result = try await shell.run(Command(nonsense))
                let status = try #require(result.exitStatus, "\(nonsense): \(result.ending)")
                #expect((1..<126).contains(status), "\(nonsense) ends with \(status)")
                #expect(result.outputBytes.isEmpty && !result.errorBytes.isEmpty)
            }
        }
    }

    /// A command that was killed has no exit status, and what it said before is there.
    public func aSignalIsToldAsASignal() async throws {
        try await lend { shell in
            for (number, name) in [(9, "KILL"), (15, "TERM"), (1, "HUP")] {
                let result = try await shell.run(Command("echo before; kill -\(number) $$; echo after"))
                #expect(result.ending == .killed(signal: name) && result.exitStatus == nil && !result.isSuccess)
                #expect(result.output == "before\n")
            }
            #expect(try await shell.run(Command("echo alive")).output == "alive\n")
        }
    }
}

// MARK: - What goes in and comes out

extension RemoteShellContract {
    /// Output and complaints never mix.
    public func streamsAreApart() async throws {
        try await lend { shell in
            let result = try await shell.run(Command("echo one; echo two >&2; echo three; echo four >&2"))
            #expect(result.output == "one\nthree\n" && result.errorOutput == "two\nfour\n")
            let complaint = try await shell.run(Command("printf trouble >&2"))
            #expect(complaint.outputBytes.isEmpty && complaint.errorOutput == "trouble")
        }
    }

    /// Nothing is translated, completed or taken for an end on the way through.
    public func bytesComeBackAsTheyWentIn() async throws {
        let pieces: [[UInt8]] = [
            [], [0], [10], [4, 3, 26], Array(0...255), Array(repeating: 0, count: 70_000),
            [0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80], Array("no newline at the end".utf8), Array("\r\n\n\r~.\n".utf8),
            (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) },
        ]
        try await lend { shell in
            for piece in pieces {
                let result = try await shell.run(Command("cat", input: piece))
                // Told apart here: Swift Testing would print both, and seek for minutes where they differ.
                let isKept = result.isSuccess && result.outputBytes == piece
                #expect(isKept, "\(piece.count) bytes came back as \(result.outputBytes.count), or otherwise")
                let complaint = try await shell.run(Command("cat >&2", input: piece))
                let isComplaintKept = complaint.errorBytes == piece
                #expect(isComplaintKept, "\(piece.count) bytes came back as \(complaint.errorBytes.count) complaints")
            }
        }
    }

    /// A command that does not care for its input ends as any other, however much there is.
    public func inputMayBeLeftUnread() async throws {
        let input = [UInt8](repeating: 7, count: 3 << 20)
        try await lend { shell in
            #expect(try await shell.run(Command("echo done; exit 3", input: input)).ending == .exited(3))
            let part = try await shell.run(Command("head -c 5", input: input))
            #expect(part.outputBytes == Array(input.prefix(5)) && part.isSuccess)
            #expect(try await shell.run(Command("echo again")).output == "again\n")
        }
    }

    /// Variables keep every character, and every command speaks the language of machines.
    public func theEnvironmentArrives() async throws {
        let values = [
            "PLAIN": "value", "EMPTY": "", "QUOTES": "a'b\"c`d'", "LINES": "one\ntwo\n\nthree", "SPACES": "  a  b\t ",
            "MEANINGS": "$HOME ${X} $(id) \\n \\ !! ; & | > < * ? # ~ %s", "_0_": "ünï 🕰", "EQUALS": "a=b=c",
        ]
        try await lend { shell in
            for (name, value) in values {
                let result = try await shell.run(Command("printenv \(name)", environment: values))
                #expect(result.output == value + "\n", "\(name) did not arrive whole")
            }
            let quoted = try await shell.run(Command("printf '%s' \"$MEANINGS\"", environment: values))
            #expect(quoted.output == values["MEANINGS"])
            #expect(try await shell.run(Command("printenv PLAIN")).exitStatus == 1, "a variable outlived its command")
            #expect(try await shell.run(Command("printenv LC_ALL")).output == "C\n")
        }
    }

    /// The length of a command is limited by nobody on the way.
    public func aLongCommandArrives() async throws {
        let text = String(repeating: "a'b \\ $c \"d\" ", count: 8000)
        try await lend { shell in
            let result = try await shell.run(Command("printf %s \(text.shellQuoted); exit 3"))
            let isWhole = result.output == text
            #expect(isWhole, "\(text.utf8.count) bytes arrived as \(result.outputBytes.count), or otherwise")
            #expect(result.ending == .exited(3) && result.errorBytes.isEmpty)
            let reading = try await shell.run(Command(": \(text.shellQuoted); cat", input: Array("input".utf8)))
            #expect(reading.output == "input")
        }
    }
}
