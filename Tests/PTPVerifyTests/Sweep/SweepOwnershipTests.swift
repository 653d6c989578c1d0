import AWS
import Orchestration
import PTPVerify
import Testing

/// What a sweep takes for ours, and what it takes for gone.
@Suite struct SweepOwnershipTests {
    private static let now = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    private struct NotOpened: Error {}

    private func tagged(
        _ kind: Resource.Kind,
        _ id: String,
        run: String = "r",
        token: String,
        expiredSince age: Duration = .minutes(1),
        clientToken: String? = nil
    ) -> TaggedResource {
        TaggedResource(
            kind: kind,
            id: id,
            tags: [
                EC2Tags.run: run, EC2Tags.token: token, EC2Tags.expires: (Self.now + (.zero - age)).description,
            ],
            clientToken: clientToken
        )
    }

    private func deadRun(_ events: [RunEvent]) -> SweepableRun {
        let plan = RunPlan(runID: "r", environment: "ec2", cases: [InstanceCase(type: "c7i.large")])
        var history = RunHistory()
        for (number, event) in ([.runBegan(plan, toolVersion: "1", processID: 1)] + events).enumerated() {
            history.apply(JournalRecord(number: number + 1, at: Self.now, event: event))
        }
        return SweepableRun(runID: "r", history: history, isAlive: false) { throw NotOpened() }
    }

    @Test func `an instance that only copied our tags is left alone`() {
        let plan = SweepPlan(
            runs: [],
            tagged: [
                tagged(.instance, "i-theirs", token: "r/c#1/1", clientToken: "somebody-elses"),
                tagged(.instance, "i-ours", token: "r/c#1/1", clientToken: ClientToken.sent(for: "r/c#1/1")),
            ],
            at: Self.now
        )
        #expect(plan.items.map(\.id) == ["i-ours"])
        #expect(plan.spared.map(\.reason) == ["it carries our tags, but we did not launch it"])
    }

    @Test func `what EC2 shows although the journal says that it is gone is to go`() {
        let resource = Resource(token: "r/c#1/1", kind: .instance, caseID: CaseID("c7i.large#1"), expiresAt: Self.now)
        let run = deadRun([
            .resourceIntended(resource), .resourceMade(token: resource.token, id: "i-1"),
            .resourceGone(token: resource.token),
        ])
        let again = SweepPlan(
            runs: [run],
            tagged: [tagged(.instance, "i-2", token: resource.token)],
            at: Self.now
        )
        #expect(again.items.map(\.id) == ["i-2"])
    }

    @Test func `a second instance of the same token is not hidden by the first`() {
        let resource = Resource(token: "r/c#1/1", kind: .instance, caseID: CaseID("c7i.large#1"), expiresAt: Self.now)
        let run = deadRun([.resourceIntended(resource), .resourceMade(token: resource.token, id: "i-1")])
        let plan = SweepPlan(
            runs: [run],
            tagged: [
                tagged(.instance, "i-2", token: resource.token), tagged(.instance, "i-1", token: resource.token),
            ],
            at: Self.now
        )
        #expect(Set(plan.items.compactMap(\.id)) == ["i-1", "i-2"])
    }

    @Test func `groups of a run whose journal is elsewhere stay while it may be alive`() {
        let day = Duration.minutes(24 * 60)
        let plan = SweepPlan(
            runs: [],
            tagged: [
                tagged(.placementGroup, "pg-used", run: "used", token: "a", expiredSince: day * 3),
                tagged(.instance, "i-used", run: "used", token: "b", expiredSince: .zero - day),
                tagged(.securityGroup, "sg-fresh", run: "fresh", token: "c", expiredSince: .minutes(60)),
                tagged(.securityGroup, "sg-old", run: "old", token: "d", expiredSince: day * 2),
            ],
            at: Self.now
        )
        #expect(plan.items.map(\.id) == ["sg-old"])
        #expect(plan.spared.count == 3)
    }
}
