public import Orchestration
import Testing

/// What every provisioner promises, as checks that any implementation can be put through.
///
/// Each check makes a fresh provisioner. What is broken is recorded as an issue of the test that calls.
public struct ProvisionerContract<P: Provisioner>: Sendable {
    private let plan: RunPlan
    private let instanceCase: InstanceCase
    private let clock: any RunClock
    private let kinds: [Resource.Kind]
    private let make: @Sendable () async throws -> P
    private let countAlive: @Sendable (P) async -> Int

    /// Takes an implementation and a way to look behind it.
    ///
    /// - Parameters:
    ///   - plan: a plan with at least one case that can be provisioned.
    ///   - clock: the time that the provisioner lives in.
    ///   - kinds: what the provisioner can make, which may be nothing; of other kinds it cannot confirm anything.
    ///   - make: makes a provisioner with nothing alive.
    ///   - countAlive: how much of what the provisioner made truly exists, whatever it says.
    public init(
        plan: RunPlan,
        clock: any RunClock,
        kinds: [Resource.Kind] = [.instance, .placementGroup, .securityGroup],
        make: @escaping @Sendable () async throws -> P,
        countAlive: @escaping @Sendable (P) async -> Int
    ) {
        precondition(!plan.cases.isEmpty, "the contract needs a case to provision")
        self.plan = plan
        self.instanceCase = plan.cases[0]
        self.clock = clock
        self.kinds = kinds
        self.make = make
        self.countAlive = countAlive
    }

    /// Checks every promise.
    public func check() async throws {
        try await intentIsOnDiskBeforeAnythingIsMade()
        try await whatWasMadeIsReleasedOnce()
        try await withoutAnIDTheTokenFindsIt()
        try await whatNeverWasIsGone()
        try await aJournalThatFailsLeavesNothingUnaccounted()
    }

    /// Every id in the journal comes after its intent, the intent is durable, and everything alive has one.
    public func intentIsOnDiskBeforeAnythingIsMade() async throws {
        let run = try await begin()
        try await provision(run)
        let records = try JournalReader.records(of: run.storage.durableBytes).records
        var intended: Set<String> = []
        for record in records {
            switch record.event {
            case .resourceIntended(let resource):
                #expect(intended.insert(resource.token).inserted, "the intent of \(resource.token) is recorded twice")
                #expect(kinds.contains(resource.kind), "\(resource.token) is a \(resource.kind.rawValue), too")
            case .resourceMade(let token, _):
                #expect(intended.contains(token), "\(token) was made before its intent was recorded")
            case .runBegan, .runMoved, .stopRequested, .caseMoved, .environmentReady, .machineSeen, .retrying,
                .resourceEnding, .resourceGone, .resourceKept, .resourceUnconfirmed, .executed, .analyzed, .caseEnded,
                .noted, .runEnded:
                break
            }
        }
        let alive = await countAlive(run.provisioner)
        #expect(alive <= intended.count, "more is alive than was ever intended")
        await run.releaseAll()
    }

    /// A release ends what was made, the environment is then lost, and a second release does no harm.
    public func whatWasMadeIsReleasedOnce() async throws {
        let run = try await begin()
        let environment = try await provision(run)
        let before = await run.provisioner.health(of: environment)
        #expect(before == .healthy, "an environment that was just provisioned is \(before)")
        let made = run.journal.withHistory(\.ledger.leaks)
        await run.releaseAll()
        let after = await countAlive(run.provisioner)
        #expect(after == 0, "something is alive after everything was released")
        for entry in made.reversed() {
            let again = await run.provisioner.release(entry.resource, id: entry.state.id)
            #expect(again == .gone, "releasing \(entry.resource.token) again must be fine")
        }
        guard !made.isEmpty, case .healthy = await run.provisioner.health(of: environment) else { return }
        Issue.record("\(environment.id) is called healthy after it was released")
    }

    /// What was made without its id becoming known is found by its token.
    public func withoutAnIDTheTokenFindsIt() async throws {
        let run = try await begin()
        try await provision(run)
        for entry in run.journal.withHistory(\.ledger.leaks).reversed() {
            let outcome = await run.provisioner.release(entry.resource, id: nil)
            #expect(outcome == .gone, "\(entry.resource.token) is not released by its token")
        }
        let alive = await countAlive(run.provisioner)
        #expect(alive == 0, "something is alive after everything was released by its token")
    }

    /// A token that nobody ever used is confirmed as gone: that is how an intent without a deed is settled.
    public func whatNeverWasIsGone() async throws {
        let run = try await begin()
        for kind in kinds {
            let never = Resource(
                token: "\(plan.runID)-never-\(kind.rawValue)",
                kind: kind,
                caseID: instanceCase.id,
                expiresAt: nil
            )
            let outcome = await run.provisioner.release(never, id: nil)
            #expect(outcome == .gone, "a \(kind.rawValue) that never was is not confirmed as gone")
        }
    }

    /// Whichever append to the journal fails first, nothing exists afterwards that the history does not account for.
    public func aJournalThatFailsLeavesNothingUnaccounted() async throws {
        var appends = 0
        while appends < 1000 {
            let run = try await begin(failingAfter: appends)
            var failure: (any Error)?
            do { try await provision(run) } catch { failure = error }
            await run.releaseAll()
            let alive = await countAlive(run.provisioner)
            #expect(alive == 0, "\(alive) left when the journal fails after \(appends) appends")
            guard failure != nil else { break }
            appends += 1
        }
        #expect(appends > 0 || kinds.isEmpty, "provisioning went on although its intent could not be recorded")
    }
}

// MARK: - One provisioner at work

extension ProvisionerContract {
    private struct Run: Sendable {
        let provisioner: P
        let storage: MemoryJournal
        let journal: Journal

        func releaseAll() async {
            let releaser = Releaser(provisioner, recordingIn: journal)
            for entry in journal.withHistory(\.ledger.leaks).reversed() {
                _ = await releaser.release(entry.resource, id: entry.state.id)
            }
        }
    }

    private func begin(failingAfter appends: Int = .max) async throws -> Run {
        let storage = MemoryJournal(failingAfter: appends)
        return Run(provisioner: try await make(), storage: storage, journal: Journal(storage: storage, clock: clock))
    }

    @discardableResult
    private func provision(_ run: Run) async throws -> EnvironmentInfo {
        try await run.provisioner.prepare(plan, recordingIn: run.journal)
        return try await run.provisioner.provision(instanceCase, of: plan, recordingIn: run.journal)
    }
}
