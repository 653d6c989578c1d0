import IntegrationSupport
import Testing

/// What the tool says about itself is true.
@Suite(.onOwnThreads) struct HelpTests {
    @Test(arguments: ["run", "plan", "doctor", "iam-policy", "report", "gate", "status", "sweep", "config explain"])
    func `examples in the help run`(command: String) async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run").code == 0)
        let words = command.split(separator: " ").map(String.init)
        let help = try await sandbox.start(words + ["--help"]).end()
        #expect(help.code == 0)
        let examples = help.output.split(separator: "\n").filter { $0.hasPrefix("  ptp-verify ") }
        #expect(examples.count >= 2, "\(help.output)")
        for example in examples {
            let arguments = example.split(separator: " ").dropFirst().map(String.init)
            let end = try await sandbox.start(arguments).end()
            #expect(end.code == 0, "\(example): \(end.words)")
            #expect(!end.output.isEmpty)
        }
    }

    @Test func `help goes to the output when asked for, and to the errors when not`() async throws {
        let sandbox = try Sandbox()
        let asked = try await sandbox.tool("--help")
        let lost = try await sandbox.start([]).end()
        #expect((asked.code, lost.code) == (0, 2))
        #expect(asked.output == lost.complaints)
        #expect(try await sandbox.tool("--version").output.hasPrefix("ptp-verify "))
    }

    @Test func `a wrong word is answered with the right one`() async throws {
        let sandbox = try Sandbox()
        let end = try await sandbox.tool("swep")
        #expect(end.code == 2)
        #expect(end.complaints == "unknown command \"swep\": did you mean sweep?\n")
    }
}
