package import Orchestration
import Simulation

/// Where a run has its machines from, and what it verifies them with: in a simulated world or in the real one.
package struct Fleet: Sendable {
    /// Its name in plans and reports.
    package let environment: String
    private let provisioner: any Provisioner
    private let verifier: PTPExecutor
    private let surroundings: Surroundings
    /// The world in which its time passes; `nil` is the real one.
    private let world: DeterministicExecutor?

    init(
        _ environment: String,
        _ provisioner: any Provisioner,
        _ verifier: PTPExecutor,
        in surroundings: Surroundings,
        of world: DeterministicExecutor? = nil
    ) {
        self.environment = environment
        self.provisioner = provisioner
        self.verifier = verifier
        self.surroundings = surroundings
        self.world = world
    }

    /// Composes a run of a plan in this fleet.
    ///
    /// - Parameter other: looks at the hosts instead of the fleet's own executor, and explains what it finds itself.
    package func orchestrator(
        for plan: RunPlan,
        verifiedBy other: (any Executor)? = nil,
        storage: any JournalStorage,
        reporters: [any Reporter] = [],
        processID: Int = 0,
        notes: [String] = [],
        hurriedCleanup: Duration = .seconds(15),
        chooseKept: @escaping @Sendable ([HeldInstance]) async -> Set<CaseID> = { _ in [] }
    ) -> Orchestrator {
        Orchestrator(
            plan: plan,
            provisioner: provisioner,
            executor: other ?? verifier,
            analyzer: other == nil ? verifier.analyzer : NoAnalyzer(),
            reporters: reporters,
            storage: storage,
            surroundings: surroundings,
            toolVersion: ToolVersion.current,
            processID: processID,
            notes: notes,
            hurriedCleanup: hurriedCleanup,
            chooseKept: chooseKept
        )
    }

    /// Continues a journal of what happened in this fleet.
    func journal(_ storage: any JournalStorage, after count: Int, _ history: RunHistory) -> Journal {
        Journal(storage: storage, clock: surroundings.clock, after: count, history: history)
    }

    /// Does work where the fleet's time passes.
    package func perform<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) async -> Result {
        guard let world else { return await work() }
        return await world.runDetached(work)
    }
}
