import Shell
import Testing

@Suite struct CommandTests {
    @Test(arguments: [
        ("", "''"), ("word", "'word'"), ("it's", "'it'\\''s'"), ("'", "''\\'''"), ("''", "''\\'''\\'''"),
        ("a\nb $c `d` \"e\" \\", "'a\nb $c `d` \"e\" \\'"),
    ])
    func `a text is quoted as one word`(text: String, quoted: String) {
        #expect(text.shellQuoted == quoted)
    }

    @Test func `names of variables are those that a shell knows`() async {
        #expect(Command("true", environment: ["_": "1", "a9_Z": "2"]).environment.count == 2)
        for name in ["", "9a", "a-b", "a b", "a=b", "ä", "a\nb"] {
            await #expect(processExitsWith: .failure, "\(name)") { [name = name as String] in
                _ = Command("true", environment: [name: "value"])
            }
        }
    }

    @Test func `what no shell can be given is refused where it is written`() async {
        await #expect(processExitsWith: .failure) { _ = Command("echo \0") }
        await #expect(processExitsWith: .failure) { _ = Command("true", environment: ["A": "\0"]) }
        await #expect(processExitsWith: .failure) { _ = Command("true", timeout: .zero) }
        await #expect(processExitsWith: .failure) { _ = Command("true", outputLimit: -1) }
    }

    @Test func `a result has an exit status only if the command ended itself`() {
        let killed = CommandResult(.killed(signal: "KILL"), output: Array("said".utf8))
        #expect(killed.exitStatus == nil && !killed.isSuccess && killed.output == "said")
        let done = CommandResult(exitStatus: 0, output: "out", errorOutput: "err")
        #expect(done.exitStatus == 0 && done.isSuccess && done.output == "out" && done.errorOutput == "err")
        #expect(!CommandResult(exitStatus: 255, output: "").isSuccess)
        #expect(CommandResult(.exited(0), output: [0xFF, 65]).output == "\u{FFFD}A")
    }

    @Test(arguments: [
        (ShellEndpoint(host: "example.com", user: "me"), "me@example.com"),
        (ShellEndpoint(host: "10.0.0.1", port: 2222, user: "me"), "me@10.0.0.1:2222"),
        (ShellEndpoint(host: "2001:db8::1", user: "me"), "me@[2001:db8::1]"),
        (ShellEndpoint(host: "::1", port: 2222, user: "me"), "me@[::1]:2222"),
    ])
    func `an endpoint is written as people write it`(endpoint: ShellEndpoint, text: String) {
        #expect("\(endpoint)" == text)
    }

    @Test func `only what may pass by itself is worth another try`() {
        let worthIt = ShellError.Kind.allCases.filter { ShellError($0, "").isWorthRetrying }
        #expect(
            Set(worthIt) == [
                .refused, .timedOut, .unreachable, .notSSH, .keyExchangeFailed, .commandRefused, .connectionLost,
            ]
        )
        #expect("\(ShellError(.hostKeyMismatch, "words"))" == "host-key-mismatch: words")
    }
}
