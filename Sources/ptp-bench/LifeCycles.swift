import Dispatch
import Orchestration
import PTPVerify
import Simulation
import Synchronization

/// Full case life cycles in simulated clouds, one cloud per core, journals in memory.
enum LifeCycles {
    private static let casesPerRun = 200

    static func measure(runs: Int, workers: Int) -> Figure {
        let next = Atomic(0)
        let (elapsed, _) = seconds {
            DispatchQueue.concurrentPerform(iterations: workers) { _ in
                while true {
                    let run = next.add(1, ordering: .relaxed).oldValue
                    guard run < runs else { return }
                    let outcome = conduct(seed: UInt64(run))
                    precondition(outcome.history.cases.allSatisfy { $0.finalOutcome.status == .met })
                }
            }
        }
        let cases = Double(runs * casesPerRun)
        return .atLeast(10_000, "simulated case life cycles", cases / elapsed, "per second")
    }

    private static func conduct(seed: UInt64) -> RunOutcome {
        let start = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
        let executor = DeterministicExecutor(seed: seed, start: start)
        let fleet = SimulatedFleet(SimulatedEC2(CloudState(seed: seed, time: start), on: executor))
        let plan = RunPlan(
            runID: "bench",
            environment: SimulatedFleet.environment,
            cases: (1...casesPerRun).map { InstanceCase(type: "c7i.large", index: $0, of: casesPerRun) }
        )
        let orchestrator = fleet.orchestrator(for: plan, storage: MemoryJournal())
        return executor.run { await orchestrator.run() }
    }
}

/// A journal that is only remembered.
final class MemoryJournal: JournalStorage {
    private let content = Mutex<[UInt8]>([])

    func append(_ bytes: [UInt8], durable: Bool) throws(JournalError) { content.withLock { $0 += bytes } }
}
