import Orchestration
import PTPTesting
import Testing

/// What could not be ended when its case was over is tried once more at the end of the run.
@Suite struct SecondChanceTests {
    @Test func `an instance that resists at first is gone at the end`() {
        var world = World(cases: 2)
        world.provisioner = FakeProvisioner([.fake(1): .init(releasing: .confirms(atAttempt: 2))])
        let outcome = world.run { _ in }
        #expect(world.provisioner.alive == [])
        #expect(outcome.history.cases.map(\.finalOutcome.disposal) == [.terminated, .terminated])
        #expect(outcome.exitCode == ExitCode.success)
    }

    @Test func `one that resists again is listed`() {
        var world = World(cases: 2)
        world.provisioner = FakeProvisioner([.fake(1): .init(releasing: .confirms(atAttempt: 3))])
        let outcome = world.run { _ in }
        #expect(outcome.history.ledger.leaks.map(\.resource.caseID) == [.fake(1)])
        #expect(outcome.exitCode == ExitCode.cleanupUnconfirmed)
    }
}
