import Dispatch
import Orchestration
import PTPVerify
import Simulation
import Synchronization

/// Full case life cycles in simulated clouds, one cloud per core, journals in memory.
///
/// Twice: with nobody who looks at the hosts, which is the work of the core, and with the set-up and the proof by the
/// executor that works on real hosts.
enum LifeCycles {
    private static let casesPerRun = 200

    static func measure(runs: Int, workers: Int) -> [Figure] {
        [
            .atLeast(
                10_000,
                "simulated case life cycles, journal in memory",
                rate(runs: runs, workers: workers, Content()),
                "per second"
            )
        ]
    }

    /// With the real executor.
    static func measureProven(runs: Int, workers: Int) -> [Figure] {
        [
            .atLeast(
                1_000,
                "simulated cases set up and proven by the real executor, 60 samples each",
                rate(runs: runs, workers: workers, nil),
                "per second"
            )
        ]
    }

    private static func rate(runs: Int, workers: Int, _ executor: (any Executor)?) -> Double {
        let next = Atomic(0)
        let (elapsed, _) = seconds {
            DispatchQueue.concurrentPerform(iterations: workers) { _ in
                while true {
                    let run = next.add(1, ordering: .relaxed).oldValue
                    guard run < runs else { return }
                    let outcome = SimulatedRun.conduct(
                        SimulatedRun.plan(cases: casesPerRun),
                        verifiedBy: executor,
                        seed: UInt64(run),
                        storage: MemoryJournal(reserving: casesPerRun * 8192)
                    )
                    precondition(outcome.history.cases.allSatisfy { $0.finalOutcome.status == .met })
                }
            }
        }
        return Double(runs * casesPerRun) / elapsed
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
