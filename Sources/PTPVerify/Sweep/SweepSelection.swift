import Orchestration

/// What a sweep is to look at: everything, unless it is narrowed down.
package struct SweepSelection: Sendable, Equatable {
    /// Only what this run made.
    package var runID: String?
    /// Only what was made at least so long ago.
    package var age: Duration?

    package init(runID: String? = nil, age: Duration? = nil) {
        self.runID = runID
        self.age = age
    }

    /// Whether a run is looked at: it is called by its name or by that of its directory.
    func includes(_ run: SweepableRun) -> Bool {
        runID.map { $0 == run.runID || $0 == run.history.plan?.runID } ?? true
    }

    /// Whether a run of that name is looked at.
    func includes(_ name: String) -> Bool { runID.map { $0 == name } ?? true }

    func includes(_ found: TaggedResource, ofOneOf runs: [SweepableRun]) -> Bool {
        runID == nil || found.runID == runID || runs.contains { $0.history.plan?.runID == found.runID }
    }

    /// Why things are too young; `nil` when none of them is.
    ///
    /// Things expire so long after they were made; where nobody knows how long, they are older than their expiry.
    func objection(
        to resources: some Sequence<Resource>,
        living timeToLive: Duration = .zero,
        at now: Timestamp
    ) -> String? {
        guard let age else { return nil }
        for resource in resources {
            guard let expiry = resource.expiresAt else { return "nobody knows how old it is" }
            guard now - expiry + timeToLive >= age else { return "it is not older than \(age.inSeconds) s" }
        }
        return nil
    }

    /// The same for all that a run has left: what is young may be in what is old.
    func objection(to run: SweepableRun, at now: Timestamp) -> String? {
        let left = run.history.ledger.all.filter { $0.state.mayLeak || $0.state.isKept }.map(\.resource)
        return objection(to: left, living: run.history.plan?.timeToLive ?? .zero, at: now)
    }
}
