import Reports

/// One command of the tool: everything there is to know about it, in one place.
///
/// Parsing and help follow from it.
package struct ToolCommand: Sendable {
    /// An option without a value that only some commands know.
    package enum Flag: String, Sendable {
        case json = "--json"
        case yaml = "--yaml"
        case apply = "--apply"
        case packages = "--packages"
        case allowSimulated = "--allow-simulated"

        var summary: String {
            switch self {
            case .json: "print JSON instead of words"
            case .yaml: "print YAML instead of words"
            case .apply: "do it, instead of only telling"
            case .packages: "also remove the packages that were installed for the set-up"
            case .allowSimulated: "let evidence of simulated and emulated machines count, whatever the policy says"
            }
        }
    }

    /// An option with a value that only some commands know.
    package enum Parameter: String, Sendable {
        case port = "--port"
        case run = "--run"
        case olderThan = "--older-than"
        case format = "--format"
        case name = "--name"
        case type = "--type"
        case region = "--region"
        case zone = "--zone"
        case verdict = "--verdict"
        case status = "--status"
        case environment = "--environment"
        case label = "--label"
        case since = "--since"
        case until = "--until"
        case limit = "--limit"
        case policy = "--policy"
        case baseline = "--baseline"
        case events = "--events"

        var placeholder: String {
            switch self {
            case .format: "FORM"
            case .port, .limit: "N"
            case .run: "RUN"
            case .olderThan: "AGE"
            case .name, .type: "PATTERN"
            case .region, .zone: "NAME"
            case .verdict, .status, .environment: "WORD"
            case .label: "NAME[=VALUE]"
            case .since, .until: "MOMENT"
            case .baseline: "RUN"
            case .policy, .events: "FILE"
            }
        }

        var summary: String {
            switch self {
            case .format: "print it as \(Self.forms)"
            case .port: "port to listen on; 0, as without it, takes one that is free"
            case .run: "only what this run made"
            case .olderThan: "only what was made longer ago, such as 90m, 2h or 7d"
            case .name, .type, .region, .zone, .verdict, .status, .environment, .label, .since, .until, .limit:
                filterSummary
            case .policy: "what is asked for, in YAML or JSON; without it, that every case is as expected"
            case .baseline: "the earlier run with which rules about growth compare"
            case .events: "what `swift test --event-stream-output-path` wrote: it must agree with the run's journal"
            }
        }

        private static let forms =
            (["words"] + Rendering.all.dropLast().map(\.name)).joined(separator: ", ")
            + (Rendering.all.last.map { " or \($0.name)" } ?? "")

        /// What a value must be; `nil` when this one is.
        func complaint(about value: String) -> String? {
            switch self {
            case .format: Rendering.all.contains { $0.name == value } || value == "words" ? nil : Self.forms
            case .port: UInt16(value) == nil ? "a port from 0 to 65535" : nil
            case .run: value.isEmpty ? "the name of a run" : nil
            case .baseline: value.isEmpty || value.hasPrefix("--") ? "the name of a run" : nil
            case .policy, .events: value.isEmpty || value.hasPrefix("--") ? "the path of a file" : nil
            case .olderThan: Age(value) == nil ? "an age such as 90m, 2h or 7d" : nil
            case .name, .type, .region, .zone, .verdict, .status, .environment, .label, .since, .until, .limit:
                filterComplaint(about: value)
            }
        }
    }

    /// What a command is about.
    package enum Subject: Sendable {
        /// A run; the newest one without a name.
        case run
        /// Runs, as many as one likes; the newest one without a name.
        case runs
        /// A host.
        case host
        /// A host, and after `--` a command to run on it.
        case hostAndCommand
        /// Runs, directories and files, as many as one likes; the newest run without a name.
        case evidence
        /// Runs and directories with runs, as many as one likes; the newest run without a name.
        case runs
        /// A run in the store.
        case storedRun
        /// A file, or `-` for the standard input.
        case file

        /// Whether as many of them may be named as one likes.
        var isMany: Bool {
            switch self {
            case .evidence, .runs: true
            case .run, .host, .hostAndCommand, .storedRun, .file: false
            }
        }

        /// Whether `-` may stand for the standard input.
        var takesInput: Bool {
            switch self {
            case .evidence, .file: true
            case .run, .host, .hostAndCommand, .runs, .storedRun: false
            }
        }

        /// How it is named in a line of usage.
        var placeholder: String {
            switch self {
            case .run: "[RUN]"
            case .host, .hostAndCommand: "HOST"
            case .evidence: "[RUN|DIRECTORY|FILE]…"
            case .runs: "[RUN|DIRECTORY]…"
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
            + flags.map { "[\($0.rawValue)]" } + parameters.map { "[\($0.rawValue) \($0.placeholder)]" }
            + ["[--SETTING VALUE]…"] + (subject == .hostAndCommand ? ["-- COMMAND"] : [])
        return "ptp-verify " + words.joined(separator: " ")
    }
}
