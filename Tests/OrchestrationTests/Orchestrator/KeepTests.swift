import Orchestration
import PTPTesting
import Simulation
import Testing

@Suite struct KeepTests {
    @Test(
        arguments: [
            (KeepPolicy.none, []), (.all, [1, 2, 4]), (.functional, [1, 4]), (.positions([2, 3, 9]), [2]),
        ] as [(KeepPolicy, [Int])]
    )
    func `what stays follows from the policy, and nothing proven unsupported`(keep: KeepPolicy, kept: [Int]) {
        var world = fourVerdicts()
        world.keep = keep
        let outcome = world.run()
        #expect(world.provisioner.alive == kept.map { "run-1/fake#\($0)" })
        #expect(outcome.history.ledger.kept.map(\.resource.token) == world.provisioner.alive)
        for number in 1...4 {
            let disposal = outcome.history[.fake(number)]?.finalOutcome.disposal
            #expect(disposal == (kept.contains(number) ? .kept : .terminated), "case \(number)")
        }
    }

    @Test func `who asks is asked once, at the end, about the functional ones`() throws {
        var world = fourVerdicts()
        world.keep = .ask
        let asked = Log<[CaseID]>()
        world.chooseKept = { held in
            asked.add(held.map(\.instanceCase.id))
            return [.fake(4)]
        }
        let outcome = world.run()
        #expect(asked.entries == [[.fake(1), .fake(4)]])
        #expect(world.provisioner.alive == ["run-1/fake#4"])
        #expect(outcome.history[.fake(1)]?.finalOutcome.disposal == .terminated)
        #expect(outcome.history[.fake(4)]?.finalOutcome.disposal == .kept)
        let events = try world.events()
        let held = try #require(events.firstIndex(of: .caseMoved(.fake(1), .held)))
        let other = try #require(events.firstIndex(of: .caseMoved(.fake(4), .provisioning)))
        #expect(held < other, "a case that is held does not hold up the next one")
    }

    @Test func `an answer that names others keeps nothing`() {
        var world = fourVerdicts()
        world.keep = .ask
        world.chooseKept = { _ in [.fake(2), CaseID("stranger#1")] }
        let outcome = world.run()
        #expect(world.provisioner.alive == [])
        #expect(outcome.history.ledger.kept.isEmpty)
    }

    @Test func `a run that was stopped asks nobody and keeps nothing that was held`() {
        var world = World(cases: 2)
        let time = world.time
        world.keep = .ask
        world.executor = ScriptedExecutor { _ in try await time.sleep(for: .seconds(30)) }
        world.chooseKept = { _ in
            Issue.record("nobody should be asked")
            return [.fake(1)]
        }
        let outcome = world.run { run in
            try? await time.sleep(for: .seconds(45))
            run.stop()
        }
        #expect(world.provisioner.alive == [])
        #expect(outcome.history.cases.map(\.finalOutcome.disposal) == [.terminated, .terminated])
        #expect(outcome.history.cases.map(\.finalOutcome.status) == [.met, .interrupted])
    }

    @Test func `what cannot be kept is terminated, and that is noted`() {
        var world = World(cases: 1)
        world.keep = .all
        world.provisioner = FakeProvisioner([.fake(1): .init(refusesToKeep: .refused)])
        let outcome = world.run()
        #expect(world.provisioner.alive == [])
        #expect(outcome.history[.fake(1)]?.finalOutcome.disposal == .terminated)
        #expect(outcome.history.notes.first?.contains("could not be kept") == true)
    }

    @Test func `an interrupted case is never kept`() {
        var world = World(cases: 1)
        world.keep = .all
        world.executor = ScriptedExecutor(otherwise: .hangs)
        let time = world.time
        _ = world.run { run in
            try? await time.sleep(for: .seconds(5))
            run.stop()
        }
        #expect(world.provisioner.alive == [])
    }

    /// Cases that turn out supported, partial, unsupported and supported.
    private func fourVerdicts() -> World {
        var world = World(cases: 4)
        world.executor = ScriptedExecutor([.fake(2): .finds(.partial), .fake(3): .finds(.unsupported)])
        return world
    }
}
