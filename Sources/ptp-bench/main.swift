import Orchestration
import PTPVerify
import Simulation
import Synchronization

final class MemoryStorage: JournalStorage {
    let bytes = Mutex<[UInt8]>([])
    func append(_ more: [UInt8], durable: Bool) throws(JournalError) { bytes.withLock { $0 += more } }
}

func once(seed: UInt64, cases: Int, concurrency: Int) -> ([UInt8], RunOutcome) {
    let start = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
    let executor = DeterministicExecutor(seed: seed, start: start)
    let ec2 = SimulatedEC2(CloudState(seed: seed, time: start), on: executor)
    let fleet = SimulatedFleet(ec2)
    let types = ["c7i.large", "m7g.medium", "r7i.large", "c6i.large"]
    var list: [InstanceCase] = []
    for index in 0..<cases { list.append(InstanceCase(type: types[index % 4], index: index / 4 + 1, of: cases)) }
    let plan = RunPlan(runID: "bench", environment: "simulated", cases: list, concurrency: concurrency)
    let storage = MemoryStorage()
    let orchestrator = fleet.orchestrator(for: plan, storage: storage)
    let outcome = executor.run { await orchestrator.run() }
    if seed == 7 { print(executor.counts) }
    return (storage.bytes.withLock { $0 }, outcome)
}
let (a, outcome) = once(seed: 1, cases: 4, concurrency: 1)

print(outcome.exitCode, outcome.history.cases.map(\.finalOutcome.status))
let (b, _) = once(seed: 1, cases: 4, concurrency: 1)
print("same", a == b)
let (big, _) = once(seed: 7, cases: 20, concurrency: 4)
let (records, _) = try JournalReader.records(of: big)
print("bytes/case", big.count / 20, "records/case", records.count / 20, "draws")

let clock = ContinuousClock()
let elapsed = clock.measure { for seed in 1...100 { _ = once(seed: UInt64(seed), cases: 20, concurrency: 4) } }
print(elapsed, "per case", elapsed / 2000)
