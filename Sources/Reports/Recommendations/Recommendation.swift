public import Orchestration

/// Something to do that follows from results, and why.
public struct Recommendation: Sendable, Equatable {
    /// The rule that it comes from, such as `R03`.
    public let rule: String
    /// What to do, in whole sentences.
    public let text: String
    /// The figures that it rests on.
    public let because: String
    /// The type, case, place or run that it is about; `nil` where it is about all.
    public let about: String?

    /// What follows from runs, and from what they were compared with and followed through; most urgent first.
    public static func all(
        for runs: [RunResults],
        comparison: Comparison? = nil,
        trends: [Trend] = []
    ) -> [Recommendation] {
        all(in: Circumstances(runs, comparison, trends))
    }

    static func all(in circumstances: Circumstances) -> [Recommendation] {
        RecommendationRule.all.flatMap { rule in
            rule.find(circumstances).map {
                Recommendation(rule: rule.id, text: $0.text, because: $0.because, about: $0.about)
            }
        }
    }

    /// The recommendation on one line.
    public var line: String {
        // Reasons may be the words of hosts.
        ConsoleReporter.printable("\(rule)\(about.map { " \($0)" } ?? ""): \(sentences(because, text))")
    }

    /// The recommendation for programs.
    public var json: JSONObject {
        let object: JSONObject = [
            "rule": .string(rule), "about": JSONValue(about), "text": .string(text), "because": .string(because),
        ]
        return object.withoutNulls
    }
}

/// A reason to recommend something: when it applies, and what to do then.
package struct RecommendationRule: Sendable {
    /// What a rule has found.
    struct Advice: Sendable {
        var about: String?
        let because: String
        let text: String
    }

    /// Such as `R03`.
    package let id: String
    /// What it looks for, in few words.
    package let title: String
    let find: @Sendable (Circumstances) -> [Advice]

    init(_ id: String, _ title: String, find: @escaping @Sendable (Circumstances) -> [Advice]) {
        self.id = id
        self.title = title
        self.find = find
    }

    /// All rules, the most urgent first.
    package static let all = urgent + conclusions + comparisons + trends + types + insufficient
}
