package import Orchestration
import Simulation

/// What a run launches into, and what it verifies with: a simulated world or the real one.
package struct Fleet: Sendable {
    /// Its name in plans and reports.
    package let environment: String
    /// Launches.
    package let provisioner: EC2Provisioner
    /// Verifies what was launched.
    package let verifier: PTPExecutor
    private let surroundings: Surroundings
    /// The world in which its time passes; `nil` is the real one.
    private let world: DeterministicExecutor?

    init(
        _ environment: String,
        _ provisioner: EC2Provisioner,
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
    package func orchestrator(
        for plan: RunPlan,
        storage: any JournalStorage,
        reporters: [any Reporter] = [],
        processID: Int = 0,
        notes: [String] = [],
        hurriedCleanup: Duration = .seconds(15),
        chooseKept: @escaping @Sendable ([HeldInstance]) async -> Set<CaseID> = { _ in [] }
    ) -> Orchestrator<EC2Provisioner, PTPExecutor, PTPAnalyzer> {
        Orchestrator(
            plan: plan,
            provisioner: provisioner,
            executor: verifier,
            analyzer: PTPAnalyzer(),
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
