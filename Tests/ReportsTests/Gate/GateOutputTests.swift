import Orchestration
import Reports
import Testing

@Suite struct GateOutputTests {
    private func decision() throws -> GateDecision {
        let policy = try policy(rule: "thresholds: [p99(error_bound) < 10us]\nmin_success: 50%\nallow_inconclusive: 1")
        let cases = [
            CaseResults.made(of: 3),
            .made(index: 2, of: 3, .notMet, .partial, reason: "the clock is \u{1b}[31mlate\n  + passed"),
            .made(index: 3, of: 3, .inconclusive, .inconclusive, reason: "lost", figures: [:]),
        ]
        return decide([.made(cases)], policy)
    }

    @Test func `a person reads the decision first, and then why`() throws {
        #expect(
            try decision().lines(policy: "gate.yaml") == [
                "gate: FAIL by gate.yaml, for 4 reasons",
                "run run-1: 3 cases on ec2, last record 2026-11-21T12:31:55.000000000Z", "in the way, rule all:",
                "  - c7i.large#1: p99(total_error_bound) is 20us, and must be < 10us",
                "  - c7i.large#2: is partial, and must be supported: the clock is ?[31mlate   + passed",
                "  - c7i.large#2: p99(total_error_bound) is 20us, and must be < 10us",
                "  - 0 of 2 (0%) of the cases are good, and it needs at least 50%", "allowed, rule all:",
                "  ~ c7i.large#3: could not be observed: lost",
                "as it should be:", "  + run-1: evidence of ec2, complete",
            ]
        )
        #expect(decide([.made()]).lines(policy: "x").first == "gate: PASS by x")
    }

    @Test func `a program reads all of it`() throws {
        let json = try decision().json(policy: "gate.yaml")
        #expect(json["decision"] == "fail" && json["exit_code"] == 1 && json["policy"] == "gate.yaml")
        let first = try #require(json["reasons"]?.array?.first?.object)
        #expect(
            first == [
                "kind": "threshold", "contradicts": true, "run": "run-1", "rule": "all", "case": "c7i.large#1",
                "type": "c7i.large", "figure": "p99(total_error_bound)", "value": "20us", "limit": "< 10us",
                "text": "c7i.large#1: p99(total_error_bound) is 20us, and must be < 10us",
            ]
        )
        #expect(json["tolerated"]?.array?.count == 1)
        #expect(json["runs"]?.array?.first?["cases"] == 3)
    }

    @Test func `every kind of reason has a name of its own for programs`() {
        let names = GateReason.Kind.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLowercase || $0 == "-" } })
    }
}
