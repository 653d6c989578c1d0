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
            guard filter.admits(startedAt: started, environment: rows.text(1), name: rows.text(0)) else { continue }
            let isMeant = try rows.withBytes(3) { (tally) throws in try matcher.admitsAny(of: tally, &reader) }
            guard isMeant else { continue }
            runs.append(try Self.run(rows, startedAt: started, &reader))
        }
        return runs
    }

    private static func run(
        _ rows: borrowing Statement,
        startedAt: Timestamp,
        _ reader: inout StoreReader
    ) throws -> StoredRun {
        guard let tally = rows.withBytes(3, { $0.packedNumbers }), tally.count % 3 == 0 else {
            throw rows.broken("there is a run with a tally that is none")
        }
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
    private let asksForCases: Bool
    private var kinds = Judgements()
    private var labels = Judgements()

    init(_ filter: RunFilter) {
        self.filter = filter
        asksForCases = filter.asksForCases
    }

    /// Whether any part of a tally is meant, or nothing is asked of cases.
    mutating func admitsAny(of tally: Span<UInt8>, _ reader: inout StoreReader) throws -> Bool {
        guard asksForCases else { return true }
        var place = 0
        while let kind = tally.packed(at: &place), let labels = tally.packed(at: &place) {
            if try admits(kind: kind, labels: labels, &reader) { return true }
            _ = tally.packed(at: &place)
        }
        return false
    }

    /// Whether cases of that kind with those labels are meant; 0 stands for no labels.
    mutating func admits(kind: Int64, labels number: Int64, _ reader: inout StoreReader) throws -> Bool {
        guard asksForCases, try admits(kind, &reader) else { return !asksForCases }
        guard filter.label != nil else { return true }
        if let known = labels[number] { return known }
        let answer = filter.admits(labels: number == 0 ? [:] : try reader.labels(number))
        labels[number] = answer
        return answer
    }

    private mutating func admits(_ number: Int64, _ reader: inout StoreReader) throws -> Bool {
        if let known = kinds[number] { return known }
        let kind = try reader.kind(number)
        let answer = filter.admits(type: kind.type, kind.setting, kind.status, kind.verdict)
        kinds[number] = answer
        return answer
    }
}

/// Answers by number: numbers are given one after the other, so that they lie close together.
private struct Judgements {
    /// One that is beyond this is somebody else's, and not worth the memory.
    private static let most = 1 << 24

    private enum Answer: UInt8 {
        case unknown
        case yes
        case no
    }

    private var answers: [Answer] = []

    subscript(number: Int64) -> Bool? {
        get {
            guard number >= 0, number < answers.count else { return nil }
            switch answers[Int(number)] {
            case .unknown: return nil
            case .yes: return true
            case .no: return false
            }
        }
        set {
            guard (0..<Int64(Self.most)).contains(number) else { return }
            let index = Int(number)
            if index >= answers.count { answers += Array(repeating: .unknown, count: index + 1 - answers.count) }
            answers[index] = newValue.map { $0 ? .yes : .no } ?? .unknown
        }
    }
}
