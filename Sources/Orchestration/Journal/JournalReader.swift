/// Reads journals piece by piece, and makes the best of damaged ones.
///
/// A last line without an end is what a killed process leaves: it is ignored. Lines of an unknown kind are ignored.
/// A damaged line in the middle is skipped and counted, because what follows may say what still runs.
public struct JournalReader {
    /// What was odd about a journal.
    public struct Oddities: Sendable, Equatable {
        /// The last line was torn.
        public var hasTornEnd = false
        static let mostLines = 100
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
        take(try cut(piece).read { try $0.record() }).forEach(body)
    }

    /// Ends the journal.
    ///
    /// A last line without its line break counts only as torn, never as said.
    public mutating func finish() {
        oddities.hasTornEnd = !rest.isEmpty
        rest = []
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

    /// Reads a journal to its end into a history, which then knows as much as if it had followed each record.
    ///
    /// Journals grow to hundreds of megabytes: two pieces are read beside each other and beside the fold.
    ///
    /// - Parameter nextPiece: gives the journal piece by piece, and nothing at its end.
    /// - Throws: what `nextPiece` throws, and `JournalError.newerVersion`.
    public static func history(
        _ nextPiece: () throws -> [UInt8]
    ) async throws -> (history: RunHistory, reader: JournalReader) {
        var reader = JournalReader()
        var history = RunHistory()
        var piecesRead: [ReadPiece<HistoryEntry>] = []
        var bytes: [UInt8]
        repeat {
            let first = reader.cut(try nextPiece())
            bytes = try nextPiece()
            let second = reader.cut(bytes)
            async let firstRead = first.historyEntries()
            async let secondRead = second.historyEntries()
            for piece in piecesRead { for entry in reader.take(piece) { history.apply(entry) } }
            piecesRead = try await [firstRead, secondRead]
        } while !bytes.isEmpty
        for piece in piecesRead { for entry in reader.take(piece) { history.apply(entry) } }
        reader.finish()
        return (history, reader)
    }

    /// The whole lines up to the end of the next piece; what is left of it goes before the one after it.
    private mutating func cut(_ bytes: [UInt8]) -> JournalPiece {
        guard let lineBreak = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
            rest += bytes
            return JournalPiece()
        }
        let piece = JournalPiece(beginning: rest, rest: bytes, end: lineBreak + 1)
        rest = Array(bytes[piece.end...])
        return piece
    }

    /// Follows what was read of a piece.
    private mutating func take<Element>(_ piece: ReadPiece<Element>) -> [Element] {
        if let number = piece.lastNumber { lastNumber = number }
        oddities.unknownLines += piece.unknownLines
        for line in piece.damagedLines where oddities.damagedLines.count < Oddities.mostLines {
            oddities.damagedLines.append(lineCount + line)
        }
        lineCount += piece.lineCount
        return piece.elements
    }
}
