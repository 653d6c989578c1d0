import Orchestration
internal import SQLite

/// Reads results within one transaction; what many of them share is read once.
struct StoreReader: ~Copyable {
    private var identities: Statement
    private var runs: Statement
    private var results: Statement
    private var kinds: Statement
    private var types: Statement
    private var settings: Statement
    private var shapes: Statement
    private var figures: Statement
    private var phrases: Statement
    private var knownKinds: [Int64: ResultKind] = [:]
    private var knownTypes: [Int64: String] = [:]
    private var knownSettings: [Int64: CaseResults.Setting] = [:]
    private var knownShapes: [Int64: [StoredFigure]] = [:]
    private var knownFigures: [Int64: StoredFigure] = [:]
    private var knownLabels: [Int64: [String: String]] = [:]
    private var knownRungs: [Int64: [CaseResults.Rung]] = [:]
    private var knownFindings: [Int64: [CaseResults.Conclusion]] = [:]

    init(_ database: borrowing Database) throws {
        let identities = try database.prepare("SELECT id FROM run WHERE name = ? AND fingerprint = ?")
        let runs = try database.prepare(
            """
            SELECT name, fingerprint, tool_version, plan_digest, environment, started, last_record, complete, exit_code
            FROM run WHERE id = ?
            """
        )
        let results = try database.prepare(
            """
            SELECT kind, labels, shape, number, machine, started, ended, figures, quantity, timeout, cost, rungs,
                findings, reason
            FROM result WHERE run = ? ORDER BY place
            """
        )
        let kinds = try database.prepare(
            "SELECT type, setting, expectation, declared_support, status, verdict, disposal FROM kind WHERE id = ?"
        )
        let types = try database.prepare("SELECT name FROM type WHERE id = ?")
        let settings = try database.prepare(
            "SELECT environment, region, zone, architecture, kernel, driver, system FROM setting WHERE id = ?"
        )
        let shapes = try database.prepare("SELECT figures FROM shape WHERE id = ?")
        let figures = try database.prepare("SELECT name, unit FROM figure WHERE id = ?")
        let phrases = try database.prepare("SELECT text FROM phrase WHERE id = ?")
        // Only now: what is half made cannot be thrown away.
        self.identities = identities
        self.runs = runs
        self.results = results
        self.kinds = kinds
        self.types = types
        self.settings = settings
        self.shapes = shapes
        self.figures = figures
        self.phrases = phrases
    }
}

/// What a figure is called, and in what it is measured.
struct StoredFigure {
    let name: String
    let unit: String
}

/// What many results have in common.
struct ResultKind {
    let type: String
    let setting: CaseResults.Setting
    let expectation: Expectation
    let declaredSupport: Bool?
    let status: CaseOutcome.Status
    let verdict: Verdict
    let disposal: CaseOutcome.Disposal
}

// MARK: - Whole runs

extension StoreReader {
    /// The results of a run that was listed.
    mutating func results(of run: StoredRun) throws -> RunResults {
        try identities.bind([.text(run.runID), .text(run.fingerprint)])
        guard try identities.step() else { throw identities.broken("the run \(run.runID) is not found by its name") }
        return try results(of: identities.integer(0))
    }

    /// The results of the run of that number.
    mutating func results(of run: Int64) throws -> RunResults {
        let cases = try caseResults(of: run)
        try runs.bind([.integer(run)])
        guard try runs.step() else { throw runs.broken("the run \(run) is not there") }
        let results = RunResults(
            runID: runs.text(0),
            fingerprint: runs.text(1),
            toolVersion: runs.text(2),
            planDigest: runs.text(3),
            environment: runs.text(4),
            startedAt: Timestamp(nanoseconds: runs.integer(5)),
            lastAt: Timestamp(nanoseconds: runs.integer(6)),
            isComplete: runs.integer(7) != 0,
            exitCode: Int(runs.integer(8)),
            cases: cases
        )
        return results
    }

    private mutating func caseResults(of run: Int64) throws -> [CaseResults] {
        try results.bind([.integer(run)])
        var cases: [CaseResults] = []
        while try results.step() { cases.append(try caseResults()) }
        return cases
    }

    /// The case in the row that was reached.
    private mutating func caseResults() throws -> CaseResults {
        let kind = try kind(results.integer(0))
        return CaseResults(
            planned: try planned(kind),
            setting: kind.setting,
            status: kind.status,
            verdict: kind.verdict,
            disposal: kind.disposal,
            reason: results.optionalText(13),
            declaredSupport: kind.declaredSupport,
            startedAt: results.optionalInteger(5).map { Timestamp(nanoseconds: $0) },
            endedAt: results.optionalInteger(6).map { Timestamp(nanoseconds: $0) },
            cost: results.optionalInteger(10).map { Money(micros: max(0, $0)) },
            rungs: try rungs(results.integer(11)),
            conclusions: try conclusions(results.integer(12)),
            figures: try figures(shapedAs: results.integer(2))
        )
    }

    private mutating func planned(_ kind: ResultKind) throws -> InstanceCase {
        let (number, quantity) = (Int(results.integer(3)), Int(results.integer(8)))
        guard number >= 1, number <= quantity else { throw results.broken("there is a case \(number) of \(quantity)") }
        return InstanceCase(
            type: kind.type,
            index: number,
            of: quantity,
            machine: results.optionalText(4),
            expectation: kind.expectation,
            timeout: .nanoseconds(results.integer(9)),
            labels: try results.optionalInteger(1).map { number throws in try labels(number) } ?? [:]
        )
    }

    private mutating func figures(shapedAs number: Int64) throws -> [Figure] {
        let shape = try shape(number)
        let values = results.withBytes(7) { bytes in
            bytes.count == shape.count * 8 ? shape.indices.compactMap { bytes.real($0) } : nil
        }
        guard let values else { throw results.broken("there are figures of which nobody knows what they are") }
        return zip(shape, values).map { Figure($0.name, $1, unit: $0.unit) }
    }
}

// MARK: - What is shared

extension StoreReader {
    /// The kind of that number.
    mutating func kind(_ number: Int64) throws -> ResultKind {
        if let known = knownKinds[number] { return known }
        try kinds.bind([.integer(number)])
        guard try kinds.step() else { throw kinds.broken("the kind \(number) is not there") }
        guard let expectation = Expectation(rawValue: kinds.text(2)),
            let status = CaseOutcome.Status(rawValue: kinds.text(4)),
            let verdict = Verdict(rawValue: kinds.text(5)),
            let disposal = CaseOutcome.Disposal(rawValue: kinds.text(6))
        else { throw kinds.broken("the kind \(number) is described in words that nobody knows") }
        let kind = ResultKind(
            type: try type(kinds.integer(0)),
            setting: try setting(kinds.integer(1)),
            expectation: expectation,
            declaredSupport: kinds.optionalInteger(3).map { $0 != 0 },
            status: status,
            verdict: verdict,
            disposal: disposal
        )
        knownKinds[number] = kind
        return kind
    }

    private mutating func type(_ number: Int64) throws -> String {
        if let known = knownTypes[number] { return known }
        try types.bind([.integer(number)])
        guard try types.step() else { throw types.broken("the type \(number) is not there") }
        let type = types.text(0)
        knownTypes[number] = type
        return type
    }

    private mutating func setting(_ number: Int64) throws -> CaseResults.Setting {
        if let known = knownSettings[number] { return known }
        try settings.bind([.integer(number)])
        guard try settings.step() else { throw settings.broken("the setting \(number) is not there") }
        var setting = CaseResults.Setting()
        for (index, path) in CaseResults.Setting.stored.enumerated() {
            setting[keyPath: path] = settings.optionalText(index)
        }
        knownSettings[number] = setting
        return setting
    }

    /// What the values of that shape are, in their order.
    mutating func shape(_ number: Int64) throws -> [StoredFigure] {
        if let known = knownShapes[number] { return known }
        try shapes.bind([.integer(number)])
        guard try shapes.step(), let numbers = shapes.withBytes(0, { $0.packedNumbers }) else {
            throw shapes.broken("the shape \(number) is not there")
        }
        var shape: [StoredFigure] = []
        for number in numbers { shape.append(try figure(number)) }
        knownShapes[number] = shape
        return shape
    }

    private mutating func figure(_ number: Int64) throws -> StoredFigure {
        if let known = knownFigures[number] { return known }
        try figures.bind([.integer(number)])
        guard try figures.step() else { throw figures.broken("the figure \(number) is not there") }
        let figure = StoredFigure(name: figures.text(0), unit: figures.text(1))
        knownFigures[number] = figure
        return figure
    }

    /// The labels of that number.
    mutating func labels(_ number: Int64) throws -> [String: String] {
        if let known = knownLabels[number] { return known }
        var labels: [String: String] = [:]
        for member in try phrase(number).object?.members ?? [] { labels[member.key] = member.value.string }
        knownLabels[number] = labels
        return labels
    }

    private mutating func rungs(_ number: Int64) throws -> [CaseResults.Rung] {
        if let known = knownRungs[number] { return known }
        let rungs = try (phrase(number).array ?? []).map { try CaseResults.Rung(stored: $0) }
        knownRungs[number] = rungs
        return rungs
    }

    private mutating func conclusions(_ number: Int64) throws -> [CaseResults.Conclusion] {
        if let known = knownFindings[number] { return known }
        let findings = try (phrase(number).array ?? []).map { try CaseResults.Conclusion(stored: $0) }
        knownFindings[number] = findings
        return findings
    }

    private mutating func phrase(_ number: Int64) throws -> JSONValue {
        try phrases.bind([.integer(number)])
        guard try phrases.step() else { throw phrases.broken("the text \(number) is not there") }
        do {
            return try JSONParser.parse(phrases.bytes(0))
        } catch {
            throw phrases.broken("the text \(number) is no JSON: \(error)")
        }
    }
}
