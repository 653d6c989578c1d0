import Orchestration
import PTPTesting
import Testing

@Suite struct ExitCodeTests {
    typealias Status = CaseOutcome.Status

    @Test(
        arguments: [
            ([.met, .met], 0), ([.met, .notMet], 1), ([.met, .inconclusive], 4), ([.notMet, .inconclusive], 1),
            ([.interrupted], 4), ([.notRun], 4), ([.notMet, .notRun], 1),
        ] as [([Status], Int)]
    )
    func `without incidents the cases decide`(statuses: [Status], code: Int) {
        #expect(history(statuses).exitCode == code)
    }

    @Test(
        arguments: [
            ([.inconclusive], 0), ([.met, .inconclusive], 0), ([.notMet, .inconclusive], 1),
            ([.inconclusive, .interrupted], 4), ([.inconclusive, .notRun], 4),
        ] as [([Status], Int)]
    )
    func `where inconclusive cases do not count, the others decide`(statuses: [Status], code: Int) {
        #expect(history(statuses, toleratesInconclusive: true).exitCode == code)
    }

    @Test func `a signal outweighs the cases, a request does not`() {
        #expect(history([.notMet], [.stopRequested(.signal(2))]).exitCode == 130)
        #expect(history([.interrupted], [.stopRequested(.request), .stopRequested(.signal(15))]).exitCode == 143)
        #expect(history([.met], [.stopRequested(.request)]).exitCode == 0)
        #expect(history([.interrupted], [.stopRequested(.cancelled)]).exitCode == 4)
    }

    @Test func `what may still run outweighs everything`() {
        let intended = RunEvent.resourceIntended(Resource(token: "t", kind: .instance, caseID: nil, expiresAt: nil))
        let incidents: [[RunEvent]] = [
            [intended], [intended, .resourceMade(token: "t", id: "i")], [intended, .resourceEnding(token: "t")],
            [intended, .resourceUnconfirmed(token: "t", reason: "", remedy: "")],
            [.stopRequested(.signal(2)), intended],
            [intended, .runMoved(from: .stopping, to: .failed, reason: "r")],
            [intended, .resourceKept(token: "t", until: nil)],
        ]
        for incident in incidents { #expect(history([.met], incident).exitCode == 3, "\(incident)") }
        let made = [intended, .resourceMade(token: "t", id: "i")]
        #expect(history([.met], made + [.resourceKept(token: "t", until: nil)]).exitCode == 0)
        #expect(history([.met], made + [.resourceGone(token: "t")]).exitCode == 0)
    }

    @Test func `a run that failed is no success, whatever its cases`() {
        #expect(history([.met], [.runMoved(from: .stopping, to: .failed, reason: "r")]).exitCode == 1)
    }

    @Test func `a plan without cases is a matter of configuration, unless something may still run`() {
        #expect(history([]).exitCode == ExitCode.usage)
        #expect(history([], [.runMoved(from: .stopping, to: .failed, reason: "r")]).exitCode == ExitCode.usage)
        let intended = RunEvent.resourceIntended(Resource(token: "t", kind: .instance, caseID: nil, expiresAt: nil))
        #expect(history([], [intended]).exitCode == ExitCode.cleanupUnconfirmed)
    }

    @Test func `a history that does not know its plan proves nothing`() {
        #expect(RunHistory().exitCode == ExitCode.inconclusive)
        var damaged = RunHistory()
        damaged.apply(JournalRecord(number: 2, at: morning, event: .noted("the first line is damaged")))
        #expect(damaged.exitCode == ExitCode.inconclusive)
    }

    @Test func `a journal that ends before its run is no success`() {
        let plan = World(cases: 1).plan
        let outcome = CaseOutcome(status: .met, verdict: .supported, disposal: .terminated)
        let events: [RunEvent] = [
            .runBegan(plan, toolVersion: "t", processID: 1), .caseEnded(plan.cases[0].id, outcome),
        ]
        #expect(RunHistory(events).exitCode == ExitCode.inconclusive)
    }

    private func history(
        _ statuses: [Status],
        _ events: [RunEvent] = [],
        toleratesInconclusive: Bool = false
    ) -> RunHistory {
        let plan = RunPlan(
            runID: "run-1",
            environment: "fake",
            cases: World(cases: statuses.count).plan.cases,
            toleratesInconclusive: toleratesInconclusive
        )
        let ends = zip(plan.cases, statuses).map { planned, status in
            RunEvent.caseEnded(planned.id, CaseOutcome(status: status, verdict: .supported, disposal: .terminated))
        }
        let end = RunEvent.runMoved(from: .stopping, to: .completed, reason: nil)
        return RunHistory([.runBegan(plan, toolVersion: "t", processID: 1)] + ends + [end] + events)
    }
}

extension RunHistory {
    /// The history that these events tell.
    init(_ events: [RunEvent]) {
        self.init()
        for (index, event) in events.enumerated() {
            apply(JournalRecord(number: index + 1, at: morning + .seconds(index), event: event))
        }
    }
}
