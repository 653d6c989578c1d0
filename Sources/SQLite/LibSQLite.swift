internal import CSQLite
import Glibc

// The only file that talks to SQLite.

/// A database in a file, closed when it goes out of scope.
@safe package struct Database: ~Copyable {
    /// What it is opened for.
    package enum Purpose: Sendable {
        /// Only to look; no data is made or changed.
        case reading
        /// To write; made where it is not there.
        case writing
    }

    private let handle: OpaquePointer
    /// Where it is.
    package let path: String
    private let patience: Duration
    private let repair: String

    /// Opens a database.
    ///
    /// - Parameters:
    ///   - patience: how long to wait for others who have it locked.
    ///   - repair: what is advised where the file turns out to be broken.
    package static func open(
        _ path: String,
        for purpose: Purpose,
        patience: Duration,
        repair: String
    ) throws(SQLiteError) -> Database {
        switch purpose {
        case .writing:
            let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            let database = try Database(path, named: fileName(path), flags, patience, repair)
            // The log is a file of its own, which can only not be made where the directory does not allow it.
            guard database.problemWithLooking?.code == .cannotOpen else { return database }
            throw database.failure(SQLITE_READONLY, "write to")
        case .reading:
            // Who may write can also tidy up behind itself: a mere reader leaves a log behind.
            let database = try Database(path, named: fileName(path), SQLITE_OPEN_READWRITE, patience, repair)
            guard let problem = database.problemWithLooking else {
                try database.execute("PRAGMA query_only = ON")
                return database
            }
            // Readers, too, make a file beside it, unless they are told that nobody writes: in a directory that cannot
            // be written nobody does. What only stands in the log would be missing then.
            guard [.cannotOpen, .readOnly].contains(problem.code), isWhole(path) else { throw problem }
            let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            return try Database(path, named: unchangingFileName(path), flags, patience, repair)
        }
    }

    private init(
        _ path: String,
        named name: String,
        _ flags: Int32,
        _ patience: Duration,
        _ repair: String
    ) throws(SQLiteError) {
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_FULLMUTEX, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            let place = Place(path: path, patience: patience, repair: repair)
            let error = unsafe SQLiteError(code, of: opened, "open", place)
            unsafe sqlite3_close_v2(opened)
            throw error
        }
        unsafe self.handle = handle
        self.path = path
        self.patience = patience
        self.repair = repair
        unsafe sqlite3_busy_timeout(handle, patience.milliseconds)
    }

    // Statements that still exist keep the connection until they are gone, too.
    deinit { unsafe sqlite3_close_v2(handle) }

    fileprivate var place: Place { Place(path: path, patience: patience, repair: repair) }

    private var problemWithLooking: SQLiteError? {
        do throws(SQLiteError) {
            _ = try integer("SELECT count(*) FROM sqlite_master")
            return nil
        } catch {
            return error
        }
    }
}

/// Where something happens, as far as messages tell it.
private struct Place {
    let path: String
    let patience: Duration
    let repair: String
}

// MARK: - Statements

extension Database {
    /// Prepares a statement.
    package func prepare(_ text: String) throws(SQLiteError) -> Statement {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(handle, text, -1, &prepared, nil)
        guard code == SQLITE_OK, let statement = unsafe prepared else { throw failure(code, "read") }
        return unsafe Statement(statement, place)
    }

    /// Executes statements that give nothing back.
    package func execute(_ text: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, text, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, "write to") }
    }

    /// The only number that a query gives; 0 where it gives none.
    package func integer(_ query: String) throws(SQLiteError) -> Int64 {
        var statement = try prepare(query)
        return try statement.step() ? statement.integer(0) : 0
    }

    /// What a transaction is for.
    package enum Transaction: Sendable {
        /// Everything that is read is from the same moment.
        case reading
        /// Nobody else writes meanwhile, and all of it is done, or nothing.
        case writing
    }

    /// Performs `body` in a transaction, which is taken back where anything fails.
    package func transaction<Result>(_ kind: Transaction, _ body: () throws -> Result) throws -> Result {
        try execute(kind == .writing ? "BEGIN IMMEDIATE" : "BEGIN")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // After some failures SQLite has taken it back already.
            if unsafe sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    /// Lets others read while one writes; where the file system cannot do that, they take turns.
    package func useLog() throws(SQLiteError) {
        let slice: Int32 = 20
        for waited in stride(from: 0, through: patience.milliseconds, by: Int(slice)) {
            do throws(SQLiteError) {
                var statement = try prepare("PRAGMA journal_mode = WAL")
                _ = try statement.step()
                return
            } catch {
                // Two who do this at once may be refused without being made to wait.
                guard error.code == .busy, waited + slice <= patience.milliseconds else { throw error }
                sqlite3_sleep(slice)
            }
        }
    }

    /// Becomes a copy of another database in one transaction, whoever else is using it.
    package func become(copyOf other: borrowing Database) throws(SQLiteError) {
        guard let backup = unsafe sqlite3_backup_init(handle, "main", other.handle, "main") else {
            throw failure(unsafe sqlite3_errcode(handle), "write to")
        }
        let step = unsafe sqlite3_backup_step(backup, -1)
        let code = unsafe sqlite3_backup_finish(backup)
        guard step == SQLITE_DONE else { throw failure(code == SQLITE_OK ? step : code, "write to") }
    }

    private func failure(_ code: Int32, _ attempt: String) -> SQLiteError {
        unsafe SQLiteError(code, of: handle, attempt, place)
    }
}

/// A prepared statement, which gives rows of columns counted from 0.
///
/// Nothing of a row is valid after the next step, so that texts are copied and bytes are only lent.
@safe package struct Statement: ~Copyable {
    private let statement: OpaquePointer
    private let place: Place

    fileprivate init(_ statement: OpaquePointer, _ place: Place) {
        unsafe self.statement = statement
        self.place = place
    }

    deinit { unsafe sqlite3_finalize(statement) }

    /// Starts over with these values for its parameters, in their order.
    package mutating func bind(_ values: [SQLValue]) throws(SQLiteError) {
        unsafe sqlite3_reset(statement)
        for (index, value) in values.enumerated() {
            let code = bind(value, Int32(index + 1))
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    private func bind(_ value: SQLValue, _ place: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(statement, place)
        case .integer(let number): return unsafe sqlite3_bind_int64(statement, place, number)
        case .text(let text):
            // Of an empty text there may be no address at all, which would mean NULL.
            guard !text.isEmpty else { return unsafe ptp_sqlite_bind_text(statement, place, "", 0) }
            var text = text
            return text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    unsafe ptp_sqlite_bind_text(statement, place, characters.baseAddress, UInt64(characters.count))
                }
            }
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(statement, place, 0) }
            return unsafe bytes.withUnsafeBytes { bytes in
                unsafe ptp_sqlite_bind_bytes(statement, place, bytes.baseAddress, UInt64(bytes.count))
            }
        }
    }

    /// Goes to the next row; false when there is none.
    package mutating func step() throws(SQLiteError) -> Bool {
        let code = unsafe sqlite3_step(statement)
        guard code != SQLITE_ROW else { return true }
        let isDone = code == SQLITE_DONE
        let error = isDone ? nil : failure(code)
        unsafe sqlite3_reset(statement)
        if let error { throw error }
        return false
    }

    /// Performs it with these values, for what it does and not for its rows.
    package mutating func run(_ values: [SQLValue]) throws(SQLiteError) {
        try bind(values)
        while try step() {}
    }

    /// The number of the row that its connection added last.
    package var lastRow: Int64 { unsafe sqlite3_last_insert_rowid(sqlite3_db_handle(statement)) }

    /// Whether a column has no value.
    package func isNull(_ column: Int) -> Bool { unsafe sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }

    /// The number in a column; 0 where there is none.
    package func integer(_ column: Int) -> Int64 { unsafe sqlite3_column_int64(statement, Int32(column)) }

    /// The number in a column, if there is one.
    package func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }

    /// The text in a column; what is no UTF-8 in it is replaced.
    package func text(_ column: Int) -> String {
        withBytes(column) { bytes in
            unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The text in a column, if there is one.
    package func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    /// A copy of the bytes in a column.
    package func bytes(_ column: Int) -> [UInt8] {
        withBytes(column) { bytes in unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) } }
    }

    /// Lends the bytes of a column.
    package func withBytes<Result, Failure: Error>(
        _ column: Int,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // In this order: asking for the bytes may change how many there are.
        let start = unsafe sqlite3_column_blob(statement, Int32(column))?.assumingMemoryBound(to: UInt8.self)
        let count = unsafe start == nil ? 0 : Int(sqlite3_column_bytes(statement, Int32(column)))
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        return try unsafe body(bytes.span)
    }

    /// What to throw where a row makes no sense.
    package func broken(_ message: String) -> SQLiteError {
        SQLiteError(.corrupt, attempt: "read", path: place.path, message: message, next: place.repair)
    }

    private func failure(_ code: Int32) -> SQLiteError {
        let attempt = unsafe sqlite3_stmt_readonly(statement) == 0 ? "write to" : "read"
        return unsafe SQLiteError(code, of: sqlite3_db_handle(statement), attempt, place)
    }
}

// MARK: - Failures

extension SQLiteError {
    /// The only place where SQLite's numbers and words become ours.
    @unsafe fileprivate init(_ result: Int32, of handle: OpaquePointer?, _ attempt: String, _ place: Place) {
        let code = Code(result)
        let said = unsafe String(cString: sqlite3_errmsg(handle))
        let number = unsafe handle == nil ? 0 : sqlite3_system_errno(handle)
        let system = number == 0 ? said : unsafe String(cString: strerror(number))
        let message =
            switch code {
            case .busy: "somebody else is writing to it, and was not done within \(place.patience)"
            case .full: "the disk is full"
            case .readOnly: "it or its directory is read-only"
            case .corrupt: "it is damaged (\(said))"
            case .notADatabase: "it is no database"
            case .cannotOpen, .inputOutput: system
            case .tooBig, .outOfMemory, .ours: said
            }
        let next = code.advice(repair: place.repair)
        self.init(code, attempt: attempt, path: place.path, message: message, next: next)
    }
}

extension SQLiteError.Code {
    fileprivate init(_ result: Int32) {
        // The upper bits tell more about it than we need.
        switch result & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: self = .busy
        case SQLITE_FULL: self = .full
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly
        case SQLITE_CORRUPT: self = .corrupt
        case SQLITE_NOTADB: self = .notADatabase
        case SQLITE_CANTOPEN, SQLITE_AUTH: self = .cannotOpen
        case SQLITE_IOERR: self = .inputOutput
        case SQLITE_TOOBIG: self = .tooBig
        case SQLITE_NOMEM: self = .outOfMemory
        default: self = .ours
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int32 { Int32(clamping: components.seconds * 1000) }
}

// MARK: - Names of files

extension Database {
    /// The path as SQLite takes it: some words and beginnings mean something else to it.
    private static func fileName(_ path: String) -> String { path.hasPrefix("/") ? path : "./\(path)" }

    private static func unchangingFileName(_ path: String) -> String {
        let escaped = fileName(path).replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
        return "file:\(escaped)?immutable=1"
    }

    /// The files that SQLite keeps beside a database.
    private static func companions(_ path: String) -> [String] { ["\(path)-wal", "\(path)-shm"] }

    /// Whether all of it is in its own file, and nothing in the log.
    private static func isWhole(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat("\(path)-wal", &status) != 0 || status.st_size == 0
    }

    /// Whether anything is at a path.
    package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Gives a database that nobody can use another name; what stood there is replaced.
    package static func setAside(_ path: String, as other: String) throws(SQLiteError) {
        for (old, new) in zip([path] + companions(path), [other] + companions(other)) {
            guard unsafe rename(old, new) != 0, errno != ENOENT else { continue }
            let reason = unsafe String(cString: strerror(errno))
            let next = SQLiteError.Code.readOnly.advice(repair: "")
            throw SQLiteError(.inputOutput, attempt: "rename", path: old, message: reason, next: next)
        }
    }

    /// Removes a database and what belongs to it; what is not there is fine.
    package static func remove(_ path: String) { for file in [path] + companions(path) { unsafe unlink(file) } }
}
