import AWS
package import Orchestration

/// What a sweep found out: what it would remove, and what it leaves alone and why.
package struct SweepPlan: Sendable, Equatable {
    /// Something of ours that nobody wants any more.
    package struct Item: Sendable, Equatable {
        package let runID: String
        package let resource: Resource
        /// The provider's id, where it is known.
        package let id: String?
        /// Why it is to go.
        package let reason: String
    }

    /// Something that stays.
    package struct Spared: Sendable, Equatable {
        package let runID: String
        package let what: String
        /// Why it stays.
        package let reason: String
    }

    /// A kind of thing that could not be looked for.
    package struct Unseen: Sendable, Equatable {
        package let kind: Resource.Kind
        /// Why not.
        package let reason: String
    }

    /// What is to go: instances first, then what they were in.
    package private(set) var items: [Item] = []
    /// What stays.
    package private(set) var spared: [Spared] = []
    /// Kept on purpose, but the journal died before it could say so.
    package private(set) var adopted: [Item] = []
    /// Kept on purpose once, and gone since: only the journal does not know it yet.
    package private(set) var departed: [Item] = []
    /// What could not be looked for by tag, so that something of it may be left.
    package private(set) var unseen: [Unseen]
    /// Runs of which an instance stays.
    private var staying: Set<String> = []
    private let selection: SweepSelection
    private let now: Timestamp
}

/// A run as a sweep sees it.
package struct SweepableRun: Sendable {
    /// What tells it from other runs: the name of its directory.
    package let runID: String
    package let history: RunHistory
    /// Whether its process is alive; then nothing of it is touched.
    package let isAlive: Bool
    /// Continues its journal, so that what the sweep does is part of the run's story.
    package let openJournal: @Sendable () throws -> Journal

    package init(
        runID: String,
        history: RunHistory,
        isAlive: Bool,
        openJournal: @escaping @Sendable () throws -> Journal
    ) {
        self.runID = runID
        self.history = history
        self.isAlive = isAlive
        self.openJournal = openJournal
    }
}

/// What EC2 shows of things that carry our tags.
package struct TaggedResource: Sendable, Equatable {
    package let kind: Resource.Kind
    package let id: String
    package let tags: [String: String]

    /// What an instance was launched with, where EC2 tells it.
    package let clientToken: String?

    package init(kind: Resource.Kind, id: String, tags: [String: String], clientToken: String? = nil) {
        self.kind = kind
        self.id = id
        self.tags = tags
        self.clientToken = clientToken
    }

    /// Whether it was somebody else who launched it: tags can be copied, tokens of launches cannot.
    fileprivate var isCopy: Bool {
        guard let clientToken else { return false }
        return clientToken != token && clientToken != ClientToken.sent(for: token)
    }

    var runID: String { tags[EC2Tags.run] ?? "" }
    fileprivate var token: String { tags[EC2Tags.token] ?? id }
    fileprivate var isKept: Bool { tags[EC2Tags.kept] == "true" }
    fileprivate var expiresAt: Timestamp? { tags[EC2Tags.expires].flatMap { Timestamp($0) } }

    /// What costs nothing is left alone for longer: the run that needs it may be paused.
    fileprivate var grace: Duration { kind == .instance ? .zero : .minutes(24 * 60) }

    fileprivate var resource: Resource {
        Resource(token: token, kind: kind, caseID: tags[EC2Tags.caseID].map { CaseID($0) }, expiresAt: expiresAt)
    }
}

extension SweepPlan {
    /// Decides from journals and tags.
    ///
    /// Nothing that is not ours, nothing of a living run, nothing that is kept.
    ///
    /// - Parameter departed: the ids of kept instances that are confirmed to be gone.
    package init(
        runs: [SweepableRun],
        tagged: [TaggedResource],
        departed: Set<String> = [],
        unseen: [Unseen] = [],
        selection: SweepSelection = SweepSelection(),
        at now: Timestamp
    ) {
        self.unseen = unseen
        self.selection = selection
        self.now = now
        for copy in tagged where copy.isCopy {
            spare(copy.runID, copy.resource, copy.id, "it carries our tags, but we did not launch it")
        }
        let tagged = tagged.filter { !$0.isCopy }
        let found = Dictionary(grouping: tagged, by: \.token)
        var handled: Set<String> = []
        let runs = runs.filter(selection.includes)
        for run in runs {
            // What serves the whole run comes last: whether it goes depends on what stays.
            // What the journal says is gone and EC2 shows all the same is looked at by its tags.
            let entries = run.history.ledger.all.filter { $0.state != .gone }
            for entry in entries.filter({ $0.resource.caseID != nil }) + entries.filter({ $0.resource.caseID == nil }) {
                let shown = found[entry.resource.token] ?? []
                let theOne = shown.first { $0.id == entry.state.id } ?? (entry.state.id == nil ? shown.first : nil)
                if let id = entry.state.id ?? theOne?.id { handled.insert(id) }
                consider(entry, of: run, theOne, departed)
            }
        }
        // Tags bear the name of the run, which several directories may share: whatever of it lives, protects all.
        let known = Dictionary(runs.map { ($0.history.plan?.runID ?? $0.runID, $0) }) { $0.isAlive ? $0 : $1 }
        let inUse = Set(tagged.filter { $0.kind == .instance }.map(\.runID))
        for resource in tagged
        where !handled.contains(resource.id) && selection.includes(resource, ofOneOf: runs) {
            consider(resource, known[resource.runID], isInUse: inUse.contains(resource.runID))
        }
        items.sort { ($0.resource.kind == .instance ? 0 : 1) < ($1.resource.kind == .instance ? 0 : 1) }
    }

    private mutating func consider(
        _ entry: Ledger.Entry,
        of run: SweepableRun,
        _ found: TaggedResource?,
        _ departedIDs: Set<String>
    ) {
        let id = entry.state.id ?? found?.id
        let isShared = entry.resource.caseID == nil
        let item = { Item(runID: run.runID, resource: entry.resource, id: id, reason: $0) }
        if let objection = selection.objection(to: run, at: now) {
            if entry.state.mayLeak || entry.state.isKept { spare(run.runID, entry.resource, id, objection) }
        } else if run.isAlive {
            if entry.state.mayLeak { spare(run.runID, entry.resource, id, "its run is alive") }
        } else if entry.state.isKept {
            if let id, departedIDs.contains(id) {
                departed.append(item("it was kept, and has ended since"))
            } else if isShared, !staying.contains(run.runID), id != nil {
                items.append(item("what it was kept for is gone"))
            } else {
                staying.insert(run.runID)
                spare(run.runID, entry.resource, id, "it is kept on purpose")
            }
        } else if entry.state.mayLeak {
            if found?.isKept == true && entry.state.isMade || isShared && staying.contains(run.runID) && id != nil {
                staying.insert(run.runID)
                adopted.append(item("it is kept on purpose, or what needs it is"))
            } else {
                items.append(item("its run ended without accounting for it"))
            }
        }
    }

    private mutating func consider(_ found: TaggedResource, _ run: SweepableRun?, isInUse: Bool) {
        let item = { Item(runID: run?.runID ?? found.runID, resource: found.resource, id: found.id, reason: $0) }
        let objection =
            run.map { selection.objection(to: $0, at: now) }
            ?? selection.objection(to: found.resource, at: now)
        if let objection {
            spare(found.runID, found.resource, found.id, objection)
        } else if found.isKept {
            spare(found.runID, found.resource, found.id, "it is kept on purpose")
        } else if let run {
            if run.isAlive {
                spare(found.runID, found.resource, found.id, "its run is alive")
            } else {
                items.append(item("its run is over, and for its journal it is gone or never was"))
            }
        } else if found.kind != .instance, isInUse {
            spare(found.runID, found.resource, found.id, "its journal is not here and an instance of its run is there")
        } else if let expiry = found.expiresAt, expiry + found.grace < now {
            items.append(item("it expired at \(expiry)"))
        } else {
            spare(found.runID, found.resource, found.id, "its journal is not here and it has not expired")
        }
    }

    private mutating func spare(_ runID: String, _ resource: Resource, _ id: String?, _ reason: String) {
        spared.append(Spared(runID: runID, what: "\(resource.kind.rawValue) \(id ?? resource.token)", reason: reason))
    }
}
