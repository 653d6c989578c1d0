import Orchestration
import PTPTesting
import Reports

let morning = Timestamp(nanoseconds: 1_795_263_715_000_000_000)

extension RunHistory {
    /// The history that these events tell.
    init(_ events: [RunEvent]) {
        self.init()
        for (index, event) in events.enumerated() {
            apply(JournalRecord(number: index + 1, at: morning + .milliseconds(index * 1500), event: event))
        }
    }
}

/// A run of two types, told event by event, with texts that are hard to write.
enum Sample {
    static let awkward = [
        "plain", "no", "null", "~", "12:30:45", "0o17", "1e5", "2026-11-21", "- a", "a: b", "a #b", "'", "\"", "\\",
        " leading", "trailing ", "two\nlines\n", "tab\there", "\u{1b}[31mred", "\u{85}\u{2028}\u{feff}", "😀 é e\u{301}",
        "{}", "[]", "&a", "*a", "!t", "%d", "@x", "`x", "|", ">", "?", ":", "=", "<<", "", "y", ".inf", "0x1F", "+1",
        "1_000", "\u{0}\u{7f}", "---", "...",
    ]

    static let plan = RunPlan(
        runID: "20261121T122155Z",
        environment: "simulated",
        cases: [
            InstanceCase(type: "c7i.large", index: 1, of: 2), InstanceCase(type: "c7i.large", index: 2, of: 2),
            InstanceCase(type: "t3.micro", expectation: .unsupported),
        ],
        configuration: awkward.map { .init(key: "key", value: $0, source: $0) }
    )

    /// Everything went well for the first case, badly for the second, and the third was never begun.
    static var events: [RunEvent] {
        [.runBegan(plan, toolVersion: "1.0", processID: 7), .runMoved(from: .initializing, to: .running, reason: nil)]
            + first + second + [
                .stopRequested(.signal(15)),
                .caseEnded(CaseID("t3.micro#1"), .notRun(because: .interrupted)),
                .runMoved(from: .stopping, to: .completed, reason: nil), .runEnded(exitCode: 3),
            ]
    }

    private static let first: [RunEvent] = {
        let id = plan.cases[0].id
        var result = ExecutionResult.scripted(.supported)
        result.figures = [
            Figure("tiny", 1e-9, unit: "s"), Figure("huge", 1e300, unit: "s"), Figure("whole", 2, unit: "s"),
            Figure("third", 1.0 / 3, unit: "s"), Figure("negative", -0.00001, unit: "s"),
            Figure("none", .nan, unit: "s"),
        ]
        result.checks = awkward.map { Check(id: "c", title: $0, status: .held, detail: $0) }
        let access = Access(host: "h", user: "u")
        return [
            .resourceIntended(Resource(token: "t1", kind: .instance, caseID: id, expiresAt: morning)),
            .resourceMade(token: "t1", id: "i-1"),
            .environmentReady(id, EnvironmentInfo(id: "i-1", provider: "fake", access: access, declaredSupport: true)),
            .executed(id, result), .resourceEnding(token: "t1"), .resourceGone(token: "t1"),
            .caseEnded(id, CaseOutcome(status: .met, verdict: .supported, disposal: .terminated)),
        ]
    }()

    private static let second: [RunEvent] = {
        let id = plan.cases[1].id
        let finding = Finding(id: "F03", cause: "the driver is old", remedy: "Build a newer one", evidence: awkward)
        return [
            .resourceIntended(Resource(token: "t2", kind: .instance, caseID: id, expiresAt: nil)),
            .resourceMade(token: "t2", id: "i-2"), .executed(id, .scripted(.partial)), .analyzed(id, [finding]),
            .resourceUnconfirmed(token: "t2", reason: "throttled", remedy: "aws ec2 terminate-instances i-2"),
            .caseEnded(id, CaseOutcome(status: .notMet, verdict: .partial, disposal: .unconfirmed)),
        ]
    }()
}

extension RunError {
    static let interrupted = RunError(.interrupted, attempt: "begin", happened: "stopped", next: "Run it again.")
}
