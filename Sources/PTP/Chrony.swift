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
    package init?(row: String) { self.init(Piece(row)) }

    private init?(_ row: Piece) {
        let columns = row.columns
        guard columns.count == 10,
            let mode = Mode(rawValue: columns[0].text), let state = State(rawValue: columns[1].text),
            !columns[2].isEmpty, let stratum = Int(columns[3].text)
        else { return nil }
        self.mode = mode
        self.state = state
        self.name = columns[2].text
        self.stratum = stratum
    }

    /// Reads the whole answer; `nil` when a line is not a row, because half an answer proves nothing.
    package static func rows(_ output: String) -> [ChronySource]? {
        var rows: [ChronySource] = []
        for line in Piece(output).lines {
            guard let row = ChronySource(line) else { return nil }
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
        let lines = Piece(output).lines
        guard lines.count == 1 else { return nil }
        let columns = lines[0].columns
        guard columns.count == 14, columns[0].count == 8, UInt32(columns[0].text, radix: 16) != nil,
            let stratum = Int(columns[2].text), let systemTime = Double(columns[4].text), systemTime.isFinite,
            let rootDelay = Double(columns[10].text), rootDelay.isFinite,
            let rootDispersion = Double(columns[11].text), rootDispersion.isFinite
        else { return nil }
        self.referenceID = columns[0].text
        self.stratum = stratum
        self.systemTime = systemTime
        self.rootDelay = rootDelay
        self.rootDispersion = rootDispersion
        self.leapStatus = columns[13].text
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

/// A part of an answer: answers are ASCII where it matters, so they are cut up as bytes, and only what is asked for
/// becomes text.
typealias Piece = ArraySlice<UInt8>

extension Piece {
    /// All of an answer.
    init(_ output: String) {
        self = Array(output.utf8)[...]
    }

    var text: String { String(decoding: self, as: UTF8.self) }
    var lines: [Piece] { cut { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.filter { !$0.isEmpty } }
    var columns: [Piece] { cut { $0 == UInt8(ascii: ",") } }

    /// Faster than `split`, which does not look at the bytes in place.
    @inline(__always)
    private func cut(where isEnd: (UInt8) -> Bool) -> [Piece] {
        let bytes = span
        var pieces: [Piece] = []
        pieces.reserveCapacity(14)
        var start = startIndex
        for offset in bytes.indices where isEnd(bytes[offset]) {
            pieces.append(self[start..<(startIndex + offset)])
            start = startIndex + offset + 1
        }
        pieces.append(self[start...])
        return pieces
    }
}
