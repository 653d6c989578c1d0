import Orchestration
internal import SQLite

/// The results of many runs in one file, to be listed, compared and followed over time.
///
/// Run directories stay the source: the file can be made anew from them. It is an SQLite database that several
/// processes may use at once. Each thread that uses it opens it for itself.
package struct ResultsStore: ~Copyable {
    /// What came of adding a run.
    package enum Addition: String, Sendable, CaseIterable {
        /// It was not there before.
        case added
        /// It was there already, as it is or with more of its journal.
        case unchanged
        /// It was there with less of its journal, or as an older version read it.
        case replaced
    }

    /// How long others who write are waited for.
    package static let patience: Duration = .seconds(10)

    let database: Database

    /// Where it is.
    package var path: String { database.path }

    /// Opens a store to write; makes it where it is not there, and brings an older form up to date.
    package init(_ path: String, patience: Duration = Self.patience) throws {
        let database = try Database.open(path, for: .writing, patience: patience, repair: Self.repair)
        try StoreSchema.bringUpToDate(database)
        // The disk is only waited for where SQLite must, to stay whole: what a dying machine forgets, journals know.
        try database.execute("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF")
        // In KiB: the pages in which the types of a run have their ends, so that run after run goes in quickly.
        try database.execute("PRAGMA cache_size = -32768")
        // Only now: what is half made cannot be thrown away.
        self.database = database
    }

    /// Opens a store to read; nothing is made or changed, and the file may be one that cannot be written.
    package init(reading path: String, patience: Duration = Self.patience) throws {
        guard Database.exists(path) else {
            throw RunError(
                .notFound,
                attempt: "read the results store \(path)",
                happened: "there is no such file",
                next: "Add runs with `ptp-verify store add`, or name another file with --store or PTP_STORE."
            )
        }
        let database = try Database.open(path, for: .reading, patience: patience, repair: Self.repair)
        try StoreSchema.check(database)
        try database.execute("PRAGMA trusted_schema = OFF")
        self.database = database
    }

    static let repair = "Make it again from the run directories with `ptp-verify store rebuild`."
}

// MARK: - Writing

extension ResultsStore {
    /// Adds a run, whole or not at all; one that is there is replaced where its journal has grown.
    @discardableResult
    package func add(_ results: RunResults) throws -> Addition {
        try write { (writer) throws in try writer.add(results) }
    }

    /// Adds several runs, all of them or none, which is quicker than one by one.
    package func add(contentsOf runs: some Sequence<RunResults>) throws {
        try write { (writer) throws in
            for run in runs { _ = try writer.add(run) }
        }
    }

    /// Does several things, all of them or none.
    func write<Result>(_ body: (inout StoreWriter) throws -> Result) throws -> Result {
        try database.transaction(.writing) {
            var writer = try StoreWriter(database)
            return try body(&writer)
        }
    }

    /// Removes a run; see `results(named:)` for what names one.
    package func remove(_ name: String) throws {
        try database.transaction(.writing) {
            let run = try entry(named: name)
            var statement = try database.prepare("DELETE FROM run WHERE id = ?")
            try statement.run([.integer(run.id)])
        }
    }
}

// MARK: - Reading

extension ResultsStore {
    /// The results of a run.
    ///
    /// - Parameter name: its name or the beginning of it, as far as it tells one run from all others; behind an `@` may
    ///   follow the beginning of its fingerprint, because simulated runs may share their name.
    package func results(named name: String) throws -> RunResults {
        try read { (reader) throws in try reader.results(of: entry(named: name).id) }
    }

    /// Reads several things, all as they were at one moment.
    func read<Result>(_ body: (inout StoreReader) throws -> Result) throws -> Result {
        try database.transaction(.reading) {
            var reader = try StoreReader(database)
            return try body(&reader)
        }
    }

    private struct Entry {
        let id: Int64
        let name: String
        let fingerprint: String
    }

    private func entry(named request: String) throws -> Entry {
        var statement = try database.prepare("SELECT id, name, fingerprint FROM run ORDER BY started DESC, name DESC")
        var matches: [Entry] = []
        let wanted = Self.wanted(request)
        while try statement.step() {
            let entry = Entry(id: statement.integer(0), name: statement.text(1), fingerprint: statement.text(2))
            let isMeant = wanted.contains { name, fingerprint in
                entry.name.utf8.starts(with: name) && entry.fingerprint.utf8.starts(with: fingerprint)
            }
            if isMeant { matches.append(entry) }
        }
        // A whole name is not the beginning of another.
        let exact = matches.filter { entry in wanted.contains { entry.name.utf8.elementsEqual($0.name) } }
        if !exact.isEmpty { matches = exact }
        guard matches.count != 1 else { return matches[0] }
        throw matches.isEmpty ? unknown(request) : ambiguous(request, matches)
    }

    /// What a request may mean: an `@` may also belong to the name.
    private static func wanted(_ request: String) -> [(name: Substring.UTF8View, fingerprint: Substring.UTF8View)] {
        let whole = (name: request[...].utf8, fingerprint: Substring().utf8)
        guard let sign = request.lastIndex(of: "@") else { return [whole] }
        return [whole, (request[..<sign].utf8, request[request.index(after: sign)...].utf8)]
    }

    private func unknown(_ request: String) -> RunError {
        RunError(
            .notFound,
            attempt: "find the run \(request) in the results store \(path)",
            happened: "there is no such run",
            next: "`ptp-verify store list` shows those that are there; `ptp-verify store add` adds others."
        )
    }

    private func ambiguous(_ request: String, _ matches: [Entry]) -> RunError {
        let most = 10
        let names = matches.prefix(most).map { "\($0.name)@\($0.fingerprint)" }.joined(separator: ", ")
        let rest = matches.count > most ? " and \(matches.count - most) more" : ""
        return RunError(
            .conflict,
            attempt: "find the run \(request) in the results store \(path)",
            happened: "it may be \(names)\(rest)",
            next: "Say more of its name, or of its fingerprint, which stands behind the @."
        )
    }
}
