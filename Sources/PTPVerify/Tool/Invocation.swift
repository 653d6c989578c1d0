/// Everything that is wrong with how the tool was called.
package struct UsageError: Error, CustomStringConvertible {
    package let problems: [String]

    package var description: String { problems.joined(separator: "\n") }
}

/// A call of the tool, taken apart.
package struct Invocation: Sendable {
    /// How a report is to be printed.
    package enum Format: Sendable {
        case words
        case json
        case yaml
    }

    package let command: ToolCommand
    /// The runs, hosts or files that were named.
    package private(set) var subjects: [String] = []
    /// What follows `--`.
    package private(set) var words: [String] = []
    /// The options that are settings, for the configuration to judge.
    package private(set) var settings: [String] = []
    package private(set) var wantsHelp = false
    private var flags: Set<ToolCommand.Flag> = []
    private var parameters: [ToolCommand.Parameter: String] = [:]

    /// The only run or host that was named.
    package var subject: String? { subjects.first }

    /// The port that was named; 0 without one.
    package var port: UInt16 { parameters[.port].flatMap { UInt16($0) } ?? 0 }

    /// What a sweep is to look at.
    package var selection: SweepSelection {
        SweepSelection(runID: parameters[.run], age: parameters[.olderThan].flatMap { Age($0)?.duration })
    }

    /// What was given for a parameter.
    package func value(of parameter: ToolCommand.Parameter) -> String? { parameters[parameter] }

    package func has(_ flag: ToolCommand.Flag) -> Bool { flags.contains(flag) }

    package var format: Format { has(.json) ? .json : has(.yaml) ? .yaml : .words }
}

extension Invocation {
    /// Finds the command and sorts what follows it.
    package init(_ arguments: [String]) throws(UsageError) {
        guard let command = ToolCommand.table.first(where: { arguments.starts(with: $0.words) }) else {
            throw UsageError(problems: [Self.unknown(arguments[0])])
        }
        self.command = command
        var problems: [String] = []
        var rest = arguments.dropFirst(command.words.count)
        while let argument = rest.popFirst() {
            if argument == "--", command.subject == .hostAndCommand {
                words = Array(rest)
                break
            }
            take(argument, &rest, &problems)
        }
        if has(.json), has(.yaml) { problems.append("--json and --yaml cannot go together: leave one out") }
        guard problems.isEmpty || wantsHelp else { throw UsageError(problems: problems) }
    }

    private mutating func take(_ argument: String, _ rest: inout ArraySlice<String>, _ problems: inout [String]) {
        if ["--help", "-h"].contains(argument) {
            wantsHelp = true
        } else if let flag = command.flags.first(where: { $0.rawValue == argument }) {
            flags.insert(flag)
        } else if let parameter = command.parameters.first(where: { argument.hasPrefix($0.rawValue) }),
            ["=", nil].contains(argument.dropFirst(parameter.rawValue.count).first)
        {
            let inside = argument.dropFirst(parameter.rawValue.count + 1)
            let value = argument == parameter.rawValue ? rest.popFirst() ?? "" : String(inside)
            parameters[parameter] = value
            if let complaint = parameter.complaint(about: value) {
                problems.append("\(parameter.rawValue) needs \(complaint)")
            }
        } else if let row = setting(argument) {
            settings.append(argument)
            if !argument.contains("="), row.takesValue(rest.first), let value = rest.popFirst() {
                settings.append(value)
            }
        } else if argument.hasPrefix("-"), argument != "-" || command.subject != .evidence {
            problems.append(unknownOption(argument))
            // What follows is its value, and no problem of its own.
            if command.subject == nil, let next = rest.first, !next.hasPrefix("-") { rest.removeFirst() }
        } else if let kind = command.subject, subjects.isEmpty || kind.takesMany {
            subjects.append(argument)
        } else {
            problems.append("unexpected argument \(quoted(argument)): \(command.usage)")
        }
    }

    private func setting(_ argument: String) -> SettingRow? {
        let option = argument.prefix { $0 != "=" }
        return command.settings.rows.first { $0.option == option }
    }

    private func unknownOption(_ argument: String) -> String {
        let option = String(argument.prefix { $0 != "=" })
        let own = command.flags.map(\.rawValue) + command.parameters.map(\.rawValue)
        let known = own + command.settings.rows.map(\.option) + ["--help"]
        let advice = nearestName(to: option, among: known).map { "did you mean \($0)?" }
        return "unknown option \(quoted(option)): \(advice ?? "`ptp-verify \(command.name) --help` lists them")"
    }

    private static func unknown(_ word: String) -> String {
        if word.hasPrefix("-") { return "unknown option \(quoted(word)): options come after a command" }
        let advice = nearestName(to: word, among: ToolCommand.table.map(\.name)).map { "did you mean \($0)?" }
        return "unknown command \(quoted(word)): \(advice ?? "`ptp-verify --help` lists them")"
    }
}

extension ToolCommand {
    package var words: [String] { name.split(separator: " ").map(String.init) }
}

extension SettingRow {
    /// Whether the next argument is this option's value.
    fileprivate func takesValue(_ next: String?) -> Bool {
        guard let next, !next.hasPrefix("--") else { return false }
        return !isFlag || SettingDecoder<Bool>.words.keys.contains(next.lowercased())
    }
}
