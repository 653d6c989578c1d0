import Orchestration
import PTP
import Shell

/// Undoes on hosts what a set-up changed there, as far as they remember it.
struct HostRestore: Sendable {
    let worker: HostWorker
    /// How long one waits at a time until a host lets somebody in.
    let patience: Duration

    /// Goes on until nothing more can be undone.
    ///
    /// - Throws: `RunError` when the host could not be reached in time.
    func perform(
        on name: String,
        at endpoint: ShellEndpoint,
        removesPackages: Bool,
        _ watch: HostWorker.Watch = HostWorker.Watch()
    ) async throws -> RestoredHost {
        var procedure = HostProcedure(.restoration(removesPackages: removesPackages))
        try await worker.carryOut(&procedure, on: name, at: endpoint, waitingFor: patience, watch)
        return RestoredHost(procedure)
    }
}

/// What became of a host that was to be as it was.
struct RestoredHost: Sendable {
    /// What it remembers of us in the end.
    enum Rest: Sendable {
        case nothing
        case changes(Int)
        /// Nobody knows.
        case unread(Absence)
    }

    let rest: Rest
    /// What was done, in its order.
    let steps: [StepOutcome]
    /// What stood in the way of more, in words.
    let obstacles: [String]

    fileprivate init(_ procedure: HostProcedure) {
        steps = procedure.record.situation.steps
        obstacles = procedure.obstacles
        rest =
            switch procedure.record.facts.changes {
            case .known(let changes): changes.changes.isEmpty ? .nothing : .changes(changes.changes.count)
            case .missing(.notThere): .nothing
            case .missing(let absence): .unread(absence)
            }
    }

    /// How it ended, what was done for it and what was in the way, in words.
    var account: String {
        let done = steps.filter(\.isSuccess).map(\.id).joined(separator: ", ")
        // What failed tells more than that it was tried again in vain.
        let failure = steps.last { !$0.isSuccess }.map { "\($0.id) failed: \($0.complaint)" }
        return ([summary + (done.isEmpty ? "" : " (done: \(done))")] + (failure.map { [$0] } ?? obstacles))
            .joined(separator: "; ")
    }

    /// How it ended, in words.
    var summary: String {
        switch rest {
        case .nothing: steps.isEmpty ? "nothing was changed there" : "all is as it was"
        case .changes(let count): "\(count) \(count == 1 ? "change is" : "changes are") left"
        case .unread(let absence): "what was changed there could not be read: \(absence)"
        }
    }
}
