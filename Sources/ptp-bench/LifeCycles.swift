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
                    let outcome = SimulatedRun.conduct(
                        SimulatedRun.plan(cases: casesPerRun),
                        seed: UInt64(run),
                        storage: MemoryJournal(reserving: casesPerRun * 8192)
                    )
                    precondition(outcome.history.cases.allSatisfy { $0.finalOutcome.status == .met })
                }
            }
        }
        let cases = Double(runs * casesPerRun)
        return .atLeast(10_000, "simulated case life cycles, journal in memory", cases / elapsed, "per second")
    }
}

/// A journal that is only remembered.
final class MemoryJournal: JournalStorage {
    private let content: Mutex<[UInt8]>

    init(reserving capacity: Int = 0) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(capacity)
        content = Mutex(bytes)
    }

    func append(_ bytes: [UInt8], durable: Bool) throws(JournalError) { content.withLock { $0 += bytes } }
}
