import Orchestration
import PTPTesting
import Simulation
import Synchronization

/// A moment to start from: 2026-11-21T12:21:55Z.
let morning = Timestamp(nanoseconds: 1_795_263_715_000_000_000)

/// A run in virtual time, on fakes, with everything that came of it.
struct World {
    var cases: [InstanceCase]
    var concurrency = 1
    var keep = KeepPolicy.none
    var prices: [String: Money] = [:]
    var budget = Budget()
    var provisioner = FakeProvisioner()
    var executor = ScriptedExecutor()
    var analyzer: any Analyzer = NoAnalyzer()
    var reporters: [any Reporter] = []
    var storage = MemoryJournal()
    var callbacks = LifecycleCallbacks()
    var chooseKept: @Sendable ([HeldInstance]) async -> Set<CaseID> = { _ in [] }
    var seed: UInt64 = 1
    let time: DeterministicExecutor

    /// A world in which these cases are planned.
    init(_ cases: [InstanceCase], seed: UInt64 = 1) {
        self.cases = cases
        self.seed = seed
        time = DeterministicExecutor(seed: seed, start: morning)
    }

    /// A world with so many cases of one type.
    init(cases count: Int, seed: UInt64 = 1) {
        self.init((0..<count).map { InstanceCase(type: "fake", index: $0 + 1, of: count) }, seed: seed)
    }

    var plan: RunPlan {
        RunPlan(
            runID: "run-1",
            environment: "simulated",
            cases: cases,
            concurrency: concurrency,
            keep: keep,
            timeToLive: .minutes(120),
            cleanupTimeout: .minutes(15),
            prices: prices,
            budget: budget
        )
    }

    /// Runs the plan to its end, with `meanwhile` beside it.
    func run(_ meanwhile: @escaping @Sendable (Orchestrator) async -> Void = { _ in }) -> RunOutcome {
        let conductor = conductor()
        return time.run {
            async let side: Void = meanwhile(conductor)
            let outcome = await conductor.run()
            await side
            return outcome
        }
    }

    func conductor() -> Orchestrator {
        Orchestrator(
            plan: plan,
            provisioner: provisioner,
            executor: executor,
            analyzer: analyzer,
            reporters: reporters,
            storage: storage,
            surroundings: time.surroundings,
            callbacks: callbacks,
            toolVersion: "test",
            processID: 1,
            hurriedCleanup: .seconds(15),
            chooseKept: chooseKept
        )
    }

    /// The events in the journal.
    func events() throws -> [RunEvent] { try JournalReader.records(of: storage.bytes).records.map(\.event) }
}

extension RunError {
    /// An error that something was refused.
    static let refused = RunError(.capacity, attempt: "launch", happened: "no capacity", next: "Try another zone.")
}

extension CaseID {
    /// The n-th case of a world made with `World(cases:)`.
    static func fake(_ number: Int) -> CaseID { CaseID("fake#\(number)") }
}

/// A list that several tasks add to.
final class Log<Entry: Sendable>: Sendable {
    private let list = Mutex<[Entry]>([])

    var entries: [Entry] { list.withLock(\.self) }

    func add(_ entry: Entry) { list.withLock { $0.append(entry) } }
}
