import Orchestration
import PTPVerify
import Testing

/// A sweep that is narrowed down.
@Suite struct SweepSelectionTests {
    private static let now = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    private struct NotOpened: Error {}

    /// A run whose things were made so long ago, and all left behind.
    private func run(_ name: String, ages: [Duration]) -> SweepableRun {
        let plan = RunPlan(runID: name, environment: "ec2", cases: [InstanceCase(type: "c7i.large")])
        var events: [RunEvent] = [.runBegan(plan, toolVersion: "1", processID: 1)]
        for (number, age) in ages.enumerated() {
            let resource = Resource(
                token: "\(name)/\(number)",
                kind: number == 0 ? .securityGroup : .instance,
                caseID: number == 0 ? nil : CaseID("c7i.large#1"),
                expiresAt: Self.now + (plan.timeToLive - age)
            )
            events += [.resourceIntended(resource), .resourceMade(token: resource.token, id: "\(name)-\(number)")]
        }
        var history = RunHistory()
        for (number, event) in events.enumerated() {
            history.apply(JournalRecord(number: number + 1, at: Self.now + (.zero - ages[0]), event: event))
        }
        return SweepableRun(runID: name, history: history, isAlive: false) { throw NotOpened() }
    }

    private func tagged(_ run: String, expiredSince age: Duration) -> TaggedResource {
        TaggedResource(
            kind: .instance,
            id: "i-\(run)",
            tags: [
                EC2Tags.run: run, EC2Tags.token: "\(run)/x",
                EC2Tags.expires: (Self.now + (.zero - age)).description,
            ]
        )
    }

    @Test func `one run is told from the others, by its journal and by its tags`() {
        let plan = SweepPlan(
            runs: [run("one", ages: [.minutes(50)]), run("two", ages: [.minutes(50)])],
            tagged: [tagged("two", expiredSince: .minutes(1)), tagged("three", expiredSince: .minutes(1))],
            selection: SweepSelection(runID: "two"),
            at: Self.now
        )
        #expect(plan.items.map(\.id) == ["i-two", "two-0"])
        #expect(plan.spared.isEmpty)
    }

    @Test func `what is young is spared, with all that its run left`() {
        let plan = SweepPlan(
            runs: [
                run("old", ages: [.minutes(90), .minutes(70)]), run("young", ages: [.minutes(90), .minutes(30)]),
            ],
            tagged: [],
            selection: SweepSelection(age: .minutes(60)),
            at: Self.now
        )
        #expect(plan.items.map(\.id) == ["old-1", "old-0"])
        #expect(plan.spared.map(\.runID) == ["young", "young"])
        #expect(plan.spared.allSatisfy { $0.reason == "its run made things since" })
        #expect(plan.adopted.isEmpty)
    }

    @Test func `without a journal a thing is at least as old as its expiry`() {
        let plan = SweepPlan(
            runs: [],
            tagged: [tagged("a", expiredSince: .minutes(61)), tagged("b", expiredSince: .minutes(59))],
            selection: SweepSelection(age: .minutes(60)),
            at: Self.now
        )
        #expect(plan.items.map(\.id) == ["i-a"])
        #expect(plan.spared.map(\.runID) == ["b"])
    }

    @Test(arguments: [("90s", 90), ("90m", 5400), ("2h", 7200), ("7d", 604_800), ("0s", 0)])
    func `ages are whole numbers with a unit`(text: String, seconds: Int) throws {
        let invocation = try Invocation(["sweep", "--older-than", text])
        #expect(invocation.selection.age == .seconds(seconds))
    }

    @Test(arguments: ["", "2", "h", "-1h", "1.5h", "2w", "99999999999h"])
    func `anything else is refused`(text: String) {
        #expect(throws: UsageError.self) { try Invocation(["sweep", "--older-than", text]) }
    }
}
