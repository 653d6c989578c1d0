import Orchestration
import PTPTesting
import Simulation
import Testing

/// Pausing, resuming and stopping at every stage of a case and of a run.
@Suite struct StopTests {
    /// A world in which every stage takes time: making 20 s, executing 40 s, releasing 30 s.
    private func slowWorld(cases count: Int) -> World {
        var world = World(cases: count)
        let time = world.time
        let slow = FakeProvisioner.Script(
            beforeMaking: { try await time.sleep(for: .seconds(20)) },
            beforeReleasing: { try? await time.sleep(for: .seconds(30)) }
        )
        let ids = (1...count).map { CaseID.fake($0) }
        world.provisioner = FakeProvisioner(
            Dictionary(uniqueKeysWithValues: ids.map { ($0, slow) }),
            shared: .init(beforeMaking: { try await time.sleep(for: .seconds(10)) })
        )
        world.executor = ScriptedExecutor { _ in try await time.sleep(for: .seconds(40)) }
        return world
    }

    @Test(arguments: [0, 5, 15, 45, 80, 105, 125, 165, 185, 195])
    func `a stop at any stage leaves nothing, begins nothing and settles every case`(second: Int) {
        let world = slowWorld(cases: 2)
        let time = world.time
        let outcome = world.run { run in
            try? await time.sleep(for: .seconds(second))
            run.stop(.signal(15))
        }
        #expect(world.provisioner.alive == [])
        #expect(outcome.history.recordedExitCode == outcome.exitCode)
        #expect(outcome.history.cases.filter { $0.recordedOutcome == nil }.isEmpty)
        let isOver = second >= 195
        #expect(outcome.exitCode == (isOver ? 0 : 143), "stopped after \(second) s")
        #expect(outcome.history.state == .completed)
        if second < 30 { #expect(world.executor.order == []) }
    }

    @Test func `a stop interrupts the case under way and skips the rest`() {
        let world = slowWorld(cases: 3)
        let time = world.time
        let outcome = world.run { run in
            try? await time.sleep(for: .seconds(45))
            run.stop()
        }
        #expect(outcome.history.cases.map(\.finalOutcome.status) == [.interrupted, .notRun, .notRun])
        #expect(outcome.history.cases.map(\.finalOutcome.disposal) == [.terminated, .neverMade, .neverMade])
        #expect(outcome.exitCode == ExitCode.inconclusive)
        // Interrupted at 45 s, released in 30 s, the shared group at once.
        #expect(time.now == morning + .seconds(75))
    }

    @Test func `a stop before the run begins launches nothing`() {
        let world = World(cases: 2)
        let conductor = world.conductor()
        conductor.stop(.signal(2))
        let outcome = world.time.run { await conductor.run() }
        #expect(world.provisioner.made == [])
        #expect(outcome.history.cases.map(\.finalOutcome.status) == [.notRun, .notRun])
        #expect(outcome.exitCode == 130)
    }

    @Test func `a task that is cancelled already launches nothing`() {
        let world = World(cases: 2)
        let conductor = world.conductor()
        let outcome = world.time.run {
            await withTaskGroup(of: RunOutcome.self) { group in
                group.cancelAll()
                group.addTask { await conductor.run() }
                return await group.next()
            }
        }
        #expect(world.provisioner.made == [])
        #expect(outcome?.history.stopCauses == [.cancelled])
    }

    @Test func `a task that is cancelled cleans up before it returns`() {
        let world = slowWorld(cases: 2)
        let time = world.time
        let conductor = world.conductor()
        let outcome = time.run {
            await withTaskGroup(of: RunOutcome?.self) { group in
                group.addTask { await conductor.run() }
                group.addTask {
                    try? await time.sleep(for: .seconds(50))
                    return nil
                }
                _ = await group.next()
                group.cancelAll()
                return await group.next() ?? nil
            }
        }
        #expect(world.provisioner.made.count == 2)
        #expect(world.provisioner.alive == [])
        #expect(outcome?.history.cases.map(\.finalOutcome.status) == [.interrupted, .notRun])
    }

    @Test func `a second stop shortens a cleanup that hangs`() {
        var world = World(cases: 1)
        world.provisioner = FakeProvisioner([.fake(1): .init(releasing: .hangs)])
        world.executor = ScriptedExecutor(otherwise: .hangs)
        let time = world.time
        let outcome = world.run { run in
            try? await time.sleep(for: .seconds(10))
            run.stop(.signal(2))
            try? await time.sleep(for: .seconds(10))
            run.stop(.signal(2))
        }
        #expect(time.now == morning + .seconds(20 + 15))
        #expect(outcome.exitCode == ExitCode.cleanupUnconfirmed)
    }

    @Test func `a first stop gives a cleanup that hangs its whole time`() {
        var world = World(cases: 1)
        world.provisioner = FakeProvisioner([.fake(1): .init(releasing: .hangs)])
        let time = world.time
        _ = world.run { run in
            try? await time.sleep(for: .seconds(10))
            run.stop(.signal(2))
        }
        #expect(time.now == morning + .minutes(15))
    }

    @Test func `a pause lets what is under way go on and begins nothing until it ends`() {
        let world = slowWorld(cases: 2)
        let time = world.time
        let seen = Log<[CaseID]>()
        let outcome = world.run { run in
            try? await time.sleep(for: .seconds(40))
            run.pause()
            try? await time.sleep(for: .seconds(1000))
            seen.add(world.executor.order)
            run.resume()
        }
        #expect(seen.entries == [[.fake(1)]])
        #expect(outcome.exitCode == 0)
        #expect(outcome.history.cases.map(\.finalOutcome.status) == [.met, .met])
    }

    @Test func `a run can be stopped while it is paused`() {
        let world = slowWorld(cases: 2)
        let time = world.time
        let outcome = world.run { run in
            try? await time.sleep(for: .seconds(40))
            run.pause()
            try? await time.sleep(for: .seconds(1000))
            run.stop()
        }
        #expect(outcome.history.cases.map(\.finalOutcome.status) == [.met, .notRun])
        #expect(world.provisioner.alive == [])
    }

    @Test func `a request that makes no sense is noted and disturbs nothing`() {
        let world = slowWorld(cases: 1)
        let time = world.time
        let outcome = world.run { run in
            try? await time.sleep(for: .seconds(40))
            run.resume()
        }
        #expect(outcome.exitCode == 0)
        #expect(outcome.history.notes.count == 1)
        #expect(outcome.history.notes.first?.contains("running cannot take resume") == true)
    }
}
