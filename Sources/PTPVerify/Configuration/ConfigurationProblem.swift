/// One thing that is wrong with a configuration: what, where, and what to do.
package struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String
    /// Where the wrong value stands; `nil` when a value is missing everywhere.
    package let source: SettingSource?
    package let remedy: String?

    package init(_ message: String, at source: SettingSource?, remedy: String? = nil) {
        self.message = message
        self.source = source
        self.remedy = remedy
    }

    package var description: String {
        let place = source.map { "\($0): " } ?? ""
        let advice = remedy.map { "\n    \($0)" } ?? ""
        return place + message + advice
    }
}

/// Everything that is wrong with a configuration, in the order in which one would look: options, variables, file, rest.
package struct ConfigurationProblems: Error, Sendable, CustomStringConvertible {
    package let all: [ConfigurationProblem]

    private static let mostPrinted = 50

    init(_ problems: [ConfigurationProblem]) {
        let ranked = problems.enumerated().map { (rank: Self.rank($1.source, order: $0), problem: $1) }
        all = ranked.sorted { $0.rank < $1.rank }.map { $0.problem }
    }

    package var description: String {
        let lines = all.prefix(Self.mostPrinted).map(\.description)
        let rest = all.count - lines.count
        return (lines + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
    }

    private static func rank(_ source: SettingSource?, order: Int) -> (Int, Int, Int, Int) {
        switch source {
        case .commandLine: (0, 0, 0, order)
        case .environment: (1, 0, 0, order)
        case .file(_, let line, let column): (2, line, column, order)
        case .default, nil: (3, 0, 0, order)
        }
    }
}

/// Quotes what somebody wrote, shortened and on one line, for a message.
func quoted(_ text: String) -> String {
    let longest = 60
    let start = text.prefix(longest).unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }
    return "\"\(String(String.UnicodeScalarView(start)))\(text.count > longest ? "…" : "")\""
}
