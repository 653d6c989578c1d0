import Orchestration
internal import SQLite

/// Writes results within one transaction; what many of them share is written once.
struct StoreWriter: ~Copyable {
    private var reader: StoreReader
    private var find: Statement
    private var remove: Statement
    private var addRun: Statement
    private var tally: Statement
    private var addResult: Statement
    private var types: Numbering
    private var settings: Numbering
    private var kinds: Numbering
    private var figures: Numbering
    private var shapes: Numbering
    private var phrases: Numbering
    // Cases that follow each other have most in common.
    private var lastSetting = Memo<CaseResults.Setting>()
    private var lastRungs = Memo<[CaseResults.Rung]>()
    private var lastFindings = Memo<[CaseResults.Conclusion]>()
    private var lastFigures = Memo<[Figure]>()

    init(_ database: borrowing Database) throws {
        let reader = try StoreReader(database)
        let find = try database.prepare("SELECT id, last_record FROM run WHERE name = ? AND fingerprint = ?")
        let remove = try database.prepare("DELETE FROM run WHERE id = ?")
        let addRun = try database.prepare(
            """
            INSERT INTO run (name, fingerprint, tool_version, plan_digest, environment, started, last_record, complete,
                exit_code, cases, tally)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, x'')
            """
        )
        let tally = try database.prepare("UPDATE run SET tally = ? WHERE id = ?")
        let addResult = try database.prepare(
            """
            INSERT INTO result (type, run_started, run, place, kind, labels, shape, number, machine, started, ended,
                figures, quantity, timeout, cost, rungs, findings, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        let types = try Numbering(database, "type", ["name"])
        let settings = try Numbering(
            database,
            "setting",
            ["environment", "region", "zone", "architecture", "kernel", "driver", "system"]
        )
        let kinds = try Numbering(
            database,
            "kind",
            ["type", "setting", "expectation", "declared_support", "status", "verdict", "disposal"]
        )
        let figures = try Numbering(database, "figure", ["name", "unit"])
        let shapes = try Numbering(database, "shape", ["figures"])
        let phrases = try Numbering(database, "phrase", ["text"])
        // Only now: what is half made cannot be thrown away.
        self.reader = reader
        self.find = find
        self.remove = remove
        self.addRun = addRun
        self.tally = tally
        self.addResult = addResult
        self.types = types
        self.settings = settings
        self.kinds = kinds
        self.figures = figures
        self.shapes = shapes
        self.phrases = phrases
    }

    /// Adds a run, or replaces what is there of it by more.
    mutating func add(_ results: RunResults) throws -> ResultsStore.Addition {
        try find.bind([.text(results.runID), .text(results.fingerprint)])
        guard try find.step() else {
            try insert(results)
            return .added
        }
        let (old, lastRecord) = (find.integer(0), Timestamp(nanoseconds: find.integer(1)))
        // An old export must not take back what is known by now.
        guard lastRecord <= results.lastAt, try reader.results(of: old) != results else { return .unchanged }
        try remove.run([.integer(old)])
        try insert(results)
        return .replaced
    }

    private mutating func insert(_ results: RunResults) throws {
        try addRun.run([
            .text(results.runID), .text(results.fingerprint), .text(results.toolVersion), .text(results.planDigest),
            .text(results.environment), .integer(results.startedAt.nanoseconds), .integer(results.lastAt.nanoseconds),
            SQLValue(results.isComplete), .integer(Int64(results.exitCode)), .integer(Int64(results.cases.count)),
        ])
        let run = addRun.lastRow
        var counts = Tally()
        for (place, result) in results.cases.enumerated() {
            let numbers = try insert(result, as: place, of: run, results.startedAt)
            counts.count(numbers)
        }
        try tally.run([.bytes(counts.packed), .integer(run)])
    }

    private mutating func insert(
        _ result: CaseResults,
        as place: Int,
        of run: Int64,
        _ runStarted: Timestamp
    ) throws -> Tally.Key {
        let planned = result.planned
        let type = try types.number(of: [.text(planned.type)])
        let kind = try kind(of: result, type)
        let labels = try planned.labels.storedLabels.map { text throws in try phrases.number(of: [.text(text)]) }
        let rungs = try lastRungs.number(of: result.rungs, ==) { () throws in
            try phrases.number(of: [.text(result.rungs.stored)])
        }
        let findings = try lastFindings.number(of: result.conclusions, ==) { () throws in
            try phrases.number(of: [.text(result.conclusions.stored)])
        }
        try addResult.run([
            .integer(type), .integer(runStarted.nanoseconds), .integer(run), .integer(Int64(place)), .integer(kind),
            SQLValue(labels), .integer(try shape(of: result.figures)), .integer(Int64(planned.index)),
            SQLValue(planned.machine), SQLValue(result.startedAt?.nanoseconds), SQLValue(result.endedAt?.nanoseconds),
            .bytes(result.figures.packedValues), .integer(Int64(planned.quantity)),
            .integer(planned.timeout.nanoseconds), SQLValue(result.cost?.micros), .integer(rungs), .integer(findings),
            SQLValue(result.reason),
        ])
        return Tally.Key(kind: kind, labels: labels ?? 0)
    }

    private mutating func kind(of result: CaseResults, _ type: Int64) throws -> Int64 {
        let setting = try lastSetting.number(of: result.setting, ==) { () throws in
            try settings.number(of: CaseResults.Setting.stored.map { SQLValue(result.setting[keyPath: $0]) })
        }
        return try kinds.number(of: [
            .integer(type), .integer(setting), .text(result.planned.expectation.rawValue),
            SQLValue(result.declaredSupport), .text(result.status.rawValue), .text(result.verdict.rawValue),
            .text(result.disposal.rawValue),
        ])
    }

    private mutating func shape(of figures: [Figure]) throws -> Int64 {
        try lastFigures.number(of: figures, { $0.isShaped(like: $1) }) { () throws in
            var numbers: [UInt8] = []
            for figure in figures {
                numbers.append(packed: try self.figures.number(of: [.text(figure.name), .text(figure.unit)]))
            }
            return try shapes.number(of: [.bytes(numbers)])
        }
    }
}

/// How many cases of a run are alike, as far as lists and filters look at them.
struct Tally {
    /// What is looked at.
    struct Key: Hashable {
        let kind: Int64
        /// 0 for none.
        let labels: Int64
    }

    private var places: [Key: Int] = [:]
    private var counts: [(key: Key, count: Int64)] = []

    mutating func count(_ key: Key) {
        if let place = places[key] {
            counts[place].count += 1
        } else {
            places[key] = counts.count
            counts.append((key, 1))
        }
    }

    /// The kinds in the order in which the plan has them first.
    var packed: [UInt8] {
        var bytes: [UInt8] = []
        for (key, count) in counts {
            for number in [key.kind, key.labels, count] { bytes.append(packed: number) }
        }
        return bytes
    }
}

extension [Figure] {
    /// Whether the same was measured, in the same order.
    fileprivate func isShaped(like other: [Figure]) -> Bool {
        count == other.count && zip(self, other).allSatisfy { $0.name == $1.name && $0.unit == $1.unit }
    }

    fileprivate var packedValues: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * 8)
        for figure in self { bytes.append(real: figure.value) }
        return bytes
    }
}

/// Remembers the number of the last value.
private struct Memo<Value> {
    private var last: (value: Value, number: Int64)?

    mutating func number(
        of value: Value,
        _ isSame: (Value, Value) -> Bool,
        _ find: () throws -> Int64
    ) rethrows -> Int64 {
        if let last, isSame(last.value, value) { return last.number }
        let number = try find()
        last = (value, number)
        return number
    }
}

/// Gives equal rows of a table one number each, and adds those that are not there.
private struct Numbering: ~Copyable {
    private var find: Statement
    private var add: Statement
    private var known: [[SQLValue]: Int64] = [:]

    init(_ database: borrowing Database, _ table: String, _ columns: [String]) throws {
        let conditions = columns.map { "\($0) IS ?" }.joined(separator: " AND ")
        let find = try database.prepare("SELECT id FROM \(table) WHERE \(conditions)")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        let add = try database.prepare(
            "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
        )
        self.find = find
        self.add = add
    }

    mutating func number(of values: [SQLValue]) throws -> Int64 {
        if let number = known[values] { return number }
        try find.bind(values)
        let isThere = try find.step()
        if !isThere { try add.run(values) }
        let number = isThere ? find.integer(0) : add.lastRow
        known[values] = number
        return number
    }
}
