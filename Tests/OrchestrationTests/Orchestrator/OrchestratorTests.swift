import Orchestration
import PTPTesting
import Simulation
import Testing

@Suite struct OrchestratorTests {
    @Test func `one at a time, in the order of the plan, each terminated before the next`() throws {
        let world = World(cases: 4)
        let outcome = world.run()
        #expect(outcome.exitCode == ExitCode.success)
        #expect(world.provisioner.mostInstances == 1)
        #expect(world.provisioner.made == (1...4).map { "run-1/fake#\($0)" })
        #expect(world.provisioner.released == world.provisioner.made)
        #expect(world.executor.order == (1...4).map { CaseID.fake($0) })
        #expect(outcome.history.cases.allSatisfy { $0.finalOutcome.status == .met })
        #expect(outcome.history.recordedExitCode == 0)
    }

    @Test func `never more than allowed at once, everything once, results in the order of the plan`() async throws {
        try await checkProperty("concurrency is bounded and used", runs: 150) { generator in
            (cases: 1 + generator.below(8), concurrency: 1 + generator.below(4), seed: generator.next())
        } refute: { input in
            var world = World(cases: input.cases, seed: input.seed)
            world.concurrency = input.concurrency
            let time = world.time
            world.executor = ScriptedExecutor { _ in
                try await time.sleep(for: .seconds(Int64(time.next() % 100)))
            }
            let outcome = world.run()
            guard world.provisioner.mostInstances <= input.concurrency else { return "too many at once" }
            let wanted = min(input.cases, input.concurrency)
            guard world.provisioner.mostInstances == wanted else { return "never \(wanted) at once" }
            guard world.executor.order.count == input.cases else { return "executed \(world.executor.order)" }
            guard world.provisioner.alive.isEmpty else { return "left \(world.provisioner.alive)" }
            let order = outcome.history.cases.map(\.instanceCase.id)
            return order == world.plan.cases.map(\.id) && outcome.exitCode == 0 ? nil : "\(order)"
        }
    }

    @Test func `a case that fails in any way never stops the others`() {
        var world = World(cases: 6)
        world.provisioner = FakeProvisioner([
            .fake(1): .init(making: .failsBefore(.refused)), .fake(2): .init(making: .failsAfter(.refused)),
            .fake(3): .init(making: .losesAnswer(.refused)), .fake(4): .init(making: .hangs),
        ])
        world.executor = ScriptedExecutor([.fake(5): .fails(Oops())])
        let outcome = world.run()
        let statuses = outcome.history.cases.map(\.finalOutcome.status)
        #expect(statuses == [.inconclusive, .inconclusive, .inconclusive, .inconclusive, .inconclusive, .met])
        let codes = outcome.history.cases.map(\.finalOutcome.failure?.code)
        #expect(codes == [.capacity, .capacity, .capacity, .timeout, .ours, nil])
        #expect(world.provisioner.alive == [])
        #expect(outcome.exitCode == ExitCode.inconclusive)
    }

    @Test func `what is not done in time says which setting would give it more`() {
        var world = World(cases: 2)
        world.provisioner = FakeProvisioner([.fake(1): .init(making: .hangs)])
        world.executor = ScriptedExecutor([.fake(2): .hangs])
        let failures = world.run().history.cases.map(\.finalOutcome.failure)
        #expect(failures.map(\.?.code) == [.timeout, .timeout])
        #expect(failures.allSatisfy { $0?.next == "Raise case_timeout_minutes if it only needs more time." })

        var unprepared = World(cases: 1)
        unprepared.provisioner = FakeProvisioner(shared: .init(making: .hangs))
        #expect(
            unprepared.run().history.notes == [
                "prepare what all cases share: not done within 900.0 s. "
                    + "Raise cleanup_timeout_minutes if it only needs more time."
            ]
        )
    }

    @Test func `unsupported is released at once whatever is to be kept`() throws {
        for keep in [KeepPolicy.all, .functional, .ask, .positions([1])] {
            var world = World([InstanceCase(type: "fake", index: 1, of: 2, expectation: .unsupported)])
            world.cases.append(InstanceCase(type: "fake", index: 2, of: 2))
            world.keep = keep
            world.executor = ScriptedExecutor([.fake(1): .finds(.unsupported)])
            let outcome = world.run()
            let events = try world.events()
            let gone = try #require(events.firstIndex(of: .resourceGone(token: "run-1/fake#1")))
            let next = try #require(events.firstIndex(of: .caseMoved(.fake(2), .provisioning)))
            #expect(gone < next, "with keep \(keep)")
            #expect(outcome.history[.fake(1)]?.finalOutcome.disposal == .terminated)
            #expect(outcome.history[.fake(1)]?.finalOutcome.status == .met)
        }
    }

    @Test func `verdict against expectation decides the exit code`() {
        let table: [(Orchestration.Expectation, Verdict, Bool?, Int)] = [
            (.supported, .supported, nil, 0), (.supported, .partial, nil, 1), (.supported, .unsupported, nil, 1),
            (.supported, .inconclusive, nil, 4), (.unsupported, .unsupported, nil, 0), (.any, .partial, nil, 0),
            (.declared, .supported, true, 0), (.declared, .supported, false, 1), (.declared, .supported, nil, 4),
        ]
        for (expectation, verdict, declared, code) in table {
            var world = World([InstanceCase(type: "fake", expectation: expectation)])
            world.provisioner = FakeProvisioner([.fake(1): .init(declaredSupport: declared)])
            world.executor = ScriptedExecutor(otherwise: .finds(verdict))
            #expect(
                world.run().exitCode == code,
                "\(expectation), \(verdict), declared \(String(describing: declared))"
            )
        }
    }

    @Test func `what cannot be released is listed with its remedy and decides the exit code`() {
        for releasing in [FakeProvisioner.Releasing.staysUnconfirmed, .hangs] {
            var world = World(cases: 2)
            world.provisioner = FakeProvisioner([.fake(1): .init(releasing: releasing)])
            let outcome = world.run()
            #expect(outcome.exitCode == ExitCode.cleanupUnconfirmed)
            #expect(outcome.history[.fake(1)]?.finalOutcome.disposal == .unconfirmed)
            #expect(outcome.history[.fake(2)]?.finalOutcome.disposal == .terminated)
            #expect(outcome.history.ledger.leaks.map(\.resource.token) == ["run-1/fake#1"])
            #expect(outcome.history.ledger.leaks.allSatisfy { $0.state.mayLeak })
        }
    }

    @Test func `what the cases share is made first and released last`() {
        var world = World(cases: 2)
        world.provisioner = FakeProvisioner(shared: .init())
        #expect(world.run().exitCode == 0)
        #expect(world.provisioner.made.first == "run-1/shared")
        #expect(world.provisioner.released.last == "run-1/shared")
        #expect(world.provisioner.alive == [])
    }

    @Test func `when preparing fails no case is begun, and what was half made is released`() {
        for making in [FakeProvisioner.Making.failsBefore(.refused), .failsAfter(.refused), .hangs] {
            var world = World(cases: 2)
            world.provisioner = FakeProvisioner(shared: .init(making: making))
            let outcome = world.run()
            #expect(outcome.history.state == .failed)
            #expect(outcome.history.cases.map(\.finalOutcome.status) == [.notRun, .notRun])
            #expect(world.executor.order == [])
            #expect(world.provisioner.alive == [])
            #expect(outcome.exitCode == ExitCode.notAsExpected)
        }
    }

    @Test func `a plan without cases fails and makes nothing`() {
        let world = World(cases: 0)
        let outcome = world.run()
        #expect(outcome.history.state == .failed)
        #expect(outcome.exitCode == ExitCode.usage)
        #expect(outcome.history.recordedExitCode == ExitCode.usage)
        #expect(world.provisioner.made == [])
    }

    @Test func `the same seed gives the same journal, byte for byte`() {
        let journals = [5, 5, 6].map { (seed: UInt64) in
            var world = World(cases: 5, seed: seed)
            world.concurrency = 3
            let time = world.time
            world.executor = ScriptedExecutor { _ in try await time.sleep(for: .seconds(Int64(time.next() % 50))) }
            _ = world.run()
            return world.storage.bytes
        }
        #expect(journals[0] == journals[1])
        #expect(journals[0] != journals[2])
    }

    @Test func `what the run remembers is what its journal says`() throws {
        var world = World(cases: 3)
        world.provisioner = FakeProvisioner([.fake(2): .init(making: .failsAfter(.refused))])
        let outcome = world.run()
        var history = RunHistory()
        for record in try JournalReader.records(of: world.storage.bytes).records { history.apply(record) }
        #expect(history.exitCode == outcome.history.exitCode)
        #expect(history.ledger == outcome.history.ledger)
        #expect(history.cases.map(\.finalOutcome) == outcome.history.cases.map(\.finalOutcome))
        #expect(history.cases.map(\.steps) == outcome.history.cases.map(\.steps))
    }
}

/// An error that nobody knows.
struct Oops: Error {}
