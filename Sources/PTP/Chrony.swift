/// One row of `chronyc -c sources`.
package struct ChronySource: Sendable, Equatable {
    /// What kind of source it is.
    package enum Mode: String, Sendable {
        case server = "^"
        case peer = "="
        case referenceClock = "#"
    }

    /// What chrony makes of it.
    package enum State: String, Sendable {
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
        let columns = Columns.columns(row)
        guard columns.count == 10,
            let mode = Mode(rawValue: columns[0]), let state = State(rawValue: columns[1]),
            !columns[2].isEmpty, let stratum = Int(columns[3])
        else { return nil }
        self.mode = mode
        self.state = state
        self.name = columns[2]
        self.stratum = stratum
    }

    /// Reads the whole answer; `nil` when a line is not a row, because half an answer proves nothing.
    package static func rows(_ output: String) -> [ChronySource]? {
        var rows: [ChronySource] = []
        for line in Columns.lines(output) {
            guard let row = ChronySource(row: line) else { return nil }
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
        let lines = Columns.lines(output)
        guard lines.count == 1 else { return nil }
        let columns = Columns.columns(lines[0])
        guard columns.count == 14, columns[0].count == 8, UInt32(columns[0], radix: 16) != nil,
            let stratum = Int(columns[2]), let systemTime = Double(columns[4]), systemTime.isFinite,
            let rootDelay = Double(columns[10]), rootDelay.isFinite,
            let rootDispersion = Double(columns[11]), rootDispersion.isFinite
        else { return nil }
        self.referenceID = columns[0]
        self.stratum = stratum
        self.systemTime = systemTime
        self.rootDelay = rootDelay
        self.rootDispersion = rootDispersion
        self.leapStatus = columns[13]
    }

    /// Whether the time comes from the reference clock `PHCn`: its id is these letters in hexadecimal.
    package func follows(_ source: ChronySource) -> Bool {
        let identifier = source.name.utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }
        return referenceID == identifier.joined() && ["Normal", "Insert second", "Delete second"].contains(leapStatus)
    }
}

/// Cutting answers up: they are ASCII where it matters, so bytes do, and bytes are fast.
enum Columns {
    static func lines(_ text: String) -> [String] {
        cut(text) { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.filter { !$0.isEmpty }
    }

    static func columns(_ row: String) -> [String] { cut(row) { $0 == UInt8(ascii: ",") } }

    private static func cut(_ text: String, where isEnd: (UInt8) -> Bool) -> [String] {
        let bytes = Array(text.utf8)
        var pieces: [String] = []
        pieces.reserveCapacity(14)
        var start = 0
        for index in bytes.indices where isEnd(bytes[index]) {
            pieces.append(String(decoding: bytes[start..<index], as: UTF8.self))
            start = index + 1
        }
        pieces.append(String(decoding: bytes[start...], as: UTF8.self))
        return pieces
    }
}
