import Orchestration
internal import SQLite

extension ResultsStore {
    /// The newest runs that are meant, the newest first.
    ///
    /// Whether a run has such cases is told by its tally, so that no results are looked at.
    package func runs(_ filter: RunFilter = RunFilter(), limit: Int = .max) throws -> [StoredRun] {
        try read { (reader) throws in try listed(filter, limit: limit, &reader) }
    }

    /// The same within a transaction.
    func listed(_ filter: RunFilter, limit: Int = .max, _ reader: inout StoreReader) throws -> [StoredRun] {
        var rows = try database.prepare(
            """
            SELECT name, environment, started, tally, fingerprint, tool_version, plan_digest, last_record, complete,
                exit_code, cases
            FROM run WHERE started >= ? AND started < ? ORDER BY started DESC, name DESC, fingerprint DESC
            """
        )
        try rows.bind([.integer(filter.since?.nanoseconds ?? .min), .integer(filter.until?.nanoseconds ?? .max)])
        var matcher = CaseMatcher(filter)
        var runs: [StoredRun] = []
        while runs.count < limit, try rows.step() {
            let started = Timestamp(nanoseconds: rows.integer(2))
            guard filter.admits(environment: rows.text(1), startedAt: started, name: rows.text(0)),
                let numbers = rows.withBytes(3, { $0.packedNumbers }), numbers.count % 3 == 0
            else { continue }
            guard try !filter.asksForCases || matcher.admitsAny(of: numbers, &reader) else { continue }
            runs.append(try Self.run(rows, startedAt: started, tally: numbers, &reader))
        }
        return runs
    }

    private static func run(
        _ rows: borrowing Statement,
        startedAt: Timestamp,
        tally: [Int64],
        _ reader: inout StoreReader
    ) throws -> StoredRun {
        var shares: [StoredRun.Share] = []
        for place in stride(from: 0, to: tally.count, by: 3) {
            let kind = try reader.kind(tally[place])
            let count = Int(tally[place + 2])
            shares.add(StoredRun.Share(type: kind.type, status: kind.status, verdict: kind.verdict, count: count))
        }
        return StoredRun(
            runID: rows.text(0),
            fingerprint: rows.text(4),
            toolVersion: rows.text(5),
            planDigest: rows.text(6),
            environment: rows.text(1),
            startedAt: startedAt,
            lastAt: Timestamp(nanoseconds: rows.integer(7)),
            isComplete: rows.integer(8) != 0,
            exitCode: Int(rows.integer(9)),
            caseCount: Int(rows.integer(10)),
            shares: shares
        )
    }

    /// How many runs there are, and how many results in them.
    package func counts() throws -> (runs: Int, results: Int) {
        (
            Int(try database.integer("SELECT count(*) FROM run")),
            Int(try database.integer("SELECT coalesce(sum(cases), 0) FROM run"))
        )
    }
}

/// Tells which cases a filter means, by the numbers of what they share; each is judged once.
struct CaseMatcher {
    private let filter: RunFilter
    private var kinds: [Bool?] = []
    private var labels: [Bool?] = []

    init(_ filter: RunFilter) {
        self.filter = filter
    }

    /// Whether any part of a tally is meant.
    mutating func admitsAny(of tally: [Int64], _ reader: inout StoreReader) throws -> Bool {
        for place in stride(from: 0, to: tally.count, by: 3)
        where try admits(kind: tally[place], labels: tally[place + 1], &reader) {
            return true
        }
        return false
    }

    /// Whether cases of that kind with those labels are meant; 0 stands for no labels.
    mutating func admits(kind: Int64, labels number: Int64, _ reader: inout StoreReader) throws -> Bool {
        let isKind = try Self.judge(kind, in: &kinds) { () throws in
            let kind = try reader.kind(kind)
            return filter.admits(type: kind.type, kind.setting, kind.status, kind.verdict)
        }
        guard isKind, filter.label != nil else { return isKind }
        return try Self.judge(number, in: &labels) { () throws in
            filter.admits(labels: number == 0 ? [:] : try reader.labels(number))
        }
    }

    private static func judge(
        _ number: Int64,
        in known: inout [Bool?],
        _ judge: () throws -> Bool
    ) throws -> Bool {
        // Numbers are given one after the other; one that is far from all others is somebody else's.
        guard let index = Int(exactly: number), (0..<(1 << 24)).contains(index) else { return try judge() }
        if index >= known.count { known += [Bool?](repeating: nil, count: index + 1 - known.count) }
        if let answer = known[index] { return answer }
        let answer = try judge()
        known[index] = answer
        return answer
    }
}
