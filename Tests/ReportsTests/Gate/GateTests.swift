import Orchestration
import Reports
import Testing

@Suite struct GateTests {
    @Test func `a run in which all is as expected passes, and it is said what was`() {
        let decision = decide([.made()])
        #expect(decision.outcome == .pass && decision.exitCode == 0)
        #expect(
            decision.satisfied.map(\.text) == [
                "run-1: evidence of ec2, complete", "2 of 2 cases: what was expected",
            ]
        )
    }

    @Test func `what was expected to be unsupported and is counts as met, and no figure of it is asked for`() throws {
        let absent = CaseResults.made(
            "t3.micro",
            .met,
            .unsupported,
            expected: .unsupported,
            declared: false,
            figures: [:]
        )
        let lenient = try policy(rule: "thresholds: [p99(error_bound) < 50us]\ndeclared_mismatch: refuse")
        #expect(decide([.made([.made(), absent])], lenient).outcome == .pass)
        let demanding = try policy(rule: "verdict: supported")
        let decision = decide([.made([absent])], demanding)
        #expect(decision.reasons.map(\.text) == ["t3.micro#1: is unsupported, and must be supported"])
    }

    @Test(arguments: [
        ("met", CaseOutcome.Status.met, Verdict.supported, [GateReason.Kind]()), ("met", .notMet, .partial, [.verdict]),
        ("met", .inconclusive, .inconclusive, [.inconclusive]), ("met", .inconclusive, .supported, [.inconclusive]),
        ("met", .interrupted, .inconclusive, [.unfinished]), ("met", .notRun, .inconclusive, [.unfinished]),
        ("supported", .notMet, .supported, []), ("supported", .met, .unsupported, [.verdict]),
        ("supported", .inconclusive, .supported, []), ("[supported, partial]", .notMet, .partial, []),
        ("any", .notMet, .unsupported, []), ("any", .inconclusive, .inconclusive, [.inconclusive]),
        ("any", .notRun, .inconclusive, [.unfinished]),
    ])
    func `a verdict is as it must be, or the reason says so`(
        required: String,
        status: CaseOutcome.Status,
        verdict: Verdict,
        kinds: [GateReason.Kind]
    ) throws {
        let decision = decide(
            [.made([.made(status, verdict), .made(index: 2)], exitCode: 0)],
            try policy(rule: "verdict: \(required)")
        )
        #expect(decision.kinds == kinds, "\(decision.reasons)")
        #expect(decision.reasons.allSatisfy { $0.caseID == CaseID("c7i.large#1") && $0.rule == "all" })
    }

    @Test func `simulated and emulated evidence is refused, unless somebody says otherwise`() throws {
        for environment in ["simulated", "emulated"] {
            let run = RunResults.made(environment: environment)
            let decision = decide([run])
            #expect(decision.exitCode == 1 && decision.kinds == [.environment])
            #expect(decision.reasons[0].text.contains("--allow-simulated lets it count; what counts is ec2 or hosts"))
            #expect(decide([run], allowsSimulated: true).outcome == .pass)
            let listed = try policy("version: 1\nevidence: {environments: \(environment)}\nrules: [{name: a}]\n")
            #expect(decide([run], listed).outcome == .pass)
            #expect(decide([.made()], listed).kinds == [.environment])
        }
        let mixed = RunResults.made([.made(), .made(index: 2, environment: "emulated")], environment: "hosts")
        #expect(decide([mixed]).reasons.map(\.caseID?.text) == ["c7i.large#2"])
    }

    @Test func `evidence ages, and is never from the future; simulated time does neither`() throws {
        let policy = try policy("version: 1\nevidence: {max_age: 30d}\nrules: [{name: a}]\n")
        let month = Duration.seconds(30 * 86_400)
        #expect(decide([.made()], policy, after: month).outcome == .pass)
        let old = decide([.made()], policy, after: month + .seconds(1))
        #expect(old.reasons.map(\.text) == ["run-1: its last record is 30d old; at most 30d is evidence"])
        #expect(decide([.made()], policy, after: .minutes(-6)).kinds == [.age])
        #expect(decide([.made()], policy, after: .minutes(-4)).outcome == .pass)
        #expect(decide([.made()], after: month * 100).outcome == .pass, "no age was named")
        let simulated = RunResults.made(environment: "simulated")
        #expect(decide([simulated], policy, after: month * 2, allowsSimulated: true).outcome == .pass)
    }

    @Test func `a run that did not end fails, and one whose cleanup is not confirmed is never green`() throws {
        #expect(decide([.made(isComplete: false)]).kinds == [.incomplete])
        let lenient = try policy("version: 1\nevidence: {complete: false}\nrules: [{name: a}]\n")
        #expect(decide([.made(isComplete: false)], lenient).outcome == .pass)
        for run in [RunResults.made([.made(disposal: .unconfirmed)]), .made(exitCode: 3)] {
            let decision = decide([run], lenient)
            #expect(decision.exitCode == 3 && decision.outcome == .fail && decision.kinds == [.cleanup])
        }
        #expect(decide([.made([.made(disposal: .kept)])]).outcome == .pass)
        let stopped = decide([.made(exitCode: 143)])
        #expect(stopped.exitCode == 4 && stopped.kinds == [.stopped])
        #expect(decide([.made(exitCode: 1)]).kinds == [.runFailed])
        #expect(decide([.made([])]).kinds == [.noCases, .minCases])
        #expect(decide([RunResults(untold: "x")]).exitCode == 1)
        #expect(decide([]).exitCode == 1)
    }

    @Test func `where no clock is, and none was expected, no figure is one of a clock`() throws {
        let absent = CaseResults.made(
            "t3.micro",
            of: 1,
            .met,
            .unsupported,
            expected: .unsupported,
            declared: false,
            figures: ["system_time_median": 1]
        )
        let run = RunResults.made([.made(), absent])
        let limits = try policy(rule: "thresholds: [median(system_time) < 1us, duration < 1h]")
        #expect(decide([RunResults.made([absent])], limits).outcome == .pass)
        let slow = try policy(rule: "thresholds: [duration < 1s]")
        #expect(decide([RunResults.made([absent])], slow).kinds == [.threshold])
        let growth = try policy(rule: "regression: {median(system_time): 5%}")
        let decision = Gate.judge([run], by: growth, now: morning, baseline: .made([.made(), absent], id: "before"))
        let words = "t3.micro: median(system_time) is not compared, because no case has a clock"
        #expect(decision.satisfied.contains { $0.text == words })
        let error = #expect(throws: PolicyProblems.self) {
            try policy(rule: "verdict: unsupported\nregression: {median(system_time): 5%}")
        }
        #expect(error.map { "\($0)".contains("is about a clock") } == true)
    }

    @Test func `a share of the cases may be bad where the rule says so`() throws {
        let cases = { (bad: Int) in
            (1...20).map {
                CaseResults.made(index: $0, of: 20, $0 <= bad ? .notMet : .met, $0 <= bad ? .partial : .supported)
            }
        }
        let policy = try policy(rule: "min_success: 95%")
        let one = decide([.made(cases(1))], policy)
        #expect(one.outcome == .pass && one.tolerated.map(\.caseID?.text) == ["c7i.large#1"])
        let two = decide([.made(cases(2))], policy)
        #expect(two.kinds == [.verdict, .verdict, .minSuccess] && two.exitCode == 1)
        #expect(two.reasons[2].value == "18 of 20 (90%)" && two.reasons[2].limit == "at least 95%")
        #expect(decide([.made(cases(1))]).kinds == [.verdict])
    }

    @Test func `so many cases may be open as the rule says, and unfinished ones never`() throws {
        let open = { (count: Int, status: CaseOutcome.Status) in
            (1...20).map {
                CaseResults.made(
                    index: $0,
                    of: 20,
                    $0 <= count ? status : .met,
                    $0 <= count ? .inconclusive : .supported
                )
            }
        }
        for allowance in ["1", "5%"] {
            let policy = try policy(rule: "allow_inconclusive: \(allowance)")
            #expect(decide([.made(open(1, .inconclusive))], policy).outcome == .pass)
            let two = decide([.made(open(2, .inconclusive))], policy)
            #expect(two.exitCode == 4 && two.kinds == [.inconclusive, .inconclusive, .allowance])
            #expect(decide([.made(open(1, .interrupted))], policy).kinds == [.unfinished])
            #expect(decide([.made(open(1, .notRun))], policy).exitCode == 4)
        }
        let all = try policy(rule: "allow_inconclusive: 100%")
        #expect(decide([.made(open(20, .inconclusive))], all).kinds == [.observedCases])
        let none = try policy(rule: "allow_inconclusive: 100%\nmin_cases: 0")
        #expect(decide([.made(open(20, .inconclusive))], none).kinds == [.nothingShown])
    }

    @Test func `a rule needs cases`() throws {
        let text = "version: 1\nrules:\n- {name: m, match: {families: [m7i]}}\n- {name: rest, min_cases: 3}\n"
        let decision = decide([.made()], try policy(text))
        #expect(decision.kinds == [.minCases, .minCases] && decision.exitCode == 1)
        #expect(decision.reasons.map(\.rule) == ["m", "rest"] && decision.reasons.map(\.value) == ["0", "2"])
    }

    @Test func `a case that no rule is for is refused, or allowed`() throws {
        let text = "version: 1\nrules: [{name: c, match: {families: [c7i]}}]\nunmatched: "
        let run = RunResults.made([.made(), .made("m7i.large", .notMet, .partial)])
        #expect(decide([run], try policy(text + "refuse")).kinds == [.unmatched])
        let allowed = decide([run], try policy(text + "allow"))
        #expect(allowed.outcome == .pass && allowed.tolerated.map(\.type) == ["m7i.large"])
    }

    @Test func `a figure that was not measured is a reason of its own`() throws {
        let policy = try policy(rule: "thresholds: [p99(error_bound) < 50us, errors < 1%]")
        let figures = ["total_error_bound_p99": 7.25e-5]
        let decision = decide([.made([.made(figures: figures)])], policy)
        #expect(decision.kinds == [.threshold, .notMeasured] && decision.exitCode == 1)
        #expect(
            decision.reasons.map(\.text) == [
                "c7i.large#1: p99(total_error_bound) is 72.5us, and must be < 50us",
                "c7i.large#1: failed_readings is not measured, and must be < 1%",
            ]
        )
        #expect(decide([.made([.made()])], policy).exitCode == 4, "only what was not measured stands in the way")
        let good = ["total_error_bound_p99": 3e-5, "failed_readings": 0]
        let satisfied = decide([.made([.made(figures: good), .made(index: 2, figures: good)])], policy)
        #expect(satisfied.satisfied.map(\.text).contains("p99(total_error_bound) < 50us: at worst 30us in c7i.large#1"))
    }

    @Test func `something else than declared is bad where the rule says so`() throws {
        let run = RunResults.made([.made(declared: false), .made(index: 2, declared: nil)])
        let decision = decide([run], try policy(rule: "declared_mismatch: refuse"))
        #expect(decision.reasons.map(\.text) == ["c7i.large#1: is supported, and its type is declared unsupported"])
        #expect(decide([run]).outcome == .pass)
    }

    @Test func `several runs are judged as one, and each must be evidence`() throws {
        let policy = try policy(rule: "min_cases: 3")
        #expect(decide([.made()], policy).kinds == [.minCases])
        #expect(decide([.made(), .made(id: "run-2")], policy).outcome == .pass)
        let second = RunResults.made([.made(.notMet, .partial)], id: "run-2", environment: "simulated")
        let decision = decide([.made(), second], policy)
        #expect(decision.kinds == [.environment, .verdict] && decision.reasons.map(\.run) == ["run-2", "run-2"])
        #expect(decision.reasons[1].text.hasPrefix("run-2/c7i.large#1: is partial"))
    }
}
