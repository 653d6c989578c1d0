import Orchestration
import PTPTesting
import Simulation
import Testing

/// Each case of these worlds may take 30 minutes and 15 of cleanup, and takes 5.
@Suite struct BudgetTests {
    private static let took = Duration.minutes(5)

    @Test func `a budget ends a run after the last case that fits`() throws {
        // The third may begin after 600 seconds, and take 2700; the fourth would after 900.
        let world = world(Budget(seconds: 3300))
        let outcome = world.run()
        let statuses = outcome.history.cases.map(\.finalOutcome)
        #expect(statuses.map(\.status) == [.met, .met, .met, .notRun, .notRun])
        #expect(statuses[3].failure?.code == .budget)
        #expect(statuses[3].failure?.next == "Raise max_instance_hours and run the rest again.")
        #expect(outcome.exitCode == ExitCode.inconclusive)
        #expect(world.provisioner.made.count == 3 && world.provisioner.alive.isEmpty)
        #expect(outcome.history.billedTime(of: outcome.history.cases).expense.seconds == 900)
    }

    @Test func `money limits like time`() throws {
        var world = world(Budget(money: Money("3.30")))
        world.prices = ["fake": try #require(Money("3.60"))]
        let outcome = world.run()
        #expect(outcome.history.cases.map(\.finalOutcome.status) == [.met, .met, .met, .notRun, .notRun])
        #expect(outcome.history.billedTime(of: outcome.history.cases).expense.money == Money("0.90"))
    }

    @Test func `cases under way count with their worst, and what comes cheaper makes room`() throws {
        var world = world(Budget(seconds: 2 * 2700 + 900))
        world.concurrency = 3
        let outcome = world.run()
        #expect(world.provisioner.mostInstances == 2, "three at once might exceed it")
        #expect(outcome.history.cases.allSatisfy { $0.finalOutcome.status == .met })
    }

    @Test func `what is kept counts until it ends itself`() throws {
        let life = 7200
        var world = world(Budget(seconds: 3 * life - 1))
        world.keep = .all
        #expect(world.run().history.cases.map(\.finalOutcome.status) == [.met, .met, .notRun, .notRun, .notRun])
        // Of five only the first may stay, and one of the others is under way at a time.
        world.budget = Budget(seconds: life + 3 * 300 + 2700 - 1)
        world.keep = .positions([1])
        #expect(world.run().history.cases.map(\.finalOutcome.status) == [.met, .met, .met, .met, .notRun])
        world.budget = Budget(seconds: life - 1)
        #expect(world.plan.refusal?.next == "Raise max_instance_hours, or lower ttl_minutes, or do not keep it.")
    }

    @Test func `a budget that is large enough changes nothing`() throws {
        let free = world(Budget())
        var limited = world(Budget(money: Money("1000000"), seconds: 1 << 40))
        limited.prices = ["fake": try #require(Money("1"))]
        #expect(free.run().history.cases.map(\.finalOutcome) == limited.run().history.cases.map(\.finalOutcome))
        #expect(try free.events().dropFirst() == limited.events().dropFirst())
    }

    @Test(arguments: [
        (Budget(seconds: 299), "a minute each", RunError.Code.budget, "0.09 instance hours, of which 0.09 may be used"),
        (
            Budget(seconds: 2699), "alone", .budget,
            "fake#1 alone may take 0.75 instance hours, of which 0.75 may be used"
        ),
        (Budget(money: Money("5")), "unpriced", .configuration, "the price of fake is unknown"),
    ])
    func `a budget that nothing fits into is refused before anything is made`(
        budget: Budget,
        name: String,
        code: RunError.Code,
        happened: String
    ) throws {
        var world = world(budget)
        if name != "unpriced" { world.prices = ["fake": try #require(Money("1"))] }
        #expect(world.plan.refusal?.code == code)
        #expect(world.plan.refusal?.happened.hasSuffix(happened) == true, "\(String(describing: world.plan.refusal))")
        #expect(world.run().exitCode == ExitCode.usage)
        #expect(world.provisioner.made.isEmpty)
    }

    private func world(_ budget: Budget) -> World {
        var world = World(cases: 5)
        world.budget = budget
        let clock = world.time.surroundings.clock
        world.executor = ScriptedExecutor(beforeEach: { _ in try await clock.sleep(for: Self.took) })
        return world
    }
}
