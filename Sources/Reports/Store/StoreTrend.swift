import Orchestration
internal import SQLite

extension ResultsStore {
    /// What a metric was in the cases of a type that measured it, the oldest first.
    ///
    /// Of runs that began at the same moment the one that was added first comes first.
    ///
    /// - Parameters:
    ///   - metric: the name of a figure, or `CaseResults.durationMetric`.
    ///   - filter: which runs and cases count besides.
    package func observations(
        of metric: String,
        type: String,
        _ filter: RunFilter = RunFilter()
    ) throws -> [Observation] {
        try read { (reader) throws in
            var rows = try database.prepare(
                """
                SELECT kind, labels, shape, number, machine, result.started, ended, figures, run, run.name,
                    run.environment, run_started
                FROM result CROSS JOIN run ON run.id = result.run
                WHERE type = (SELECT id FROM type WHERE name = ?) AND run_started >= ? AND run_started < ?
                ORDER BY type, run_started, run, place
                """
            )
            try rows.bind([
                .text(type), .integer(filter.since?.nanoseconds ?? .min), .integer(filter.until?.nanoseconds ?? .max),
            ])
            var search = MetricSearch(metric: metric, type: type, filter: filter)
            while try rows.step() { try search.look(at: rows, &reader) }
            return search.found
        }
    }
}

/// Picks one metric out of rows of results.
private struct MetricSearch {
    let metric: String
    let type: String
    private let filter: RunFilter
    private(set) var found: [Observation] = []
    private var matcher: CaseMatcher
    /// Where the metric stands among the values of a shape; `nil` where it was not measured.
    private var places: [Int64: Int?] = [:]
    /// The run of the last row, and whether it is meant: rows of one run follow each other.
    private var run: (number: Int64, name: String, isMeant: Bool) = (-1, "", false)
    /// The kind of the last row, and its setting: it seldom changes.
    private var last: (kind: Int64, setting: CaseResults.Setting) = (-1, .init())
    private var caseIDs: [Int64: CaseID] = [:]

    init(metric: String, type: String, filter: RunFilter) {
        self.metric = metric
        self.type = type
        self.filter = filter
        matcher = CaseMatcher(filter)
    }

    mutating func look(at row: borrowing Statement, _ reader: inout StoreReader) throws {
        let started = Timestamp(nanoseconds: row.integer(11))
        if row.integer(8) != run.number {
            let name = row.text(9)
            let isMeant = filter.admits(startedAt: started, environment: row.text(10), name: name)
            run = (row.integer(8), name, isMeant)
        }
        let kind = row.integer(0)
        guard run.isMeant, let value = try value(in: row, &reader),
            try matcher.admits(kind: kind, labels: row.integer(1), &reader)
        else { return }
        if kind != last.kind { last = (kind, try reader.kind(kind).setting) }
        found.append(
            Observation(
                runID: run.name,
                startedAt: started,
                caseID: caseID(row),
                type: type,
                setting: last.setting,
                value: value
            )
        )
    }

    private mutating func value(in row: borrowing Statement, _ reader: inout StoreReader) throws -> Double? {
        guard metric != CaseResults.durationMetric else {
            guard let started = row.optionalInteger(5), let ended = row.optionalInteger(6) else { return nil }
            return (Timestamp(nanoseconds: ended) - Timestamp(nanoseconds: started)).inSeconds
        }
        let shape = row.integer(2)
        let known = places[shape]
        let place = try known ?? reader.shape(shape).firstIndex { $0.name == metric }
        if known == nil { places[shape] = .some(place) }
        guard let place else { return nil }
        guard let value = row.withBytes(7, { $0.real(place) }) else {
            throw row.broken("there are fewer figures than names for them")
        }
        return value
    }

    private mutating func caseID(_ row: borrowing Statement) -> CaseID {
        if let machine = row.optionalText(4) { return CaseID(machine) }
        let number = row.integer(3)
        if let known = caseIDs[number] { return known }
        let id = CaseID("\(type)#\(number)")
        caseIDs[number] = id
        return id
    }
}
