import Foundation
import Orchestration
import PTPTesting
import Reports
import Testing
import YAML

@Suite struct GatePolicyTests {
    @Test(arguments: ["nightly.yaml", "regression.yaml", "rehearsal.json"])
    func `every example is a policy`(name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: fixtures.appending(path: "policies/\(name)")))
        let policy = try GatePolicy(YAMLReader.readAll(bytes), path: name)
        #expect(!policy.rules.isEmpty)
        #expect(policy.needsBaseline == (name == "regression.yaml"))
    }

    @Test func `what is not said has its default`() throws {
        let policy = try policy("version: 1\nrules: [{name: as expected}]\n")
        var standard = GatePolicy.standard
        standard.rules[0].mark = policy.rules[0].mark
        #expect(policy == standard)
        #expect(standard.evidence.environments == ["ec2", "hosts"] && standard.refusesUnmatched)
    }

    @Test func `all that is said is taken in`() throws {
        let policy = try policy(
            """
            version: 1
            evidence: {environments: [ec2, simulated], max_age: 2w, complete: false}
            rules:
            - name: trading
              match: {types: ["c7i.*"], labels: {team: time}}
              verdict: [partial, supported]
              min_success: 95.5%
              allow_inconclusive: 5%
              declared_mismatch: refuse
              thresholds: [p99(error_bound) < 50us, errors < 1%]
              min_cases: 2
              regression: {p99(total_error_bound): 20%, duration: 300%}
            unmatched: allow
            """
        )
        let rule = policy.rules[0]
        #expect(policy.evidence.environments == ["ec2", "simulated"])
        #expect(policy.evidence.maxAge == .seconds(14 * 86_400) && !policy.evidence.mustBeComplete)
        #expect(!policy.refusesUnmatched && rule.name == "trading" && rule.match.patterns == [.types: [Glob("c7i.*")]])
        #expect(rule.match.labels == ["team": [Glob("time")]] && rule.required == .verdicts([.supported, .partial]))
        #expect(rule.minSuccess == 0.955 && rule.allowedInconclusive == .share(0.05) && rule.refusesDeclaredMismatch)
        #expect(rule.thresholds.map(\.description) == ["p99(total_error_bound) < 50us", "failed_readings < 1%"])
        #expect(rule.minCases == 2 && rule.regressions.map(\.allowed) == [0.2, 3] && rule.mark?.line == 4)
    }

    @Test func `everything that is wrong is told at once, with its place and the nearest word`() throws {
        let text = try String(contentsOf: fixtures.appending(path: "policies/bad/misspelled.yaml"), encoding: .utf8)
        #expect(
            problems(text) == [
                "gate.yaml:1:10: version \"2\" is not known here", "    this tool reads version 1",
                "gate.yaml:2:1: unknown key \"evidance\" in the policy", "    did you mean evidence?",
                "gate.yaml:4:3: unknown key \"enviroments\" in evidence", "    did you mean environments?",
                "gate.yaml:5:18: there is no environment \"ec3\"", "    did you mean ec2?",
                "gate.yaml:6:12: max_age must be an age such as 90m, 12h, 30d or 4w, not \"soon\"",
                "gate.yaml:7:13: there is no answer for complete \"perhaps\"", "    there are true, false",
                "gate.yaml:10:5: unknown key \"mach\" in a rule", "    did you mean match?",
                "gate.yaml:11:13: unknown key \"typs\" in match", "    did you mean types?",
                "gate.yaml:11:39: the label \"team\" is an empty list: no case could match", "    leave it out",
                "gate.yaml:12:14: there is no verdict \"suported\"", "    did you mean supported?",
                "gate.yaml:13:18: min_success must be a share such as 95%, and at most 100%, not \"95\"",
                "gate.yaml:14:25: allow_inconclusive must be a number of cases such as 1, or a share such as 5%",
                "gate.yaml:15:24: there is no answer for declared_mismatch \"no\"", "    there are refuse, allow",
                "gate.yaml:17:13: in \"p99(eror_bound) < 50us\": no figure is called \"eror_bound\"",
                "    did you mean error_bound?",
                "gate.yaml:18:10: in \"p95(error_bound) < 50us\": there is no function \"p95\"",
                "    did you mean p90?",
                "gate.yaml:19:9: in \"error_bound < 50us\": error_bound is measured again and again: say what is meant",
                "    write median(error_bound), p90(error_bound), p99(error_bound), max(error_bound)",
                "gate.yaml:20:19: in \"errors < 1\": the number has no unit", "    write a share such as 1%",
                "gate.yaml:21:26: in \"p99(error_bound) = 50us\": \"=\" compares nothing",
                "    write <, <=, > or >= and a limit",
                "gate.yaml:22:16: min_cases must be a whole number such as 2, not \"-1\"",
                "gate.yaml:23:18: in \"p99(errors)\": errors is one number of a case",
                "    write errors without a function",
                "gate.yaml:23:49: the allowed growth of \"max(offset)\" must be a share such as 95%, not \"much\"",
                "gate.yaml:24:5: a rule has no name", "    reasons name their rule: write - name: …",
                "gate.yaml:24:14: met and any stand alone", "    write one of them, or verdicts",
                "gate.yaml:25:12: there is no answer for unmatched \"maybe\"", "    there are refuse, allow",
            ]
        )
    }

    @Test func `what nobody can follow is refused with both places`() throws {
        let text = try String(contentsOf: fixtures.appending(path: "policies/bad/contradictions.yaml"), encoding: .utf8)
        #expect(
            problems(text) == [
                "gate.yaml:3:17: environments is empty: nothing would count as evidence",
                "    leave it out, or name some",
                "gate.yaml:8:43: \"p99(total_error_bound) > 20us\" and \"max(total_error_bound) < 10us\" at 8:18 "
                    + "can never hold together",
                "    leave one of them out",
                "gate.yaml:9:5: the rules \"slow\" and \"fast\" at 5:5 are for the same cases, "
                    + "and demand unsupported and supported",
                "    put special rules before general ones",
                "gate.yaml:12:5: the rule \"large\" can never judge a case: all that it matches are judged by "
                    + "\"fast\" at 5:5",
                "    put special rules before general ones",
                "gate.yaml:14:18: min_success must be a share such as 95%, and at most 100%, not \"120%\"",
                "gate.yaml:15:5: the name \"fast\" is there twice; the first is at 5:5",
                "    give each rule a name of its own",
                "gate.yaml:18:18: \"failed_readings < 1%\" is about a clock, which by 15:5 is to be absent",
                "    leave it out, or demand another verdict",
            ]
        )
    }

    @Test(arguments: [
        ("max(offset) < 10us", "max(offset) > 20us", true), ("max(offset) < 10us", "p99(offset) > 20us", true),
        ("p99(offset) < 10us", "max(offset) > 20us", false), ("max(offset) < 10us", "max(offset) >= 10us", true),
        ("max(offset) <= 10us", "max(offset) >= 10us", false), ("max(offset) <= 10us", "median(offset) > 10us", true),
        ("max(offset) < 10us", "max(skew) > 20ppm", false), ("max(offset) < 10us", "last(offset) > 20us", false),
        ("max(offset) < 10us", "max(offset) < 20us", false), ("samples > 10", "samples < 5", true),
    ])
    func `thresholds contradict each other, or do not`(first: String, second: String, areContradictory: Bool) {
        for pair in [[first, second], [second, first]] {
            let text = "version: 1\nrules: [{name: a, thresholds: ['\(pair[0])', '\(pair[1])']}]\n"
            #expect(problems(text).isEmpty != areContradictory, "\(pair)")
        }
    }

    @Test(arguments: [
        ("{}", "{types: [a]}", true), ("{types: [a]}", "{}", false), ("{types: ['*']}", "{zones: [a]}", true),
        ("{families: [c7i]}", "{types: [c7i.large, 'c7i.*', c7i]}", true),
        ("{families: ['c7*']}", "{types: 'c7*'}", false),
        ("{families: [c7i]}", "{types: ['c7i*']}", false), ("{types: ['c7i*']}", "{families: [c7i]}", true),
        ("{types: ['c7i.*']}", "{families: [c7i]}", false), ("{zones: ['*']}", "{types: [a]}", false),
        ("{labels: {a: '*'}}", "{labels: {a: b, c: d}}", true), ("{labels: {a: b}}", "{labels: {a: '*'}}", false),
        ("{types: [a], zones: [b]}", "{types: [a]}", false), ("{types: [a, b]}", "{types: [b], zones: [z]}", true),
    ])
    func `a rule that can never judge a case is found`(first: String, second: String, isShadowed: Bool) {
        let text = "version: 1\nrules: [{name: a, match: \(first)}, {name: b, match: \(second)}]\n"
        #expect(problems(text).isEmpty != isShadowed, "\(problems(text))")
    }

    @Test(arguments: [
        ("", "the file is empty"), ("- a", "the policy must be a mapping"), ("version: 1", "the policy has no rules"),
        ("rules: [{name: a}]", "the policy has no version"), ("version: 1\nrules: []", "there is no rule"),
        ("version: 1\nrules: {}", "rules must be a list"), ("version: 1\nrules: [a]", "a rule must be a mapping"),
        ("version: 1\nrules: [{name: }]", "name has no value"), ("version: 1\nversion: 1\nrules: [{name: a}]", "twice"),
        ("version: 1\nrules: [{name: a, min_success: 0%}]", "demands nothing"),
        ("version: 1\nrules: [{name: a, verdict: inconclusive}]", "cannot be demanded"),
        ("version: 1\nrules: [{name: a, verdict: []}]", "no case could be good"),
        ("version: 1\nevidence: {max_age: 0d}\nrules: [{name: a}]", "max_age must be an age"),
        ("version: 1\nrules: [{name: a, regression: {errors: 1%, failed_readings: 1%}}]", "under two names"),
        ("version: 1\nrules: [&a [*a]]", "inside the value"),
    ])
    func `a text that is no policy is refused`(text: String, words: String) {
        #expect(problems(text).contains { $0.contains(words) }, "\(problems(text))")
    }

    @Test func `no text makes the reader crash`() async throws {
        let lines = [
            "version: 1", "rules:", "- name: a", "  match: {types: [a]}", "  thresholds:", "  - p99(offset) < 1us",
            "evidence:", "  max_age: 3d", "unmatched: allow", "  verdict: [supported]", "  regression: {duration: 5%}",
            "- name: b", "- *a", "- &a", "  <<: *a", "? [a]", "\t", "  min_cases: 9999999999999", ": ", "- - -", "%",
        ]
        try await checkProperty(
            "a text is a policy or has problems in it",
            runs: 1_000,
            generate: { generator in
                (0..<Int.random(in: 0...14, using: &generator)).map { _ in
                    lines[Int.random(in: 0..<lines.count, using: &generator)]
                }.joined(separator: "\n")
            },
            refute: { text in
                do throws(PolicyProblems) {
                    return try GatePolicy(YAMLReader.readAll(Array(text.utf8)), path: "").rules.isEmpty
                        ? "no rules" : nil
                } catch {
                    return error.all.isEmpty ? "there is no problem" : nil
                }
            }
        )
    }
}
