import AWS
import Orchestration
import PTPTesting
import PTPVerify
import Simulation
import Testing

/// A host that lets nobody in will let nobody in later either: nobody waits for it, and nobody trusts it.
@Suite struct LoginBarrierTests {
    private static let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    @Test(arguments: [
        (LoginBarrier.keyRefused, "authentication-refused", "ssh_user"),
        (.otherHostKey, "host-key-mismatch", "do not trust"),
    ])
    func `a login that is refused for good ends the case at once, and only this one`(
        barrier: LoginBarrier,
        kind: String,
        advice: String
    ) throws {
        let world = DeterministicExecutor(seed: 3, start: Self.start)
        let faults = FaultSchedule(launches: [1: .barred(barrier)])
        let ec2 = SimulatedEC2(CloudState(seed: 3, time: Self.start), on: world, faults: faults)
        let cases = (1...2).map { InstanceCase(type: "c7i.large", index: $0, of: 2) }
        let plan = RunPlan(runID: "barred", environment: "simulated", cases: cases)
        let listener = RecordingReporter()
        let fleet = SimulatedFleet(ec2).fleet
        let orchestrator = fleet.orchestrator(for: plan, storage: MemoryJournal(), reporters: [listener])
        let outcome = world.run { await orchestrator.run() }

        let barred = try #require(outcome.history[cases[0].id]?.recordedOutcome)
        #expect((barred.status, barred.verdict, barred.disposal) == (.inconclusive, .inconclusive, .terminated))
        let failure = try #require(barred.failure)
        #expect(failure.code == .connection)
        #expect(failure.happened.hasPrefix(kind), "\(failure)")
        #expect(failure.next.contains(advice), "\(failure)")

        // Once the server answers, there is no other try: the case is over as soon as the answer is there.
        let instance = try #require(ec2.snapshot.instances.first)
        let records = listener.heard.records
        let given = try #require(
            records.first { if case .caseMoved(cases[0].id, .analyzing) = $0.event { true } else { false } }
        )
        #expect(given.at - instance.reachableFrom < .seconds(6), "it took until \(given.at)")
        for record in records {
            guard case .retrying(_, _, _, _, because: let reason) = record.event else { continue }
            #expect(!reason.contains(kind), "tried again: \(reason)")
        }

        #expect(outcome.history[cases[1].id]?.recordedOutcome?.verdict == .supported)
        #expect(ec2.snapshot.instances.allSatisfy { $0.state(at: world.now) == .terminated })
        #expect(ec2.snapshot.leftovers(at: world.now) == [])
        #expect(outcome.exitCode == ExitCode.inconclusive)
    }
}
