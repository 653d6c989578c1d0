import PTPVerify
import Testing

@Suite struct InvocationTests {
    private func problems(_ arguments: String...) -> [String] {
        do throws(UsageError) {
            _ = try Invocation(arguments)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `settings, flags and a run are told apart in any order`() throws {
        let invocation = try Invocation(["report", "--report-dir", "there", "some-run", "--json", "--config=a.yaml"])
        #expect(invocation.subject == "some-run")
        #expect(invocation.settings == ["--report-dir", "there", "--config=a.yaml"])
        #expect(invocation.has(.json) && !invocation.has(.yaml))
    }

    @Test func `a yes-or-no setting takes only an answer as its value`() throws {
        #expect(try Invocation(["run", "--confirm", "--seed", "1"]).settings == ["--confirm", "--seed", "1"])
        #expect(try Invocation(["run", "--confirm", "no"]).settings == ["--confirm", "no"])
    }

    @Test func `a setting without its value is left to the configuration to refuse`() throws {
        #expect(try Invocation(["plan", "--seed", "--json"]).settings == ["--seed"])
        #expect(try Invocation(["plan", "--seed"]).settings == ["--seed"])
    }

    @Test func `every problem is told, with the nearest name`() {
        #expect(
            problems("report", "--jsn", "one", "two", "--yml") == [
                "unknown option \"--jsn\": did you mean --json?",
                "unexpected argument \"two\": ptp-verify report [RUN] [--json] [--yaml] [--format FORM] "
                    + "[--SETTING VALUE]…",
                "unknown option \"--yml\": did you mean --yaml?",
            ]
        )
        #expect(problems("run", "--confrim") == ["unknown option \"--confrim\": did you mean --confirm?"])
        #expect(problems("frobnicate") == ["unknown command \"frobnicate\": `ptp-verify --help` lists them"])
        #expect(problems("config") == ["unknown command \"config\": did you mean config explain?"])
        #expect(problems("--seed", "1", "run") == ["unknown option \"--seed\": options come after a command"])
        #expect(problems("report", "--json", "--yaml") == ["--json and --yaml cannot go together: leave one out"])
    }

    @Test func `settings that make no sense for a command are not taken`() {
        #expect(problems("stop", "--seed", "1").count == 1)
        #expect(problems("plan", "some-run").count == 1)
        #expect(problems("status", "--apply").count == 1)
    }

    @Test func `help is given whatever else is wrong`() throws {
        #expect(try Invocation(["run", "--nonsense", "-h"]).wantsHelp)
    }

    @Test func `every example is a call that the tool understands`() throws {
        for command in ToolCommand.table {
            #expect(!command.examples.isEmpty, "\(command.name)")
            for example in command.examples {
                let words = example.line.split(separator: " ").map(String.init)
                #expect(words.first == "ptp-verify")
                #expect(try Invocation(Array(words.dropFirst())).command.name == command.name)
            }
            #expect(Help.general.contains("  \(command.name)"))
            #expect(Help.of(command).contains(command.usage))
        }
    }
}
