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

    /// Why a thing is too young; `nil` when it is not.
    ///
    /// Without its journal it is as old as its expiry, at least.
    func objection(to resource: Resource, at now: Timestamp) -> String? {
        objection(toWhatBegan: resource.expiresAt, at: now, "it has not been expired for so long")
    }

    /// The same for all that a run has left: what is young may be in what is old.
    func objection(to run: SweepableRun, at now: Timestamp) -> String? {
        let timeToLive = run.history.plan?.timeToLive ?? .zero
        for entry in run.history.ledger.all where entry.state.mayLeak || entry.state.isKept {
            // What serves the whole run was made at its beginning.
            let isShared = entry.resource.caseID == nil
            let made = isShared ? run.history.startedAt : entry.resource.expiresAt.map { $0 + (.zero - timeToLive) }
            if let objection = objection(toWhatBegan: made, at: now, "its run made things since") { return objection }
        }
        return nil
    }

    private func objection(toWhatBegan moment: Timestamp?, at now: Timestamp, _ words: String) -> String? {
        guard let age else { return nil }
        guard let moment else { return "nobody knows how old it is" }
        return now - moment >= age ? nil : words
    }
}
