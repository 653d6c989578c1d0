/// Reads journals piece by piece, and makes the best of damaged ones.
///
/// A last line without an end is what a killed process leaves: it is ignored. Lines of an unknown kind are ignored.
/// A damaged line in the middle is skipped and counted, because what follows may say what still runs.
public struct JournalReader {
    /// What was odd about a journal.
    public struct Oddities: Sendable, Equatable {
        /// The last line was torn.
        public var hasTornEnd = false
        /// Lines that could not be read, counted from 1, at most a hundred of them.
        public var damagedLines: [Int] = []
        /// Lines of kinds that this version does not know.
        public var unknownLines = 0
    }

    /// What was odd so far.
    public private(set) var oddities = Oddities()
    /// The number of the last line that was read, whatever its kind: who goes on with the journal counts from there.
    public private(set) var lastNumber = 0
    private var lineCount = 0
    private var rest: [UInt8] = []

    /// Nothing is read yet.
    public init() {}

    /// Reads the next piece of a journal and hands on each whole record.
    ///
    /// - Throws: `JournalError.newerVersion`: a newer tool may have written what this one must not guess at.
    public mutating func read(_ piece: [UInt8], _ body: (JournalRecord) -> Void) throws(JournalError) {
        try forEachLine(of: piece) { line in
            if let record = try line.record() { body(record) }
        }
    }

    /// Reads the next piece of a journal into a history, which then knows as much as if it had followed each record.
    ///
    /// - Throws: `JournalError.newerVersion`: a newer tool may have written what this one must not guess at.
    public mutating func read(_ piece: [UInt8], into history: inout RunHistory) throws(JournalError) {
        try forEachLine(of: piece) { line in try history.apply(&line) }
    }

    /// Ends the journal.
    ///
    /// A last line without its line break counts only as torn, never as said.
    public mutating func finish() {
        oddities.hasTornEnd = !rest.isEmpty
        rest = []
    }

    private mutating func forEachLine(
        of piece: [UInt8],
        _ body: (inout JournalLine) throws -> Void
    ) throws(JournalError) {
        let bytes = rest.isEmpty ? piece : rest + piece
        var start = 0
        while true {
            let end = bytes.span.first(UInt8(ascii: "\n"), from: start, to: bytes.count)
            guard end < bytes.count else { break }
            lineCount += 1
            if start < end { try read(bytes, start..<end, body) }
            start = end + 1
        }
        rest = Array(bytes[start...])
    }

    private mutating func read(
        _ bytes: [UInt8],
        _ range: Range<Int>,
        _ body: (inout JournalLine) throws -> Void
    ) throws(JournalError) {
        do {
            var line = try JournalLine(bytes, range)
            lastNumber = line.number
            if line.kind == nil { oddities.unknownLines += 1 } else { try body(&line) }
        } catch let error as JournalError {
            throw error
        } catch {
            if oddities.damagedLines.count < 100 { oddities.damagedLines.append(lineCount) }
        }
    }

    /// Reads a whole journal at once.
    public static func records(of bytes: [UInt8]) throws(JournalError) -> (records: [JournalRecord], oddities: Oddities)
    {
        var reader = JournalReader()
        var records: [JournalRecord] = []
        try reader.read(bytes) { records.append($0) }
        reader.finish()
        return (records, reader.oddities)
    }
}
