import Orchestration
internal import SQLite

/// A step from one form of the store to the next.
struct Migration: Sendable {
    /// What it does, in a few words.
    let name: String
    /// The statements that do it.
    let statements: String
}

/// The forms that the store had and has.
enum StoreSchema {
    /// What says that a database is one of ours: `PTPR` in ASCII.
    static let applicationID: Int64 = 0x5054_5052

    /// All steps in their order.
    ///
    /// One that was released is never edited: files are out there that were made by it. Whatever changes is a new step.
    static let migrations = [first]

    /// The form that this version writes.
    static var version: Int64 { Int64(migrations.count) }
}

extension StoreSchema {
    /// Results by type and time, so that the history of a type lies together, and by run.
    ///
    /// What many results share - a text, a setting, a list of names - stands once and is meant by its number.
    /// Packed are lists of whole numbers (`Packing.swift`):
    /// * `shape.figures`: numbers of figures, in the order of their values in `result.figures`, eight bytes each.
    /// * `run.tally`: kind, labels (0 for none) and how many cases of the run have both, and so on.
    ///
    /// Moments and durations are in nanoseconds, costs in millionths of a US dollar.
    private static let first = Migration(
        name: "runs and their results",
        statements: """
            CREATE TABLE run (
                id INTEGER PRIMARY KEY, name TEXT NOT NULL, fingerprint TEXT NOT NULL, tool_version TEXT NOT NULL,
                plan_digest TEXT NOT NULL, environment TEXT NOT NULL, started INTEGER NOT NULL,
                last_record INTEGER NOT NULL, complete INTEGER NOT NULL, exit_code INTEGER NOT NULL,
                cases INTEGER NOT NULL, tally BLOB NOT NULL,
                UNIQUE (name, fingerprint)
            );
            CREATE INDEX run_by_time ON run (started, name, fingerprint);

            CREATE TABLE type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
            CREATE TABLE setting (
                id INTEGER PRIMARY KEY, environment TEXT, region TEXT, zone TEXT, architecture TEXT, kernel TEXT,
                driver TEXT, system TEXT
            );
            CREATE INDEX setting_by_values
                ON setting (kernel, driver, zone, region, environment, architecture, system);
            CREATE TABLE kind (
                id INTEGER PRIMARY KEY, type INTEGER NOT NULL REFERENCES type,
                setting INTEGER NOT NULL REFERENCES setting, expectation TEXT NOT NULL, declared_support INTEGER,
                status TEXT NOT NULL, verdict TEXT NOT NULL, disposal TEXT NOT NULL
            );
            CREATE INDEX kind_by_values
                ON kind (type, setting, expectation, declared_support, status, verdict, disposal);
            CREATE TABLE figure (id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, UNIQUE (name, unit));
            CREATE TABLE shape (id INTEGER PRIMARY KEY, figures BLOB NOT NULL UNIQUE);
            CREATE TABLE phrase (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);

            CREATE TABLE result (
                type INTEGER NOT NULL REFERENCES type, run_started INTEGER NOT NULL,
                run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, place INTEGER NOT NULL,
                kind INTEGER NOT NULL REFERENCES kind, labels INTEGER REFERENCES phrase,
                shape INTEGER NOT NULL REFERENCES shape, number INTEGER NOT NULL, machine TEXT, started INTEGER,
                ended INTEGER, figures BLOB NOT NULL, quantity INTEGER NOT NULL, timeout INTEGER NOT NULL, cost INTEGER,
                rungs INTEGER NOT NULL REFERENCES phrase, findings INTEGER NOT NULL REFERENCES phrase, reason TEXT,
                PRIMARY KEY (type, run_started, run, place)
            ) WITHOUT ROWID;
            CREATE INDEX result_by_run ON result (run, place);

            CREATE VIEW cases AS
                SELECT run.name AS run, run.environment, datetime(run.started / 1000000000, 'unixepoch') AS run_started,
                    coalesce(result.machine, type.name || '#' || result.number) AS "case", type.name AS type,
                    setting.region, setting.zone, setting.architecture, setting.kernel, setting.driver, setting.system,
                    kind.expectation, kind.status, kind.verdict, kind.disposal,
                    (result.ended - result.started) / 1e9 AS seconds, result.cost / 1e6 AS dollars, result.reason
                FROM result JOIN run ON run.id = result.run JOIN kind ON kind.id = result.kind
                    JOIN type ON type.id = kind.type JOIN setting ON setting.id = kind.setting;
            """
    )
}

extension StoreSchema {
    /// Whose a database is, and of which form.
    enum State: Equatable {
        /// There is nothing in it yet.
        case empty
        /// It belongs to somebody else.
        case foreign
        /// It is ours; the number says how many steps it has taken.
        case ours(Int64)
    }

    static func state(of database: borrowing Database) throws(SQLiteError) -> State {
        let id = try database.integer("PRAGMA application_id")
        if id == applicationID { return .ours(try database.integer("PRAGMA user_version")) }
        guard id == 0, try database.integer("SELECT count(*) FROM sqlite_master") == 0 else { return .foreign }
        return .empty
    }

    /// Takes the steps that are missing, each whole or not at all.
    static func bringUpToDate(_ database: borrowing Database) throws {
        guard try steps(taken: state(of: database), at: database.path) < version else { return }
        try database.useLog()
        for (number, migration) in migrations.enumerated() {
            try database.transaction(.writing) {
                // Somebody else may have been faster.
                let taken = try steps(taken: state(of: database), at: database.path)
                guard taken == number else { return }
                try database.execute(migration.statements)
                try database.execute("PRAGMA user_version = \(number + 1)")
                try database.execute("PRAGMA application_id = \(applicationID)")
            }
        }
    }

    /// How many steps a database has taken; what is not ours, or newer than we know, is left alone.
    private static func steps(taken state: State, at path: String) throws(RunError) -> Int64 {
        switch state {
        case .empty: return 0
        case .foreign: throw foreign(path)
        case .ours(let steps):
            guard steps <= version else { throw newer(path, steps) }
            return steps
        }
    }

    /// Sees to it that a database can be read as it is.
    static func check(_ database: borrowing Database) throws {
        let steps = try steps(taken: state(of: database), at: database.path)
        guard steps < version else { return }
        throw RunError(
            .configuration,
            attempt: "read the results store \(database.path)",
            happened: steps == 0 ? "it is empty" : "it is of form \(steps), and this version reads form \(version)",
            next: "Add a run with `ptp-verify store add`: that makes of it what it should be."
        )
    }

    private static func foreign(_ path: String) -> RunError {
        RunError(
            .configuration,
            attempt: "open the results store \(path)",
            happened: "it is a database of something else",
            next: "Nothing was changed. Name another file with --store or PTP_STORE."
        )
    }

    private static func newer(_ path: String, _ steps: Int64) -> RunError {
        RunError(
            .configuration,
            attempt: "open the results store \(path)",
            happened: "it is of form \(steps), and this version knows no form beyond \(version)",
            next: "Nothing was changed. Use the version of ptp-verify that wrote it, or a newer one."
        )
    }
}
