import Orchestration
import PTPTesting
import Testing

@Suite struct InstanceTimeTests {
    private let one = CaseID.fake(1)

    @Test func `an instance is billed from running to its confirmed end, begun seconds as whole ones`() throws {
        let history = told([
            (0, .resourceIntended(instance("t"))), (2, .resourceMade(token: "t", id: "i")), (10, ready),
            (130, .resourceEnding(token: "t")), (150.5, .resourceGone(token: "t")), (900, .noted("later")),
        ])
        let time = history.billedTime(of: history.cases)
        #expect(time.expense.seconds == 141)
        #expect(time.instances == 1 && time.counting == 0 && time.neverReady == 0)
    }

    @Test func `what was never seen running is billed from its making, a minute at least`() throws {
        let early = told([
            (0, .resourceIntended(instance("t"))), (2, .resourceMade(token: "t", id: "i")),
            (12, .resourceGone(token: "t")),
        ])
        #expect(early.billedTime(of: early.cases).expense.seconds == 60)
        #expect(early.billedTime(of: early.cases).neverReady == 1)
        let late = told([
            (0, .resourceIntended(instance("t"))), (2, .resourceMade(token: "t", id: "i")),
            (102, .resourceGone(token: "t")),
        ])
        #expect(late.billedTime(of: late.cases).expense.seconds == 100)
    }

    @Test(arguments: [
        RunEvent.resourceKept(token: "t", until: nil), .resourceUnconfirmed(token: "t", reason: "r", remedy: "m"),
        .resourceEnding(token: "t"),
    ])
    func `what is kept or not confirmed counts on up to the last record`(_ end: RunEvent) {
        let history = told([
            (0, .resourceIntended(instance("t"))), (2, .resourceMade(token: "t", id: "i")), (10, ready), (100, end),
            (500, .noted("later")),
        ])
        let time = history.billedTime(of: history.cases)
        #expect(time.expense.seconds == 490)
        #expect(time.counting == 1)
    }

    @Test func `a sweep that continues the journal ends the counting`() {
        let history = told([
            (0, .resourceIntended(instance("t"))), (2, .resourceMade(token: "t", id: "i")), (10, ready),
            (4000, .resourceEnding(token: "t")), (4010, .resourceGone(token: "t")), (4020, .resourceGone(token: "t")),
        ])
        #expect(history.billedTime(of: history.cases).expense.seconds == 4000)
    }

    @Test func `what EC2 refused, groups, and what is told twice cost nothing`() {
        let group = Resource(token: "g", kind: .placementGroup, caseID: one, expiresAt: nil)
        let history = told([
            (0, .resourceIntended(instance("t"))), (1, .resourceGone(token: "t")), (1, .resourceIntended(group)),
            (2, .resourceMade(token: "g", id: "pg")), (3, .resourceIntended(instance("u"))),
            (4, .resourceMade(token: "u", id: "i")), (5, .resourceMade(token: "u", id: "i")), (6, ready), (7, ready),
            (106, .resourceGone(token: "u")),
        ])
        let time = history.billedTime(of: history.cases)
        #expect(time.instances == 1)
        #expect(time.expense.seconds == 100)
    }

    @Test func `each of several instances of a case ends by itself`() {
        let history = told([
            (0, .resourceIntended(instance("t"))), (1, .resourceMade(token: "t", id: "i")),
            (2, .resourceIntended(instance("u"))), (3, .resourceMade(token: "u", id: "j")),
            (201, .resourceGone(token: "t")), (303, .resourceGone(token: "u")),
        ])
        #expect(history.cases.first?.instances.map(\.token) == ["t", "u"])
        #expect(history.billedTime(of: history.cases).expense.seconds == 200 + 300)
    }

    private var ready: RunEvent {
        .environmentReady(one, EnvironmentInfo(id: "i", provider: "fake", access: Access(host: "h", user: "u")))
    }

    private func instance(_ token: String) -> Resource {
        Resource(token: token, kind: .instance, caseID: one, expiresAt: nil)
    }

    /// The history of a plan of one case in which something happened at these seconds.
    private func told(_ events: [(at: Double, RunEvent)]) -> RunHistory {
        var history = RunHistory()
        let plan = RunPlan(runID: "r", environment: "fake", cases: [InstanceCase(type: "fake")])
        let began = RunEvent.runBegan(plan, toolVersion: "1", processID: 1)
        for (number, (second, event)) in ([(0, began)] + events).enumerated() {
            history.apply(JournalRecord(number: number + 1, at: morning + .seconds(second), event: event))
        }
        return history
    }
}
