import AWS
import Orchestration
import PTPVerify
import Simulation
import Testing

/// Launches of single instances, and what is there to show when nobody gets in.
@Suite struct LaunchTests {
    @Test func `a host that never answers leaves its console as evidence`() throws {
        let trial = try Trial(
            Scenario(
                seed: 5,
                types: [("c7i.large", 1)],
                concurrency: 1,
                keep: .none,
                faults: FaultSchedule(launches: [1: .neverReachable])
            )
        )
        let history = try #require(trial.outcome.history.cases.first)
        #expect(history.finalOutcome.failure?.code == .timeout)
        #expect(history.finalOutcome.verdict == .inconclusive)
        let console = try #require(history.result?.evidence.first)
        #expect(console.id == "console")
        #expect(console.output.contains("Failed to start sshd.service"))
        #expect(history.result?.verdict == .inconclusive)
    }

    @Test func `everything that is made carries the tags of ours and of other people's sweepers`() throws {
        let trial = try Trial(
            Scenario(
                seed: 5,
                types: [("c7i.large", 1)],
                concurrency: 1,
                keep: .all,
                faults: FaultSchedule()
            )
        )
        let cloud = trial.ec2.snapshot
        let ours =
            cloud.instances.filter { !$0.isForeign }.map(\.tags) + cloud.groups.filter { !$0.isForeign }.map(\.tags)
        #expect(ours.count == 3)
        for tags in ours {
            #expect(tags["cloud-nuke-after"] == tags[EC2Tags.expires])
            // What stays on purpose is not for them either.
            #expect(tags["cloud-nuke-excluded"] == "true")
            #expect(tags[EC2Tags.kept] == "true")
        }
    }
}
