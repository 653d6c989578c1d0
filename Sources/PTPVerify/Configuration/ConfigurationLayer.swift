import Orchestration
internal import YAML

/// One setting as one layer gives it, not yet decoded.
struct Assignment {
    let row: SettingRow
    let node: YAMLNode
    let source: SettingSource
    /// The file, for the places inside the value.
    var path: String?

    init(_ row: SettingRow, node: YAMLNode, source: SettingSource, path: String?) {
        self.row = row
        self.node = node
        self.source = source
        self.path = path
    }

    /// A value that came as a text, such as that of a variable or an option.
    init(_ row: SettingRow, text: String, source: SettingSource) {
        let scalar = YAMLScalar(text: text, isPlain: false)
        self.init(row, node: YAMLNode(.scalar(scalar), mark: YAMLMark(line: 1, column: 1)), source: source, path: nil)
    }
}

/// What one layer says, and what is wrong with how it says it.
struct ConfigurationLayer {
    var assignments: [Assignment] = []
    var problems: [ConfigurationProblem] = []
    /// Keys that were probably meant by unknown ones: nothing is said about them a second time.
    var suspects: Set<String> = []

    func value(of row: SettingRow) -> Assignment? { assignments.first { $0.row.key == row.key } }

    fileprivate mutating func note(_ message: String, at source: SettingSource, near: String?, else remedy: String?) {
        problems.append(ConfigurationProblem(message, at: source, remedy: near.map { "did you mean \($0)?" } ?? remedy))
    }
}

extension ConfigurationLayer {
    /// Reads `--key value` and `--key=value`.
    init(arguments: [String]) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let row = SettingTable.rows.first(where: { $0.option == parts[0] }) else {
                noteUnknown(argument: parts[0], followedBy: &rest, hasValue: parts.count == 2)
                continue
            }
            let source = SettingSource.commandLine(row.option)
            guard let text = parts.count == 2 ? parts[1] : Self.value(for: row, in: &rest) else {
                let remedy = "write \(row.option) \(row.placeholder)"
                note("\(row.option) needs a value", at: source, near: nil, else: remedy)
                suspects.insert(row.key)
                continue
            }
            guard value(of: row) == nil else {
                note("\(row.option) is given twice", at: source, near: nil, else: "keep one of the two")
                continue
            }
            assignments.append(Assignment(row, text: text, source: source))
        }
    }

    private static func value(for row: SettingRow, in rest: inout ArraySlice<String>) -> String? {
        let next = rest.first.flatMap { $0.hasPrefix("--") ? nil : $0 }
        if row.isFlag {
            let isAnswer = next.map { SettingDecoder<Bool>.words.keys.contains($0.lowercased()) } ?? false
            guard isAnswer else { return "yes" }
        }
        return next == nil ? nil : rest.popFirst()
    }

    private mutating func noteUnknown(argument: String, followedBy rest: inout ArraySlice<String>, hasValue: Bool) {
        let source = SettingSource.commandLine(argument)
        guard argument.hasPrefix("-") else {
            note("unexpected argument", at: source, near: nil, else: "options look like --key value or --key=value")
            return
        }
        let near = nearestName(to: argument, among: SettingTable.rows.map(\.option))
        note("unknown option", at: source, near: near, else: "--help lists the options")
        if let row = SettingTable.rows.first(where: { $0.option == near }) { suspects.insert(row.key) }
        // What follows is its value, and no problem of its own.
        if !hasValue, let next = rest.first, !next.hasPrefix("--") { rest.removeFirst() }
    }
}

extension ConfigurationLayer {
    /// Reads the variables that settings have; an empty one counts as not set, as is usual in pipelines.
    init(environment: [String: String], scope: SettingScope) {
        for row in scope.rows {
            let set = row.environment.lazy.compactMap { name in environment[name].map { (name, $0) } }
            guard let (name, text) = set.first(where: { !$0.1.isEmpty }) else { continue }
            assignments.append(Assignment(row, text: text, source: .environment(name)))
        }
        noteMisspelled(environment.keys, scope)
    }

    /// A variable that is nearly one of ours is a mistake that would otherwise go unseen; others are not our business.
    private mutating func noteMisspelled(_ names: some Sequence<String>, _ scope: SettingScope) {
        let secrets = SecretVariable.allCases.map(\.rawValue)
        let ours =
            SettingTable.rows.map { (key: $0.key, name: $0.environment[0]) } + secrets.map { (key: "", name: $0) }
        let known = Set(SettingTable.rows.flatMap(\.environment) + secrets)
        for name in names.sorted() where name.hasPrefix("PTP_") && name.utf8.count <= 64 && !known.contains(name) {
            let ranked = ours.map { ($0, editDistance(Array(name.utf8), Array($0.name.utf8))) }
            guard let (near, slips) = ranked.min(by: { $0.1 < $1.1 }), slips <= 2, scope.concerns(near.key) else {
                continue
            }
            note("unknown variable", at: .environment(name), near: near.name, else: nil)
            suspects.insert(near.key)
        }
    }
}

extension ConfigurationLayer {
    /// Takes the keys of a file's mapping.
    init(entries: [YAMLEntry], path: String, scope: SettingScope) {
        let mostUnknown = 20
        var unknown = 0
        let rows = Dictionary(uniqueKeysWithValues: SettingTable.inFiles.map { ($0.key, $0) })
        for entry in entries {
            let source = SettingSource.file(path: path, line: entry.keyMark.line, column: entry.keyMark.column)
            if let row = rows[entry.key] {
                guard scope.concerns(row.key) else { continue }
                assignments.append(Assignment(row, node: entry.value, source: source, path: path))
                continue
            }
            let near = nearestName(to: entry.key, among: SettingTable.inFiles.map(\.key))
            guard scope.concerns(near) else { continue }
            unknown += 1
            guard unknown <= mostUnknown else {
                note("and more unknown keys from here on", at: source, near: nil, else: "is this the right file?")
                return
            }
            note(
                "unknown key \(quoted(entry.key))",
                at: source,
                near: near,
                else: "ptp-verify config explain lists the keys"
            )
            if let near { suspects.insert(near) }
        }
    }
}
