import Orchestration
package import Reports

/// Everything that is wrong with how the tool was called.
package struct UsageError: Error, CustomStringConvertible {
    package let problems: [String]

    package var description: String { problems.joined(separator: "\n") }
}

/// A call of the tool, taken apart.
package struct Invocation: Sendable {
    package let command: ToolCommand
    /// The runs, hosts or files that were named.
    package private(set) var subjects: [String] = []
    /// What follows `--`.
    package private(set) var words: [String] = []
    /// The options that are settings, for the configuration to judge.
    package private(set) var settings: [String] = []
    package private(set) var wantsHelp = false
    private var flags: Set<String> = []
    private var parameters: [String: String] = [:]

    /// The only run or host that was named.
    package var subject: String? { subjects.first }

    /// The port that was named; 0 without one.
    package var port: UInt16 { value(.port).flatMap { UInt16($0) } ?? 0 }

    /// What a sweep is to look at.
    package var selection: SweepSelection {
        SweepSelection(runID: value(.run), age: value(.olderThan).flatMap { Age($0)?.duration })
    }

    /// What was said for an option.
    func value(_ parameter: ToolCommand.Parameter) -> String? { parameters[parameter.option] }

    package func has(_ flag: ToolCommand.Flag) -> Bool { flags.contains(flag.option) }

    /// The form in which a report is to be printed; `nil` for words.
    package var rendering: Rendering? {
        let name = value(.format) ?? (has(.json) ? "json" : has(.yaml) ? "yaml" : "words")
        return Rendering.all.first { $0.name == name }
    }
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
        let forms = [
            has(.json) ? "--json" : nil, has(.yaml) ? "--yaml" : nil, value(.format).map { _ in "--format" },
        ]
        let named = forms.compactMap(\.self)
        if named.count > 1 { problems.append("\(named.joined(separator: " and ")) cannot go together: leave one out") }
        guard problems.isEmpty || wantsHelp else { throw UsageError(problems: problems) }
    }

    private mutating func take(_ argument: String, _ rest: inout ArraySlice<String>, _ problems: inout [String]) {
        if ["--help", "-h"].contains(argument) {
            wantsHelp = true
        } else if let flag = command.flags.first(where: { $0.option == argument }) {
            flags.insert(flag.option)
        } else if let parameter = command.parameters.first(where: { argument.hasPrefix($0.option) }),
            ["=", nil].contains(argument.dropFirst(parameter.option.count).first)
        {
            let inside = argument.dropFirst(parameter.option.count + 1)
            let value = argument == parameter.option ? rest.popFirst() ?? "" : String(inside)
            parameters[parameter.option] = value
            if let complaint = parameter.complaint(value) {
                problems.append("\(parameter.option) needs \(complaint)")
            }
        } else if let row = setting(argument) {
            settings.append(argument)
            if !argument.contains("="), row.takesValue(rest.first), let value = rest.popFirst() {
                settings.append(value)
            }
        } else if argument.hasPrefix("-"), argument != "-" || command.subject?.takesInput != true {
            problems.append(unknownOption(argument))
            // What follows is its value, and no problem of its own.
            if command.subject == nil, let next = rest.first, !next.hasPrefix("-") { rest.removeFirst() }
        } else if let kind = command.subject, subjects.isEmpty || kind.isMany {
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
        let own = command.flags.map(\.option) + command.parameters.map(\.option)
        let known = own + command.settings.rows.map(\.option) + ["--help"]
        let advice = nearestName(to: option, among: known).map { "did you mean \($0)?" }
        return "unknown option \(quoted(option)): \(advice ?? "`ptp-verify \(command.name) --help` lists them")"
    }

    private static func unknown(_ word: String) -> String {
        if word.hasPrefix("-") { return "unknown option \(quoted(word)): options come after a command" }
        let family = ToolCommand.table.map(\.name).filter { $0.hasPrefix("\(word) ") }
        if family.count > 1 { return "\(quoted(word)) needs one more word: \(family.joined(separator: ", "))" }
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
