import AWS
import Orchestration
import Simulation
import Synchronization
import Testing

@Suite struct DeterministicExecutorTests {
    @Test func `time jumps to the next moment that somebody waits for`() {
        let world = DeterministicExecutor(seed: 1, start: noon)
        let seen = world.run { () async -> [Double] in
            await withTaskGroup(of: Double.self) { group in
                for hours in [3, 1, 2] {
                    group.addTask {
                        try? await world.sleep(for: .seconds(hours * 3600))
                        return (world.now - noon).inSeconds / 3600
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(seen == [1, 2, 3])
        #expect(world.now == noon + .seconds(3 * 3600))
    }

    @Test func `the same seed gives the same interleaving, other seeds give others`() {
        #expect((1...20).allSatisfy { interleaving(seed: $0) == interleaving(seed: $0) })
        #expect(Set((1...20).map(interleaving)).count > 10)
        #expect(interleaving(seed: 1).sorted() == (0..<24).map { $0 / 3 })
    }

    @Test func `cancelling a task ends its sleep at once`() {
        let world = DeterministicExecutor(seed: 1, start: noon)
        let (wasCancelled, passed) = world.run { () async -> (Bool, Duration) in
            await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    do {
                        try await world.sleep(for: .seconds(3600))
                        return false
                    } catch {
                        return error is CancellationError
                    }
                }
                try? await world.sleep(for: .seconds(5))
                group.cancelAll()
                return (await group.next() == true, world.now - noon)
            }
        }
        #expect(wasCancelled)
        #expect(passed == .seconds(5))
    }

    @Test func `after death every wait fails, those under way and those to come`() {
        let world = DeterministicExecutor(seed: 1, start: noon)
        let deaths = world.run { () async -> Int in
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<3 { group.addTask { await isKilled(sleepingIn: world, for: .seconds(3600)) } }
                try? await world.sleep(for: .seconds(1))
                world.die()
                group.addTask { await isKilled(sleepingIn: world, for: .seconds(1)) }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
        }
        #expect(deaths == 4)
        #expect(world.hasDied)
        #expect(world.now == noon + .seconds(1))
    }

    @Test func `two runs of one seed make the same calls at the same moments`() throws {
        let logs = try [7, 7, 8].map { (seed: UInt64) in
            let cloud = makeCloud(seed: seed, faults: FaultSchedule(calls: [5: .lostAfter, 9: .throttled]))
            try cloud.run { cloud in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<6 {
                        group.addTask {
                            let id = try? await cloud.launchPrecisely("token-\(number)").id
                            try await cloud.wait(.seconds(20))
                            if let id { try? await cloud.terminateInstances(ids: [id]) }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            return (calls: cloud.calls, text: cloud.snapshot.json.text())
        }
        #expect(logs[0].calls.count > 12)
        #expect(logs[0] == logs[1])
        #expect(logs[0] != logs[2])
    }
}

// MARK: - Fixtures

/// The order in which eight tasks take three steps each.
private func interleaving(seed: UInt64) -> [Int] {
    let world = DeterministicExecutor(seed: seed, start: noon)
    let steps = StepLog()
    world.run {
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<3 {
                        steps.add(task)
                        await Task.yield()
                    }
                }
            }
        }
    }
    return steps.all
}

private func isKilled(sleepingIn world: DeterministicExecutor, for duration: Duration) async -> Bool {
    do {
        try await world.sleep(for: duration)
        return false
    } catch {
        return error is DeterministicExecutor.ProcessDied
    }
}

private final class StepLog: Sendable {
    private let steps = Mutex<[Int]>([])

    var all: [Int] { steps.withLock { $0 } }

    func add(_ step: Int) { steps.withLock { $0.append(step) } }
}
