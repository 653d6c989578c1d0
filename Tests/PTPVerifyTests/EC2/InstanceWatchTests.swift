import AWS
import Orchestration
import PTPVerify
import Simulation
import Testing

/// Many who wait ask no more often than one.
@Suite struct InstanceWatchTests {
    @Test func `five hundred instances cost one question at a time, not five hundred`() throws {
        let trial = try Trial(Self.scenario(count: 500))
        #expect(trial.outcome.history.cases.allSatisfy { $0.finalOutcome.status == .met })
        let questions = trial.ec2.calls.filter { $0.action == "DescribeInstances" && $0.error == nil }
        // Who waits asks at whole seconds, all at once; whether hosts still live may be asked in between.
        let lasted = (trial.end - trial.records[0].at).inSeconds
        #expect(Double(questions.count) <= lasted, "\(questions.count) questions in \(lasted) s")
    }

    @Test func `one that EC2 does not show yet hides none of the others`() throws {
        let trial = try Trial(Self.scenario(count: 50))
        let questions = trial.ec2.calls.filter { $0.action == "DescribeInstances" }
        let denials = questions.indices.filter { questions[$0].error == "InvalidInstanceID.NotFound" }
        #expect(!denials.isEmpty)
        // One makes EC2 deny all of them: so the others are asked for again, at once.
        for denial in denials {
            let soon = questions[denial...].prefix { $0.moment - questions[denial].moment < .seconds(1) }
            #expect(soon.contains { $0.error == nil })
        }
    }

    private static func scenario(count: Int) -> Scenario {
        Scenario(seed: 3, types: [("c7i.large", count)], concurrency: count, keep: .none, faults: FaultSchedule())
    }
}
