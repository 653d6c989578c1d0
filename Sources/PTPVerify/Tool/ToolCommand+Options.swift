import Reports

extension ToolCommand {
    /// An option without a value that only some commands know.
    package struct Flag: Sendable {
        let option: String
        let summary: String
    }

    /// An option with a value that only some commands know.
    package struct Parameter: Sendable {
        let option: String
        /// What stands for the value in the help.
        let placeholder: String
        let summary: String
        /// What a value must be; `nil` when this one is.
        let complaint: @Sendable (_ value: String) -> String?

        /// An option whose value can be anything that says something.
        init(
            _ option: String,
            _ placeholder: String,
            _ summary: String,
            needs what: String = "a value",
            isGood: @escaping @Sendable (String) -> Bool = { !$0.isEmpty && !$0.hasPrefix("--") }
        ) {
            self.option = option
            self.placeholder = placeholder
            self.summary = summary
            complaint = { isGood($0) ? nil : what }
        }
    }
}

// MARK: - Those of several commands

extension ToolCommand.Flag {
    package static let json = Self(option: "--json", summary: "print JSON instead of words")
    package static let yaml = Self(option: "--yaml", summary: "print YAML instead of words")
    static let apply = Self(option: "--apply", summary: "do it, instead of only telling")
    static let packages = Self(
        option: "--packages",
        summary: "also remove the packages that were installed for the set-up"
    )
}

extension ToolCommand.Parameter {
    static let port = Self(
        "--port",
        "N",
        "port to listen on; 0, as without it, takes one that is free",
        needs: "a port from 0 to 65535"
    ) { UInt16($0) != nil }

    static let run = Self("--run", "RUN", "only what this run made", needs: "the name of a run") { !$0.isEmpty }

    static let olderThan = Self(
        "--older-than",
        "AGE",
        "only what was made longer ago, such as 90m, 2h or 7d",
        needs: "an age such as 90m, 2h or 7d"
    ) { Age($0) != nil }

    static let format = Self("--format", "FORM", "print it as \(forms)", needs: forms) { name in
        name == "words" || Rendering.all.contains { $0.name == name }
    }

    private static let forms: String = {
        let names = ["words"] + Rendering.all.map(\.name)
        return names.dropLast().joined(separator: ", ") + " or \(names[names.count - 1])"
    }()
}
