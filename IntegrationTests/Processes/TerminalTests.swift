import IntegrationSupport
import Orchestration
import PTPVerify
import Testing

/// The tool's questions, on a terminal that is none of ours.
@Suite(.onOwnThreads, .enabled(if: Python.isUsable, "needs /usr/bin/python3: .ci/setup")) struct TerminalTests {
    private static let many = ["--provider", "simulated", "--instance-types", "c7i.large:3,m7g.medium:4"]
    private static let few = ["--provider", "simulated", "--instance-types", "c7i.large:2,m7g.medium", "--keep", "ask"]

    @Test(arguments: [("y", true), ("YES", true), ("n", false), ("", false), ("^D", false), ("maybe", false)])
    func `many instances are launched only after a yes`(answer: String, isLaunched: Bool) async throws {
        let sandbox = try Sandbox()
        let end = try await sandbox.onTerminal(["run"] + Self.many, answers: [answer])
        #expect(end.output.contains("Launch 7 instances of 2 types? [y/N]"), "\(end.output)")
        #expect(end.code == (isLaunched ? 0 : 2), "\(end.output)")
        #expect(end.output.contains("Nothing was launched") == !isLaunched)
        #expect(sandbox.has("ptp-runs") == isLaunched)
    }

    @Test func `without a terminal nobody is asked and nothing is launched`() async throws {
        let sandbox = try Sandbox()
        let end = try await sandbox.start(["run"] + Self.many).end()
        #expect(end.code == 2)
        #expect(end.complaints.contains("7 instances of 2 types would be launched"), "\(end.complaints)")
        #expect(!sandbox.has("ptp-runs"))
        #expect(try await sandbox.start(["run", "--confirm"] + Self.many).end().code == 0)
    }

    @Test(arguments: [
        (["1"], ["c7i.large#1"]), (["2-3"], ["c7i.large#2", "m7g.medium#1"]), (["m7g.medium#1"], ["m7g.medium#1"]),
        (["all"], ["c7i.large#1", "c7i.large#2", "m7g.medium#1"]), (["none"], []), ([""], []), (["^D"], []),
        (["4", "1-", "2"], ["c7i.large#2"]), (["0", "x", "3-1", "1"], []),
    ])
    func `what is kept is what was named, and nothing by mistake`(answers: [String], kept: [String]) async throws {
        let sandbox = try Sandbox()
        let end = try await sandbox.onTerminal(["run"] + Self.few, answers: answers)
        #expect(end.code == 0, "\(end.output)")
        let history = try await sandbox.history()
        #expect(history.cases.filter { $0.finalOutcome.disposal == .kept }.map(\.instanceCase.id.text) == kept)
        let id = try #require(history.cases.first?.environment?.id)
        #expect(end.output.contains("\(id)  198."), "the question does not show the instance")
        #expect(history.ledger.leaks.isEmpty)
    }

    @Test func `an interruption at the question keeps nothing`() async throws {
        let sandbox = try Sandbox()
        let end = try await sandbox.onTerminal(["run"] + Self.few, answers: ["^C"])
        #expect(end.code == 130, "\(end.output)")
        #expect(try await sandbox.history().cases.allSatisfy { $0.finalOutcome.disposal == .terminated })
    }

    @Test func `asking needs somebody to answer`() async throws {
        let sandbox = try Sandbox()
        let end = try await sandbox.start(["run"] + Self.few).end()
        #expect(end.code == 2)
        #expect(end.complaints.contains("keep: ask needs a terminal"))
    }
}

extension Sandbox {
    /// Runs the tool on a pseudo terminal and answers each question in turn; `^C` and `^D` are the keys.
    fileprivate func onTerminal(_ arguments: [String], answers: [String]) async throws -> Child.End {
        let program = """
            import os, pty, sys
            answers = sys.argv[1].split('|')
            child, terminal = pty.fork()
            if child == 0:
                os.execv(sys.argv[2], sys.argv[2:])
            said = ''
            while True:
                try:
                    piece = os.read(terminal, 65536).decode()
                except OSError:
                    break
                if not piece:
                    break
                said += piece
                sys.stdout.write(piece)
                if said.endswith('? ') or said.endswith('[y/N] '):
                    said = ''
                    answer = answers.pop(0)
                    key = {'^C': b'\\x03', '^D': b'\\x04'}.get(answer)
                    os.write(terminal, key or (answer + '\\n').encode())
            status = os.waitpid(child, 0)[1]
            sys.exit(os.waitstatus_to_exitcode(status))
            """
        let words = ["-c", program, answers.joined(separator: "|"), Binaries.tool] + arguments
        return try await start(Python.path, with: words).end()
    }
}
