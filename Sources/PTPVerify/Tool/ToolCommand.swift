/// One command of the tool: everything there is to know about it, in one place.
///
/// Parsing and help follow from it.
package struct ToolCommand: Sendable {
    /// What a command is about.
    package enum Subject: Sendable {
        /// A run; the newest one without a name.
        case run
        /// Runs, as many as one likes; what none means is up to the command.
        case runs
        /// Runs and directories with runs, as many as one likes; the newest run without a name.
        case runsAndDirectories
        /// Two sides of runs to compare.
        case sides
        /// A host.
        case host
        /// A host, and after `--` a command to run on it.
        case hostAndCommand
        /// Runs, directories and files, as many as one likes; the newest run without a name.
        case evidence
        /// A run in the store.
        case storedRun
        /// A file, or `-` for the standard input.
        case file

        /// Whether as many of them may be named as one likes.
        var isMany: Bool {
            switch self {
            case .evidence, .runs, .runsAndDirectories, .sides: true
            case .run, .host, .hostAndCommand, .storedRun, .file: false
            }
        }

        /// Whether `-` may stand for the standard input.
        var takesInput: Bool {
            switch self {
            case .evidence, .file: true
            case .run, .runs, .runsAndDirectories, .sides, .host, .hostAndCommand, .storedRun: false
            }
        }

        /// How it is named in a line of usage.
        var placeholder: String {
            switch self {
            case .run: "[RUN]"
            case .runs: "[RUN]…"
            case .runsAndDirectories: "[RUN|DIRECTORY]…"
            case .sides: "BASELINE… [with RUN…]"
            case .host, .hostAndCommand: "HOST"
            case .evidence: "[RUN|DIRECTORY|FILE]…"
            case .storedRun: "RUN"
            case .file: "FILE|-"
            }
        }
    }

    /// A line that can be pasted, and what it is for.
    package struct Example: Sendable {
        package let line: String
        package let meaning: String
    }

    /// The word or words that call it.
    package let name: String
    /// What may be named behind it.
    package var subject: Subject?
    package var flags: [Flag] = []
    package var parameters: [Parameter] = []
    /// Which settings it needs; they may stand behind it as options.
    package var settings = SettingScope.whereabouts
    /// What it does, on one line.
    package let summary: String
    /// What else one should know.
    package var details = ""
    package let examples: [Example]
    /// Does it, and answers with the exit code.
    package let perform: @Sendable (Invocation, Tool) async throws -> Int

    package var usage: String {
        let words =
            [name] + (subject.map { [$0.placeholder] } ?? [])
            + flags.map { "[\($0.option)]" } + parameters.map { "[\($0.option) \($0.placeholder)]" }
            + ["[--SETTING VALUE]…"] + (subject == .hostAndCommand ? ["-- COMMAND"] : [])
        return "ptp-verify " + words.joined(separator: " ")
    }
}
