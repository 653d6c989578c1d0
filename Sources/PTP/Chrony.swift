import Orchestration

/// One row of `chronyc -c sources`.
package struct ChronySource: Sendable, Equatable {
    /// What kind of source it is.
    package enum Mode: Unicode.Scalar, Sendable {
        case server = "^"
        case peer = "="
        case referenceClock = "#"
    }

    /// What chrony makes of it.
    package enum State: Unicode.Scalar, Sendable {
        case selected = "*"
        case combined = "+"
        case notCombined = "-"
        case falseticker = "x"
        case tooVariable = "~"
        case unusable = "?"
    }

    package let mode: Mode
    package let state: State
    package let name: String
    package let stratum: Int

    /// Reads a row; `nil` for what is not one.
    package init?(row: String) {
        let text = row.utf8Span.span
        self.init(text, 0..<text.count)
    }

    private init?(_ text: Span<UInt8>, _ line: Range<Int>) {
        guard let columns: InlineArray<10, _> = text.pieces(of: line, endedBy: ","),
            let mode = text.scalar(columns[0]).flatMap(Mode.init),
            let state = text.scalar(columns[1]).flatMap(State.init),
            !columns[2].isEmpty, let stratum = Int(text.text(columns[3]))
        else { return nil }
        self.mode = mode
        self.state = state
        self.name = text.text(columns[2])
        self.stratum = stratum
    }

    /// Reads the whole answer; `nil` when a line is not a row, because half an answer proves nothing.
    package static func rows(_ output: String) -> [ChronySource]? {
        let text = output.utf8Span.span
        var place = 0
        var rows: [ChronySource] = []
        while let line = text.nextLine(from: &place) {
            guard let row = ChronySource(text, line) else { return nil }
            rows.append(row)
        }
        return rows
    }
}

/// The answer of `chronyc -c tracking`.
package struct ChronyTracking: Sendable, Equatable {
    package let referenceID: String
    package let stratum: Int
    /// How far the system clock is off, in seconds.
    package let systemTime: Double
    package let rootDelay: Double
    package let rootDispersion: Double
    package let leapStatus: String

    /// Reads the answer; `nil` for what is not one.
    package init?(_ output: String) {
        let text = output.utf8Span.span
        guard let line = text.onlyLine, let columns: InlineArray<14, _> = text.pieces(of: line, endedBy: ","),
            columns[0].count == 8, UInt32(text.text(columns[0]), radix: 16) != nil,
            let stratum = Int(text.text(columns[2])),
            let systemTime = text.number(columns[4]),
            let rootDelay = text.number(columns[10]),
            let rootDispersion = text.number(columns[11])
        else { return nil }
        self.referenceID = text.text(columns[0])
        self.stratum = stratum
        self.systemTime = systemTime
        self.rootDelay = rootDelay
        self.rootDispersion = rootDispersion
        self.leapStatus = text.text(columns[13])
    }

    /// Whether the time comes from the reference clock `PHCn`: its id is these four letters in hexadecimal.
    package func follows(_ source: ChronySource) -> Bool {
        let letters = source.name.utf8
        return letters.count == 4 && UInt32(referenceID, radix: 16) == letters.reduce(0) { $0 << 8 | UInt32($1) }
            && ["Normal", "Insert second", "Delete second"].contains(leapStatus)
    }
}
