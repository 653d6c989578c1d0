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
        case all = "--all"
        case mixed = "--mixed"

        var summary: String {
            switch self {
            case .json: "print JSON instead of words"
            case .yaml: "print YAML instead of words"
            case .apply: "do it, instead of only telling"
            case .packages: "also remove the packages that were installed for the set-up"
            case .all: "show all metrics, too, not only those by which types are judged"
            case .mixed: "compare pretended evidence with real evidence all the same"
            }
        }
    }

    /// An option with a value that only some commands know.
    package enum Parameter: String, Sendable {
        case port = "--port"
        case run = "--run"
        case olderThan = "--older-than"
        case metric = "--metric"
        case type = "--type"
        case by = "--by"
        case svg = "--svg"
        case tolerance = "--tolerance"

        var placeholder: String {
            switch self {
            case .port: "N"
            case .run: "RUN"
            case .olderThan: "AGE"
            case .metric: "NAME[,NAME]…"
            case .type: "TYPE"
            case .by: "WHAT[,WHAT]…"
            case .svg: "FILE"
            case .tolerance: "PERCENT"
            }
        }

        var summary: String {
            switch self {
            case .port: "port to listen on; 0, as without it, takes one that is free"
            case .run: "only what this run made"
            case .olderThan: "only what was made longer ago, such as 90m, 2h or 7d"
            case .metric: "what to follow; without it \(Metric.headline.name)"
            case .type: "only this type, or types like it, such as 'c7i.*'"
            case .by: "what to tell apart besides types: \(HistoryWords.groupings)"
            case .svg: "also write the plots to this file"
            case .tolerance: "changes up to this one matter to nobody; 10 without it"
            }
        }

        /// What a value must be; `nil` when this one is.
        func complaint(about value: String) -> String? {
            switch self {
            case .port: UInt16(value) == nil ? "a port from 0 to 65535" : nil
            case .run: value.isEmpty ? "the name of a run" : nil
            case .olderThan: Age(value) == nil ? "an age such as 90m, 2h or 7d" : nil
            case .metric: value.isEmpty ? "the name of a metric, such as \(Metric.headline.name)" : nil
            case .type: value.isEmpty ? "the name of a type" : nil
            case .by: HistoryWords.groupings(value) == nil ? "some of \(HistoryWords.groupings)" : nil
            case .svg: value.isEmpty ? "the path of a file" : nil
            case .tolerance: HistoryWords.share(value) == nil ? "per cent above 0, such as 10" : nil
            }
        }
    }

    /// What a command is about.
    package enum Subject: Sendable {
        /// A run; the newest one without a name.
        case run
        /// A host.
        case host
        /// A host, and after `--` a command to run on it.
        case hostAndCommand
        /// Runs, directories and files, as many as one likes; the newest run without a name.
        case evidence
        /// Two sides of runs to compare.
        case sides
        /// Runs, as many as one likes; all without a name.
        case runs

        /// Whether more than one may be named.
        var takesMany: Bool {
            switch self {
            case .evidence, .sides, .runs: true
            case .run, .host, .hostAndCommand: false
            }
        }

        /// How it is named in a line of usage.
        var placeholder: String {
            switch self {
            case .run: "[RUN]"
            case .host, .hostAndCommand: "HOST"
            case .evidence: "[RUN|DIRECTORY|FILE]…"
            case .sides: "BASELINE… [with RUN…]"
            case .runs: "[RUN]…"
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
