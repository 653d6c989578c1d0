import Orchestration

extension RunReport {
    /// The cases as a table for spreadsheets and data frames: a row each, with a column for every rung and figure.
    public func renderCSV() -> [UInt8] {
        var table = CSVTable(reserving: 1024 + (results?.cases.count ?? 0) * 1024)
        CSVReport(self).write(to: &table, hiding: redaction)
        return table.bytes
    }
}

/// The columns of the table, and what stands in them.
private struct CSVReport {
    private typealias Column = (name: String, cell: @Sendable (Row) -> CSVTable.Cell)

    /// A case, in what can be counted and in what else is known of it.
    private struct Row {
        let run: String?
        let results: CaseResults
        let history: CaseHistory
        let instance: EnvironmentInfo?
        let billed: BilledTime

        var planned: InstanceCase { results.planned }
        var setting: CaseResults.Setting { results.setting }
        var labels: String { planned.labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: " ") }
    }

    private static let identity: [Column] = [
        ("test_id", { .told($0.run) }), ("case", { .text($0.planned.id.text) }), ("type", { .text($0.planned.type) }),
        ("index", { .whole($0.planned.index) }), ("host", { .told($0.planned.machine) }),
        ("labels", { .text($0.labels) }), ("instance_id", { .told($0.instance?.id) }),
        ("expected", { .text($0.planned.expectation.rawValue) }), ("status", { .text($0.results.status.rawValue) }),
        ("verdict", { .text($0.results.verdict.rawValue) }), ("reason", { .told($0.results.reason) }),
        ("findings", { .text($0.results.conclusions.map(\.id).joined(separator: " ")) }),
        ("cause", { .told($0.results.conclusions.first?.cause) }),
        ("remedy", { .told($0.results.conclusions.first?.remedy) }),
    ]

    private static let circumstances: [Column] = [
        ("declared_support", { .flag($0.results.declaredSupport) }), ("environment", { .told($0.setting.environment) }),
        ("machine", { .told($0.history.machine?.name) }), ("region", { .told($0.setting.region) }),
        ("zone", { .told($0.setting.zone) }), ("architecture", { .told($0.setting.architecture) }),
        ("system", { .told($0.setting.system) }), ("kernel", { .told($0.setting.kernel) }),
        ("driver", { .told($0.setting.driver) }), ("started", { .told($0.results.startedAt?.description) }),
        ("ended", { .told($0.results.endedAt?.description) }),
        ("duration_seconds", { .number($0.results.value(of: CaseResults.durationMetric)) }),
        ("billed_seconds", { .whole($0.billed.expense.seconds) }),
        ("cost_usd", { .told($0.results.cost?.description) }),
        ("disposal", { .text($0.results.disposal.rawValue) }),
    ]

    private let rows: [Row]
    private let rungs: [String]
    private let figures: [String]

    init(_ report: RunReport) {
        let history = report.history
        let cases = report.results?.cases ?? []
        rows = cases.indices.map { index in
            let told = history.cases[index]
            return Row(
                run: history.plan?.runID,
                results: cases[index],
                history: told,
                instance: told.environment,
                billed: history.billedTime(of: told)
            )
        }
        rungs = Self.distinct(cases.lazy.flatMap { $0.rungs.lazy.map(\.id) })
        // The usual ones always: tables of several runs are to fit together.
        let usual = Metric.table.map(\.name).filter { $0 != CaseResults.durationMetric }
        figures = usual + Self.distinct(cases.lazy.flatMap { $0.figures.lazy.map(\.name) }, besides: Set(usual))
    }

    /// Each name once, first seen first.
    private static func distinct(_ names: some Sequence<String>, besides known: Set<String> = []) -> [String] {
        var seen = known
        return names.filter { seen.insert($0).inserted }
    }

    func write(to table: inout CSVTable, hiding redaction: Redaction) {
        let columns = Self.identity + Self.circumstances
        let names = columns.map(\.name) + rungs.map { "rung_\($0)" } + figures.map { "figure_\($0)" }
        table.row(names.map { .text($0) }, hiding: redaction)
        for row in rows {
            let rung = Dictionary(row.results.rungs.map { ($0.id, $0.status.rawValue) }) { first, _ in first }
            let figure = Dictionary(row.results.figures.map { ($0.name, $0.value) }) { first, _ in first }
            let measured = rungs.map { CSVTable.Cell.told(rung[$0]) } + figures.map { .number(figure[$0]) }
            table.row(columns.map { $0.cell(row) } + measured, hiding: redaction)
        }
    }
}

/// Writes rows of comma-separated values (RFC 4180).
private struct CSVTable {
    enum Cell {
        case text(String)
        case whole(Int)
        case number(Double?)
        case flag(Bool?)

        /// What is not known leaves its cell empty.
        static func told(_ text: String?) -> Cell { .text(text ?? "") }
    }

    /// With these a text begins that spreadsheets take for a formula, and run.
    private static let formulas: Set<UInt8> = Set("=+-@\t\r\n".utf8)

    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func row(_ cells: [Cell], hiding redaction: Redaction) {
        for (place, cell) in cells.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            switch cell {
            case .text(let text): quote(redaction.apply(text))
            case .whole(let value): bytes += "\(value)".utf8
            case .number(let value): bytes += (value.map { "\($0)" } ?? "").utf8
            case .flag(let value): bytes += (value.map { "\($0)" } ?? "").utf8
            }
        }
        bytes += "\r\n".utf8
    }

    /// Writes a text so that it stays one: a mark before what looks like a formula, quotes around what has separators.
    private mutating func quote(_ text: String) {
        // No reader of tables expects an end of the text within it.
        var text = Array(text.utf8.filter { $0 != 0 })
        if let first = text.first, Self.formulas.contains(first) { text.insert(UInt8(ascii: "'"), at: 0) }
        let quote = UInt8(ascii: "\"")
        guard text.contains(where: { $0 == UInt8(ascii: ",") || $0 == quote || $0 < 0x20 }) else {
            bytes += text
            return
        }
        bytes.append(quote)
        for byte in text { bytes += byte == quote ? [quote, quote] : [byte] }
        bytes.append(quote)
    }
}
