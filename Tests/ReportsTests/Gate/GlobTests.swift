import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct GlobTests {
    @Test(arguments: [
        ("*", "", true), ("*", "c7i.large", true), ("c7i.*", "c7i.large", true), ("c7i.*", "c7i", false),
        ("c7i.*", "c7in.large", false), ("c7?.large", "c7i.large", true), ("c7?.large", "c7.large", false),
        ("*.large", "c7i.xlarge", false), ("*large", "c7i.xlarge", true), ("a*b*c", "abbcbc", true),
        ("a*b*c", "abbcbd", false), ("", "", true), ("", "a", false), ("?", "\u{e9}", true), ("C7i", "c7i", false),
    ])
    func `a pattern means these names`(pattern: String, name: String, isMeant: Bool) {
        #expect(Glob(pattern).matches(name) == isMeant)
    }

    @Test func `many stars take no time`() {
        let pattern = String(repeating: "a*", count: 49) + "c"
        #expect(!Glob(pattern).matches(String(repeating: "a", count: 4_000) + "b"))
    }

    @Test func `rules are told apart by where and what, and the unknown matches nothing`() throws {
        let policy = try policy(
            """
            version: 1
            rules:
            - {name: labelled, match: {labels: {team: "t*"}}}
            - {name: zone, match: {types: [c7i.large], zones: ["eu-*a"]}}
            - {name: family, match: {families: [c7i]}}
            - {name: region, match: {regions: us-east-1, architectures: x86_64}}
            """
        )
        let rules: [(CaseResults, Int?)] = [
            (.made(labels: ["team": "time"]), 0), (.made(labels: ["team": "none"]), 1), (.made(zone: nil), 2),
            (.made("c7i.metal-24xl"), 2), (.made("m7i.large", zone: "us-east-1b"), 3), (.made("m7i.large"), nil),
            (.made("m7i.large", zone: nil), nil), (.made("c7in.large"), nil),
        ]
        for (results, rule) in rules {
            #expect(
                policy.rules.firstIndex { $0.match.matches(results) } == rule,
                "\(results.planned) \(results.setting)"
            )
        }
    }

    /// Whoever is said to be covered is covered: no name shows the contrary.
    @Test func `what covers a pattern matches all that it matches`() async throws {
        struct Input: Sendable { let wide, narrow, name: String }
        try await checkProperty(
            "a covering pattern matches whatever the covered one matches",
            runs: 2_000,
            generate: { generator in
                func text(_ letters: String, _ longest: Int) -> String {
                    let letters = Array(letters)
                    return String(
                        (0..<Int.random(in: 0...longest, using: &generator)).map { _ in
                            letters[Int.random(in: 0..<letters.count, using: &generator)]
                        }
                    )
                }
                return Input(wide: text("ab.*?", 4), narrow: text("ab.*?", 5), name: text("ab.", 5))
            },
            refute: { input in
                let rules =
                    "- {name: wide, match: {types: '\(input.wide)'}}\n- {name: n, match: {types: '\(input.narrow)'}}"
                guard !input.wide.isEmpty, !input.narrow.isEmpty else { return nil }
                let isCovered = !problems("version: 1\nrules:\n\(rules)\n").isEmpty
                guard isCovered, Glob(input.narrow).matches(input.name) else { return nil }
                return Glob(input.wide).matches(input.name) ? nil : "\(input.wide) does not match \(input.name)"
            }
        )
    }
}
