/// Gets rid of what a journal says was made: at the end of a case, at the end of a run, and in a sweep after a crash.
public struct Releaser: Sendable {
    private let provisioner: any Provisioner
    private let journal: Journal

    /// Releases through a provisioner and writes down what came of it.
    public init(_ provisioner: any Provisioner, recordingIn journal: Journal) {
        self.provisioner = provisioner
        self.journal = journal
    }

    /// Releases everything that may leak, of one case or of the run as a whole; last made first, so that a group goes
    /// after what is in it.
    public func release(_ caseID: CaseID?) async {
        for entry in journal.withHistory({ $0.ledger.leaks(of: caseID) }).reversed() {
            _ = await release(entry.resource, id: entry.state.id)
        }
    }

    /// Tries once more to release what cases have left behind.
    func releaseLeftovers() async {
        for entry in journal.withHistory({ $0.ledger.leaks }) where entry.resource.caseID != nil {
            _ = await release(entry.resource, id: entry.state.id)
        }
    }

    /// Settles what serves the whole run: it goes, unless something that may still need it is kept.
    public func releaseShared() async {
        guard journal.withHistory({ !$0.ledger.kept.isEmpty }) else { return await release(nil) }
        for entry in journal.withHistory({ $0.ledger.leaks(of: nil) }) {
            guard let id = entry.state.id else {
                _ = await release(entry.resource, id: nil)
                continue
            }
            do {
                let until = try await provisioner.keep(entry.resource, id: id, of: nil)
                try? journal.record(.resourceKept(token: entry.resource.token, until: until))
            } catch {
                let remedy = "Look at it with `ptp-verify sweep`."
                let reason = "it could not be marked as kept: \(error)"
                try? journal.record(
                    .resourceUnconfirmed(token: entry.resource.token, reason: reason, remedy: remedy)
                )
            }
        }
    }

    /// Releases one resource.
    public func release(_ resource: Resource, id: String?) async -> ReleaseOutcome {
        let token = resource.token
        // A journal that cannot be written must not stop anything from being terminated.
        try? journal.record(.resourceEnding(token: token))
        let outcome = await provisioner.release(resource, id: id)
        switch outcome {
        case .gone: try? journal.record(.resourceGone(token: token))
        case .unconfirmed(let reason, let remedy):
            try? journal.record(.resourceUnconfirmed(token: token, reason: reason, remedy: remedy))
        }
        return outcome
    }
}
