import Orchestration
import PTPTesting
import Simulation
import Testing

@Suite struct DeadlineTests {
    private let time = DeterministicExecutor(seed: 1, start: morning)

    @Test func `what is done in time is returned, and nobody waits for the deadline`() throws {
        let result = outcome { [time] in
            try await withDeadline(.seconds(10), on: time) {
                try await time.sleep(for: .seconds(3))
                return "done"
            }
        }
        #expect(try result.get() == "done")
        #expect(time.now == morning + .seconds(3))
    }

    @Test func `what is late is cancelled, and the error says how long it was given`() {
        let cancelled = Log<Bool>()
        let result = outcome { [time] in
            try await withDeadline(.seconds(10), on: time) {
                try? await time.sleep(for: .seconds(30))
                cancelled.add(Task.isCancelled)
                return "late"
            }
        }
        #expect(throws: DeadlinePassed(limit: .seconds(10))) { try result.get() }
        #expect(cancelled.entries == [true])
        #expect(time.now == morning + .seconds(10))
    }

    @Test func `an error of the work itself is passed on`() {
        let result = outcome { [time] in
            try await withDeadline(.seconds(10), on: time) { () -> String in throw Oops() }
        }
        #expect(throws: Oops.self) { try result.get() }
    }

    @Test func `a cancelled caller ends the work`() {
        let result = time.run { [time] in
            await withTaskGroup(of: Result<String, any Error>.self) { group in
                group.addTask {
                    await attempted {
                        try await withDeadline(.seconds(10), on: time) {
                            try await time.sleep(for: .seconds(5))
                            return "done"
                        }
                    }
                }
                try? await time.sleep(for: .seconds(1))
                group.cancelAll()
                return await group.next()
            }
        }
        #expect(throws: CancellationError.self) { try result?.get() }
        #expect(time.now == morning + .seconds(1))
    }

    @Test func `cleanup runs to its end although its task was cancelled before`() {
        let cleaned = Log<Timestamp>()
        let result = cleanUp(cancelledAfter: .zero) { [time] in
            try await time.sleep(for: .seconds(60))
            cleaned.add(time.now)
            return "clean"
        }
        #expect(result == "clean")
        #expect(cleaned.entries == [morning + .seconds(60)])
    }

    @Test func `cleanup ends at its deadline`() {
        let result = cleanUp(cancelledAfter: nil) { [time] in
            try await time.sleep(for: .seconds(1000))
            return "clean"
        }
        #expect(result == nil)
        #expect(time.now == morning + .seconds(100))
    }

    @Test func `cleanup that fails is over`() {
        #expect(cleanUp(cancelledAfter: nil) { throw Oops() } == nil)
        #expect(time.now == morning)
    }

    @Test(arguments: [(0, 5), (20, 25), (98, 100)]) func `hurry leaves cleanup only the short limit`(
        expressed: Int,
        end: Int
    ) {
        let hurry = Hurry(limit: .seconds(5))
        let result = time.run { [time] in
            async let side: Void = {
                try? await time.sleep(for: .seconds(expressed))
                hurry.express()
                hurry.express()
            }()
            let result = await withUncancelledCleanup(within: .seconds(100), hurry: hurry, in: time.surroundings) {
                try await time.sleep(for: .seconds(1000))
                return "clean"
            }
            await side
            return result
        }
        #expect(result == nil)
        #expect(time.now == morning + .seconds(end))
    }

    @Test func `hurry harms nothing that is quick enough`() {
        let hurry = Hurry(limit: .seconds(5))
        hurry.express()
        let result = time.run { [time] in
            await withUncancelledCleanup(within: .seconds(100), hurry: hurry, in: time.surroundings) {
                try await time.sleep(for: .seconds(4))
                return "clean"
            }
        }
        #expect(result == "clean")
    }

    // MARK: - Fixtures

    private func outcome(
        _ body: @escaping @Sendable () async throws -> String
    ) -> Result<String, any Error> {
        time.run { await attempted(body) }
    }

    private func cleanUp(
        cancelledAfter pause: Duration?,
        _ body: @escaping @Sendable () async throws -> String
    ) -> String? {
        time.run { [time] in
            await withTaskGroup(of: String?.self) { group in
                group.addTask {
                    await withUncancelledCleanup(
                        within: .seconds(100),
                        hurry: Hurry(limit: .seconds(5)),
                        in: time.surroundings,
                        body
                    )
                }
                if let pause {
                    try? await time.sleep(for: pause)
                    group.cancelAll()
                }
                return await group.next() ?? nil
            }
        }
    }
}

/// What came of it, error or value.
private func attempted(_ body: @Sendable () async throws -> String) async -> Result<String, any Error> {
    do {
        return .success(try await body())
    } catch {
        return .failure(error)
    }
}
