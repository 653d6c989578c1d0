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
        case policy = "--policy"
        case baseline = "--baseline"
        case events = "--events"

        var placeholder: String {
            switch self {
            case .port: "N"
            case .run, .baseline: "RUN"
            case .olderThan: "AGE"
            case .policy, .events: "FILE"
            }
        }

        var summary: String {
            switch self {
            case .port: "port to listen on; 0, as without it, takes one that is free"
            case .run: "only what this run made"
            case .olderThan: "only what was made longer ago, such as 90m, 2h or 7d"
            case .policy: "what is asked for, in YAML or JSON; without it, that every case is as expected"
            case .baseline: "the earlier run with which rules about growth compare"
            case .events: "what `swift test --event-stream-output-path` wrote: it must agree with the run's journal"
            }
        }

        /// What a value must be; `nil` when this one is.
        func complaint(about value: String) -> String? {
            switch self {
            case .port: UInt16(value) == nil ? "a port from 0 to 65535" : nil
            case .run: value.isEmpty ? "the name of a run" : nil
            case .baseline: value.isEmpty || value.hasPrefix("--") ? "the name of a run" : nil
            case .policy, .events: value.isEmpty || value.hasPrefix("--") ? "the path of a file" : nil
            case .olderThan: Age(value) == nil ? "an age such as 90m, 2h or 7d" : nil
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

        /// How it is named in a line of usage.
        var placeholder: String {
            switch self {
            case .run: "[RUN]"
            case .runs: "[RUN]…"
            case .host, .hostAndCommand: "HOST"
            case .evidence: "[RUN|DIRECTORY|FILE]…"
            }
        }

        /// Whether more than one can be named.
        var isPlural: Bool {
            switch self {
            case .runs, .evidence: true
            case .run, .host, .hostAndCommand: false
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
