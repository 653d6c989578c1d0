import Glibc
import Orchestration
import PTPTesting
import SSH
import Shell
import Testing

@Suite struct RemoteCommandTests {
    @Test func `a command tells its number first, in the language of machines`() {
        let remote = RemoteCommand(Command("echo it's", input: [1], environment: ["B": "2", "A": "a'b"]), nonce: 36)
        #expect(
            remote.line == """
                exec sh -c 'echo @ptp-verify:10:$$ >&2; export LC_ALL=C A='\\''a'\\''\\'\\'''\\''b'\\'' B='\\''2'\\''
                echo it'\\''s'
                """
        )
        #expect(remote.input == [1])
    }

    @Test func `what is too long for a line goes first by standard input`() throws {
        let long = ": " + String(repeating: "'", count: RemoteCommand.longestLine)
        let remote = RemoteCommand(Command(long, input: [7, 8]), nonce: 36)
        #expect(remote.line.utf8.count < 100)
        let count = try #require(Int(remote.line.filter(\.isNumber)))
        #expect(String(decoding: remote.input.prefix(count), as: UTF8.self).hasSuffix("\n" + long))
        #expect(Array(remote.input.dropFirst(count)) == [7, 8])
    }

    @Test func `no line is longer than what a host takes in one request`() {
        // libssh2 refuses packets of more than 34,744 bytes, some of which are not the command's.
        let lengths = (RemoteCommand.longestLine - 100...RemoteCommand.longestLine).map {
            RemoteCommand(Command(String(repeating: "'", count: $0)), nonce: .max).line.utf8.count
        }
        #expect(lengths.contains { $0 > 30_000 } && lengths.allSatisfy { $0 <= 34_500 })
    }

    @Test(arguments: [
        ("@ptp-verify:10:123\n", 123 as Int32?, ""),
        ("Welcome!\nmotd\n@ptp-verify:10:123\ncomplaint\n", 123, "complaint\n"),
        ("no newline@ptp-verify:10:4\n@ptp-verify:10:5\n", 4, "@ptp-verify:10:5\n"),
        // What a login shell that traces its commands says first.
        ("+ exec sh -c 'echo @ptp-verify:10:$$ >&2\n@ptp-verify:10:123\nx", 123, "x"),
        ("", nil, ""), ("@ptp-verify:10:123", nil, ""), ("@ptp-verify:10:\n", nil, ""),
        ("@ptp-verify:11:123\n", nil, ""), ("@ptp-verify:10:12a\n", nil, ""),
    ])
    func `the number is found wherever it stands, once it is whole`(said: String, number: Int32?, rest: String) {
        let opening = RemoteCommand(Command("true"), nonce: 36).opening(of: Array(said.utf8))
        #expect(opening?.processID == number.map(Int.init))
        #expect(opening.map { String(decoding: said.utf8.dropFirst($0.end), as: UTF8.self) } ?? "" == rest)
    }

    @Test func `whatever is said before, the opening is found in it`() async throws {
        let alphabet = Array("@ptp-verify:10:7\n$ ".utf8)
        try await checkProperty(
            "noise hides no opening",
            generate: { random in
                (0..<Int.random(in: 0...60, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                }
            },
            refute: { noise in
                let said = noise + Array("\n@ptp-verify:10:42\nrest".utf8)
                let opening = RemoteCommand(Command("true"), nonce: 36).opening(of: said)
                return opening?.processID == 42 && said[(opening?.end ?? 0)...].elementsEqual("rest".utf8)
                    ? nil : "\(said)"
            }
        )
    }

    @Test func `any text and any variable survive the shell`() async throws {
        try await checkProperty(
            "what is quoted arrives",
            runs: 60,
            generate: { random in (0..<8).map { _ in randomText(&random) } },
            shrink: { texts in texts.indices.map { Array(texts[...$0].suffix(1)) } },
            refute: { texts in
                let variables = texts.enumerated().map { ("V\($0.offset)", $0.element) }
                let words = texts.map(\.shellQuoted).joined(separator: " ")
                let values = variables.map { "\"$\($0.0)\"" }.joined(separator: " ")
                let command = Command(
                    "printf '%s\\000' \(words) \(values)",
                    environment: Dictionary(uniqueKeysWithValues: variables)
                )
                let printed = run(RemoteCommand(command, nonce: 1).line)
                return printed == (texts + texts).flatMap { Array($0.utf8) + [0] }
                    ? nil : "the shell printed \(printed)"
            }
        )
    }
}

private func randomText(_ random: inout SeededGenerator) -> String {
    let pieces = [
        "'", "\"", "\\", "$", "`", "$(echo x)", "${A}", "\n", "\r", "\t", " ", "!", "*", "~", "#", ";", "&", "|", ">",
        "%s",
        "\\n", "a", "Z", "ü", "🕰", "\u{1}", "\u{7F}", "\u{2028}", "-n", "=", "''", "'\\''",
    ]
    return (0..<Int.random(in: 0...12, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
    }.joined()
}

/// What a line prints that the user's shell is given, as sshd does it.
private func run(_ line: String) -> [UInt8] {
    guard let pipe = unsafe popen("exec 2>/dev/null; \(line)", "r") else { return [] }
    defer { unsafe pclose(pipe) }
    var printed: [UInt8] = []
    while true {
        let byte = unsafe fgetc(pipe)
        guard byte >= 0 else { return printed }
        printed.append(UInt8(byte))
    }
}
