import Orchestration
internal import SQLite

extension ResultsStore {
    /// What became of the store that was replaced.
    package struct Replacement: Sendable, Equatable {
        /// The runs that only it had, and that were kept.
        package fileprivate(set) var kept: [String] = []
        /// Why it could not be read to its end, if it could not.
        package fileprivate(set) var damage: String?
        /// Where it is now, if it was too broken to be written.
        package fileprivate(set) var place: String?
    }

    /// Puts the contents of this store in the place of another, at once and as a whole.
    ///
    /// What only the other one has is kept: it may have been imported, and be nowhere else. A broken file gets another
    /// name; one that is not ours, or newer, is left alone. Whoever has the other one open sees the new contents.
    package func replace(_ path: String, patience: Duration = Self.patience) throws -> Replacement {
        var replacement = Replacement()
        do {
            try takeOver(from: path, patience, &replacement.kept)
            try replaceContents(of: path, patience)
        } catch let error as SQLiteError where [.corrupt, .notADatabase].contains(error.code) {
            replacement.damage = error.message
            // What was set aside before may be all that is left of something.
            let places = ["\(path).broken"] + (2...1000).map { "\(path).\($0).broken" }
            let place = places.first { !Database.exists($0) } ?? places[0]
            try Database.setAside(path, as: place)
            replacement.place = place
            try replaceContents(of: path, patience)
        }
        return replacement
    }

    private func takeOver(from path: String, _ patience: Duration, _ taken: inout [String]) throws {
        guard Database.exists(path), try !Self.isEmpty(path, patience) else { return }
        let known = Set(try runs().map(\.identity))
        let other = try ResultsStore(reading: path, patience: patience)
        let names = try other.read { (reader) throws in
            var names: [String] = []
            for run in try other.listed(RunFilter(), &reader).reversed() where !known.contains(run.identity) {
                try add(try reader.results(of: run))
                names.append(run.runID)
            }
            return names
        }
        taken = names
    }

    /// Whether there is a database with nothing at all in it.
    private static func isEmpty(_ path: String, _ patience: Duration) throws -> Bool {
        let database = try Database.open(path, for: .reading, patience: patience, repair: repair)
        return try StoreSchema.state(of: database) == .empty
    }

    private func replaceContents(of path: String, _ patience: Duration) throws {
        let target = try Database.open(path, for: .writing, patience: patience, repair: Self.repair)
        // What is not ours, or newer, is refused before anything is changed.
        try StoreSchema.bringUpToDate(target)
        try target.become(copyOf: database)
    }

    /// Removes a store; one that is not there is fine.
    package static func delete(_ path: String) { Database.remove(path) }
}

extension StoredRun {
    /// What tells it from all others.
    fileprivate var identity: [String] { [runID, fingerprint] }
}
