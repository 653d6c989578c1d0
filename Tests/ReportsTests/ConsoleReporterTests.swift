import Orchestration
import PTPTesting
import Reports
import Synchronization
import Testing

@Suite struct ConsoleReporterTests {
    @Test func `a run is told line by line and summed up by type`() async throws {
        let lines = try await told(Sample.events)
        #expect(
            lines.first == "run 20261121T122155Z: 3 cases on simulated - SIMULATED, proves nothing about real hardware"
        )
        let expected = [
            "  c7i.large#1: i-1 runs", "  c7i.large#1: supported - as scripted",
            "  c7i.large#1: met, instance terminated", "  c7i.large#2: not-met, cleanup not confirmed",
            "  NOT CONFIRMED t2: throttled\n    aws ec2 terminate-instances i-2",
            "  stopping (signal 15): nothing new is begun, what runs is cleaned up", "c7i.large: 1 of 2 as expected",
            "  + 1 of 2: supported, met - as scripted", "  - 2 of 2: partial, not-met - as scripted",
            "      F03 the driver is old. Build a newer one", "t3.micro: 0 of 1 as expected",
            "  - 1 of 1: inconclusive, not-run - stopped",
        ]
        for line in expected { #expect(lines.contains(line), "missing: \(line)") }
        #expect(lines.last == "exit code 3")
    }

    @Test func `pausing and resuming are told, other states are not`() async throws {
        let quiet = try await told([])
        let lines = try await told([
            .runMoved(from: .running, to: .paused, reason: nil), .runMoved(from: .paused, to: .running, reason: nil),
            .runMoved(from: .initializing, to: .running, reason: nil),
        ])
        #expect(lines.count == quiet.count + 2)
        #expect(lines.contains("  paused: nothing new is begun") && lines.contains("  resumed"))
    }

    @Test func `what is kept is named, with its address, its end, and how to end it`() throws {
        let plan = RunPlan(runID: "r", environment: "ec2", cases: [InstanceCase(type: "c7i.large")])
        let id = plan.cases[0].id
        let instance = Resource(token: "t", kind: .instance, caseID: id, expiresAt: nil)
        let group = Resource(token: "g", kind: .placementGroup, caseID: nil, expiresAt: nil)
        let access = Access(host: "192.0.2.7", user: "ec2-user")
        let history = RunHistory([
            .runBegan(plan, toolVersion: "1", processID: 1), .resourceIntended(group), .resourceIntended(instance),
            .resourceMade(token: "g", id: "pg-1"), .resourceMade(token: "t", id: "i-9"),
            .environmentReady(id, EnvironmentInfo(id: "i-9", provider: "fake", access: access)),
            .resourceKept(token: "t", until: morning), .resourceKept(token: "g", until: nil),
        ])
        let lines = ConsoleSummary(RunReport(history)).lines
        #expect(lines.contains("kept: placement-group pg-1"))
        #expect(
            lines.contains(
                "kept: i-9 at ec2-user@192.0.2.7 until it ends itself at \(morning); "
                    + "end it with: aws ec2 terminate-instances --instance-ids i-9"
            )
        )
    }

    @Test func `one case is told in the singular, and one word once`() async throws {
        let plan = RunPlan(runID: "r", environment: "ec2", cases: [InstanceCase(type: "c7i.large")])
        let lines = Lines()
        try await ConsoleReporter(write: lines.add).begin(plan)
        #expect(lines.all == ["run r: 1 case on ec2"])
        let outcome = CaseOutcome(
            status: .inconclusive,
            verdict: .inconclusive,
            disposal: .neverMade,
            failure: .interrupted
        )
        let history = RunHistory([
            .runBegan(plan, toolVersion: "1", processID: 1), .caseEnded(plan.cases[0].id, outcome),
        ])
        #expect(ConsoleSummary(RunReport(history)).lines.contains("  - 1 of 1: inconclusive - stopped"))
    }

    private func told(_ events: [RunEvent]) async throws -> [String] {
        let lines = Lines()
        let reporter = ConsoleReporter(write: lines.add)
        try await reporter.begin(Sample.plan)
        for (index, event) in events.enumerated() {
            try await reporter.report(JournalRecord(number: index + 1, at: morning, event: event))
        }
        try await reporter.finish(RunHistory(events))
        return lines.all
    }
}

/// What was written to the console.
final class Lines: Sendable {
    private let list = Mutex<[String]>([])

    var all: [String] { list.withLock(\.self) }

    func add(_ line: String) { list.withLock { $0.append(line) } }
}
