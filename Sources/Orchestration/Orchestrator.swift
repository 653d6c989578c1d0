import Synchronization

/// Runs a plan: each case through provisioner, executor and analyzer, all of it through the journal to the reporters.
///
/// One loop decides. Requests from outside and ends of cases go into one mailbox; the state machine says what follows,
/// and the loop performs it.
public final class Orchestrator: Sendable {
    private typealias Event = RunStateMachine.Event

    private let plan: RunPlan
    private let toolVersion: String
    private let processID: Int
    private let notes: [String]
    private let provisioner: any Provisioner
    private let runner: CaseRunner
    private let journal: Journal
    private let reporter: CompositeReporter
    private let callbacks: LifecycleCallbacks
    private let surroundings: Surroundings
    private let onlookerLimit: Duration
    /// How long what was left behind is tried once more to be ended.
    private static let secondChance = Duration.minutes(1)
    private let chooseKept: @Sendable ([HeldInstance]) async -> Set<CaseID>
    private let mailbox: AsyncStream<RunStateMachine.Event>
    private let post: AsyncStream<RunStateMachine.Event>.Continuation
    private let records: AsyncStream<JournalRecord>
    private let lastRecord: AsyncStream<JournalRecord>.Continuation
    private let heldMachines = Mutex<[CaseID: CaseStateMachine]>([:])

    /// Composes a run.
    ///
    /// - Parameters:
    ///   - notes: what was found out before the run and belongs in its journal.
    ///   - storage: where the journal goes; nothing is launched when it cannot be written.
    ///   - hurriedCleanup: what cleanup still gets after a second request to stop.
    ///   - onlookerLimit: how long the analyzer, a callback or a reporter may take each time; one that takes longer is
    ///     given up, because none of them may hold up the run.
    ///   - chooseKept: asked at the end of a run with keep policy `ask`; whatever it does not name is terminated.
    public init(
        plan: RunPlan,
        provisioner: any Provisioner,
        executor: any Executor,
        analyzer: any Analyzer,
        reporters: [any Reporter] = [],
        storage: any JournalStorage,
        surroundings: Surroundings,
        callbacks: LifecycleCallbacks = LifecycleCallbacks(),
        toolVersion: String,
        processID: Int,
        notes: [String] = [],
        hurriedCleanup: Duration = .seconds(15),
        onlookerLimit: Duration = .seconds(10),
        chooseKept: @escaping @Sendable ([HeldInstance]) async -> Set<CaseID> = { _ in [] }
    ) {
        self.plan = plan
        self.toolVersion = toolVersion
        self.processID = processID
        self.notes = notes
        self.provisioner = provisioner
        self.callbacks = callbacks
        self.surroundings = surroundings
        self.onlookerLimit = onlookerLimit
        self.chooseKept = chooseKept
        let (mailbox, post) = AsyncStream<Event>.makeStream()
        self.mailbox = mailbox
        self.post = post
        let (records, lastRecord) = AsyncStream<JournalRecord>.makeStream()
        self.records = records
        self.lastRecord = lastRecord
        let hasListeners = !reporters.isEmpty
        // Whoever notices that the journal fails: the run ends, because nothing may be made without it.
        journal = Journal(
            storage: storage,
            clock: surroundings.clock,
            onRecord: { if hasListeners { lastRecord.yield($0) } },
            onFailure: { post.yield(.stop(.journalFailed("\($0)"))) }
        )
        // A failure in mid-run is heard by the other reporters too; one of `finish` is noted after the end of the run,
        // because a report tells how the run ended.
        reporter = CompositeReporter(reporters, within: onlookerLimit, in: surroundings) { [journal] failure in
            try? journal.record(.noted("\(failure)"))
        }
        runner = CaseRunner(
            plan: plan,
            provisioner: provisioner,
            executor: executor,
            analyzer: analyzer,
            journal: journal,
            surroundings: surroundings,
            hurry: Hurry(limit: hurriedCleanup),
            onlookerLimit: onlookerLimit
        )
    }

    /// No new launches until `resume`; what is under way goes on.
    public func pause() { post.yield(.pause) }

    /// Launches go on.
    public func resume() { post.yield(.resume) }

    /// Ends the run in order: nothing new, cases under way cancelled, everything cleaned up.
    ///
    /// Asking again shortens cleanup.
    public func stop(_ cause: StopCause = .request) { post.yield(.stop(cause)) }

    /// Runs the plan to its end.
    ///
    /// Cancelling the task is a request to stop: cleanup is done before this returns.
    public func run() async -> RunOutcome {
        await withTaskCancellationHandler {
            await uncancelled(in: surroundings) { await self.conductAndReport() }
        } onCancel: {
            stop(.cancelled)
        }
    }

    private func conductAndReport() async -> RunOutcome {
        async let telling: Void = tellReporters()
        await conduct()
        await telling
        await reporter.finish(journal.withHistory { $0 })
        return RunOutcome(
            history: journal.withHistory { $0 },
            reporterFailures: reporter.failures,
            journalFailure: journal.failure
        )
    }

    /// Passes records on in the order of the journal, without holding up the run.
    private func tellReporters() async {
        await reporter.begin(plan)
        for await record in records { await reporter.report(record) }
    }
}

// MARK: - The loop

extension Orchestrator {
    private func conduct() async {
        record(.runBegan(plan, toolVersion: toolVersion, processID: processID))
        for note in notes { record(.noted(note)) }
        var machine = RunStateMachine(plan)
        var isFinished = false
        await withTaskGroup(of: Void.self) { group in
            post.yield(.start)
            for await event in mailbox {
                var actions: [RunStateMachine.Action]
                do throws(RunStateMachine.IllegalTransition) {
                    actions = try machine.handle(event, spent: spent, failed: hasFailed)
                } catch {
                    record(.noted("ignored: \(error)"))
                    continue
                }
                for action in actions {
                    if action == .finish { isFinished = true }
                    await perform(action, in: &group)
                }
                if isFinished { break }
            }
        }
        post.finish()
        lastRecord.finish()
    }

    private func perform(_ action: RunStateMachine.Action, in group: inout TaskGroup<Void>) async {
        switch action {
        case .record(let event):
            record(event)
            await callbacks.call(for: event, within: onlookerLimit, in: surroundings) { record(.noted($0)) }
        case .validate: post.yield(.validated(plan.refusal))
        case .prepare: group.addTask { await self.prepare() }
        case .begin(let instanceCase, let position):
            let machine = CaseStateMachine(instanceCase, position: position, keep: plan.keep)
            group.addTask { await self.runCase(machine) }
        case .interrupt: group.cancelAll()
        case .hurry: runner.hurry.express()
        case .skip(let cases, let reason):
            for skipped in cases { record(.caseEnded(skipped.id, .notRun(because: reason))) }
        case .cleanUp(let held, let mayAsk): group.addTask { await self.cleanUp(held, mayAsk: mayAsk) }
        case .finish: record(.runEnded(exitCode: journal.withHistory(\.exitCode)))
        }
    }

    private func spent(whileUnderWay underWay: Set<CaseID>) -> Spending {
        let now = surroundings.clock.now
        return journal.withHistory { $0.spending(whileUnderWay: underWay, until: now) }
    }

    private func hasFailed(_ id: CaseID) -> Bool {
        journal.withHistory { $0[id]?.recordedOutcome?.status == .notMet }
    }

    private func prepare() async {
        do {
            try await withDeadline(
                plan.cleanupTimeout,
                setBy: RunPlan.cleanupTimeoutSetting,
                on: surroundings.clock
            ) {
                try await self.provisioner.prepare(self.plan, recordingIn: self.journal)
            }
            post.yield(.initialized(nil))
        } catch {
            post.yield(.initialized(RunError(error, attempt: "prepare what all cases share")))
        }
    }

    private func runCase(_ machine: CaseStateMachine) async {
        let id = machine.instanceCase.id
        guard let held = await runner.run(machine, beginningWith: .begin) else {
            post.yield(.caseEnded(id))
            return
        }
        heldMachines.withLock { $0[id] = held }
        post.yield(.caseHeld(id))
    }

    private func cleanUp(_ held: [CaseID], mayAsk: Bool) async {
        let machines = heldMachines.withLock { machines in held.compactMap { machines[$0] } }
        let stays = machines.isEmpty || !mayAsk ? [] : await chooseKept(machines.compactMap(HeldInstance.init))
        for machine in machines {
            _ = await runner.run(machine, beginningWith: .decided(keep: stays.contains(machine.instanceCase.id)))
        }
        let releaser = Releaser(provisioner, recordingIn: journal)
        // What could not be ended when its case was over may end now; who stops a run does not wait for that.
        let limit = min(plan.cleanupTimeout, Self.secondChance)
        if mayAsk, journal.withHistory({ history in history.ledger.leaks.contains { $0.resource.caseID != nil } }) {
            _ = await withUncancelledCleanup(within: limit, hurry: runner.hurry, in: surroundings) {
                await releaser.releaseLeftovers()
            }
        }
        _ = await withUncancelledCleanup(within: plan.cleanupTimeout, hurry: runner.hurry, in: surroundings) {
            await releaser.releaseShared()
        }
        post.yield(.cleanedUp)
    }

    /// Writes an event down; of a journal that fails the mailbox hears by itself.
    private func record(_ event: RunEvent) { try? journal.record(event) }
}

/// A run that can be conducted and steered, whatever its parts are.
public protocol RunControl: Sendable {
    /// Runs the plan to its end.
    func run() async -> RunOutcome
    /// No new launches until `resume`.
    func pause()
    /// Launches go on.
    func resume()
    /// Ends the run in order; asking again shortens cleanup.
    func stop(_ cause: StopCause)
}

extension Orchestrator: RunControl {}
