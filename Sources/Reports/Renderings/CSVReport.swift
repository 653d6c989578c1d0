import Orchestration

extension RunReport {
    /// The cases as a table for spreadsheets and data frames: a row each, with a column for every rung and figure.
    public func renderCSV() -> [UInt8] {
        var table = CSVTable(reserving: 1024 + (results?.cases.count ?? 0) * 1024)
        CSVReport(results?.cases ?? []).write(to: &table, hiding: redaction)
        return table.bytes
    }
}

/// The columns of the table, and what stands in them.
private struct CSVReport {
    private typealias Column = (name: String, cell: @Sendable (CaseResults) -> CSVTable.Cell)

    private static let first: [Column] = [
        ("case", { .text($0.planned.id.text) }), ("type", { .text($0.planned.type) }),
        ("index", { .whole($0.planned.index) }), ("machine", { .told($0.planned.machine) }),
        ("expected", { .text($0.planned.expectation.rawValue) }), ("status", { .text($0.status.rawValue) }),
        ("verdict", { .text($0.verdict.rawValue) }), ("reason", { .told($0.reason) }),
        ("declared_support", { .flag($0.declaredSupport) }), ("environment", { .told($0.setting.environment) }),
        ("region", { .told($0.setting.region) }), ("zone", { .told($0.setting.zone) }),
        ("architecture", { .told($0.setting.architecture) }), ("system", { .told($0.setting.system) }),
        ("kernel", { .told($0.setting.kernel) }), ("driver", { .told($0.setting.driver) }),
        ("started", { .told($0.startedAt?.description) }), ("ended", { .told($0.endedAt?.description) }),
        ("duration_seconds", { .number($0.value(of: CaseResults.durationMetric)) }),
        ("cost_usd", { .told($0.cost?.description) }), ("disposal", { .text($0.disposal.rawValue) }),
        ("findings", { .text($0.conclusions.map(\.id).joined(separator: " ")) }),
        ("cause", { .told($0.conclusions.first?.cause) }), ("remedy", { .told($0.conclusions.first?.remedy) }),
    ]

    private let cases: [CaseResults]
    private let rungs: [String]
    private let figures: [String]

    init(_ cases: [CaseResults]) {
        self.cases = cases
        rungs = Self.distinct(cases.lazy.flatMap { $0.rungs.lazy.map(\.id) })
        figures = Self.distinct(cases.lazy.flatMap { $0.figures.lazy.map(\.name) })
    }

    /// Each name once, first seen first.
    private static func distinct(_ names: some Sequence<String>) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    func write(to table: inout CSVTable, hiding redaction: Redaction) {
        let names = Self.first.map(\.name) + rungs.map { "rung_\($0)" } + figures.map { "figure_\($0)" }
        table.row(names.map { .text($0) }, hiding: redaction)
        for index in cases.indices {
            let results = cases[index]
            let rung = Dictionary(results.rungs.map { ($0.id, $0.status.rawValue) }) { first, _ in first }
            let figure = Dictionary(results.figures.map { ($0.name, $0.value) }) { first, _ in first }
            let measured = rungs.map { CSVTable.Cell.told(rung[$0]) } + figures.map { .number(figure[$0]) }
            table.row(Self.first.map { $0.cell(results) } + measured, hiding: redaction)
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
