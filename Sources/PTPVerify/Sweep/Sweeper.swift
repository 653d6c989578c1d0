import AWS
package import Orchestration
import PTP

/// Finds and removes what dead runs left behind.
///
/// It plans first; applying removes exactly the plan.
package struct Sweeper: Sendable {
    /// What became of a plan.
    package struct Result: Sendable, Equatable {
        /// What is confirmed to be gone.
        package var removed: [SweepPlan.Item] = []
        /// What may still be there: the reason, and the command that removes it.
        package var remaining: [(item: SweepPlan.Item, reason: String, remedy: String)] = []

        package static func == (first: Result, second: Result) -> Bool {
            first.removed == second.removed && first.remaining.map(\.item) == second.remaining.map(\.item)
        }
    }

    /// How many resources are released at once.
    private static let width = 16

    /// What releases, and writes down what it does where there is a journal.
    private let provisioner: @Sendable (Journal?) -> any Provisioner
    /// Looks for what carries our tags; nothing does on machines that run already.
    private let calls: EC2Calls?
    private let clock: any RunClock

    /// Sweeps EC2.
    package init(_ provisioner: EC2Provisioner) {
        self.provisioner = { $0.map(provisioner.continuing) ?? provisioner }
        calls = provisioner.calls
        clock = provisioner.calls.surroundings.clock
    }

    /// Sweeps machines that run already: gives back as they were those that dead runs changed.
    package init(_ provisioner: HostListProvisioner, in surroundings: Surroundings) {
        self.provisioner = { $0.map(provisioner.continuing) ?? provisioner }
        calls = nil
        clock = surroundings.clock
    }

    /// Looks at journals and tags and decides; changes nothing.
    package func plan(
        _ runs: [SweepableRun],
        _ selection: SweepSelection = SweepSelection()
    ) async throws -> SweepPlan {
        guard let calls else { return SweepPlan(runs: runs, tagged: [], selection: selection, at: clock.now) }
        var tagged: [TaggedResource] = []
        var living: Set<String> = []
        for instance in try await calls.instances(.tagKey(EC2Tags.run)) where instance.state != .terminated {
            tagged.append(
                TaggedResource(
                    kind: .instance,
                    id: instance.id,
                    tags: instance.tags,
                    clientToken: instance.clientToken
                )
            )
            if !instance.state.isEnding { living.insert(instance.id) }
        }
        var unseen: [SweepPlan.Unseen] = []
        for kind in [Resource.Kind.placementGroup, .securityGroup] {
            do {
                let groups = try await calls.groups(kind, .tagKey(EC2Tags.run))
                tagged += groups.map { TaggedResource(kind: kind, id: $0.id, tags: $0.tags) }
            } catch let error as AWSError {
                // What costs money is found all the same, and what the journals know is removed.
                unseen.append(SweepPlan.Unseen(kind: kind, reason: "\(error)"))
            }
        }
        return SweepPlan(
            runs: runs,
            tagged: tagged,
            departed: try await departed(of: runs.filter(selection.includes), besides: living, calls),
            unseen: unseen,
            selection: selection,
            at: clock.now
        )
    }

    /// The kept instances that have ended since: one that EC2 does not show once may be there all the same.
    private func departed(
        of runs: [SweepableRun],
        besides living: Set<String>,
        _ calls: EC2Calls
    ) async throws -> Set<String> {
        let kept = runs.filter { !$0.isAlive }.flatMap(\.history.ledger.kept)
        let ids = kept.filter { $0.resource.kind == .instance }.compactMap(\.state.id).filter { !living.contains($0) }
        let release = EC2Release(calls: calls)
        return try await withThrowingTaskGroup(of: String?.self) { group in
            for id in ids { group.addTask { try await release.isGone(id) ? id : nil } }
            return try await group.reduce(into: []) { departed, id in if let id { departed.insert(id) } }
        }
    }

    /// Removes what the plan names, and writes it into the journals of the runs.
    package func apply(_ plan: SweepPlan, to runs: [SweepableRun]) async throws -> Result {
        var journals: [String: Journal] = [:]
        let concerned = Set((plan.items + plan.adopted + plan.departed).map(\.runID))
        for run in runs where concerned.contains(run.runID) { journals[run.runID] = try run.openJournal() }
        var result = Result()
        for item in plan.departed { try journals[item.runID]?.record(.resourceGone(token: item.resource.token)) }
        for item in plan.adopted {
            do {
                try await mark(item)
            } catch {
                result.remaining.append((item, "it could not be marked as kept: \(error)", "Sweep again."))
                continue
            }
            try journals[item.runID]?.record(.resourceKept(token: item.resource.token, until: item.resource.expiresAt))
        }
        // Groups go last: they are in use as long as their instances are not terminated.
        for phase in [true, false] {
            let items = plan.items.filter { ($0.resource.kind == .instance) == phase }
            for (item, outcome) in await release(items, journals) {
                switch outcome {
                case .gone: result.removed.append(item)
                case .unconfirmed(let reason, let remedy): result.remaining.append((item, reason, remedy))
                }
            }
        }
        return result
    }

    /// Lets a sweep without the journal know, too, that something stays.
    private func mark(_ item: SweepPlan.Item) async throws {
        guard let id = item.id, let calls else { return }
        try await calls.call { try await $0.createTags(ids: [id], tags: EC2Tags.keeping) }
    }

    private func release(
        _ items: [SweepPlan.Item],
        _ journals: [String: Journal]
    ) async -> [(SweepPlan.Item, ReleaseOutcome)] {
        await withTaskGroup(of: (Int, ReleaseOutcome).self) { group in
            var outcomes: [Int: ReleaseOutcome] = [:]
            for (index, item) in items.enumerated() {
                if index >= Self.width, let (done, outcome) = await group.next() { outcomes[done] = outcome }
                group.addTask { (index, await release(item, journals[item.runID])) }
            }
            for await (done, outcome) in group { outcomes[done] = outcome }
            return items.enumerated().compactMap { index, item in outcomes[index].map { (item, $0) } }
        }
    }

    private func release(_ item: SweepPlan.Item, _ journal: Journal?) async -> ReleaseOutcome {
        let provisioner = provisioner(journal)
        guard let journal else { return await provisioner.release(item.resource, id: item.id) }
        return await Releaser(provisioner, recordingIn: journal).release(item.resource, id: item.id)
    }
}
