import Orchestration
import PTPTesting
import Testing

@Suite struct JournalFailureTests {
    @Test(arguments: [KeepPolicy.none, .all]) func `wherever the journal fails, the run stops and nothing is left`(
        keep: KeepPolicy
    ) throws {
        var capacity = 0
        while true {
            var world = World(cases: 3)
            world.keep = keep
            world.storage = MemoryJournal(failingAfter: capacity)
            world.provisioner = FakeProvisioner(shared: .init())
            let outcome = world.run()
            if world.storage.appends <= capacity { break }
            let kept = outcome.history.ledger.kept.map(\.resource.token)
            #expect(world.provisioner.alive.sorted() == kept.sorted(), "the journal fails after \(capacity) records")
            #expect(outcome.history.ledger.leaks.isEmpty, "the journal fails after \(capacity) records")
            #expect(outcome.history.cases.filter { $0.recordedOutcome == nil }.isEmpty)
            #expect(outcome.exitCode != 0, "the journal fails after \(capacity) records")
            #expect(Set(world.provisioner.made).count == world.provisioner.made.count)
            capacity += 1
        }
        #expect(capacity > 30)
    }

    @Test func `no case is begun any more once the journal failed in the middle of one`() {
        var world = World(cases: 5)
        // Inside the first case: the stages are written down by the case itself.
        world.storage = MemoryJournal(failingAfter: 5)
        let outcome = world.run()
        #expect(outcome.history.state == .failed)
        #expect(outcome.history.cases.dropFirst().map(\.finalOutcome.status) == [.notRun, .notRun, .notRun, .notRun])
        #expect(world.provisioner.made.count <= 1)
        guard case .journalFailed(let reason)? = outcome.history.stopCauses.first else {
            Issue.record("the run does not say why it stopped: \(outcome.history.stopCauses)")
            return
        }
        #expect(reason.contains("no space left"))
    }
}
