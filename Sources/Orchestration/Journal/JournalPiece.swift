/// Whole lines of a journal, which can be read without knowing those before them.
struct JournalPiece: Sendable {
    /// What stood before the piece on its first line.
    private let beginning: [UInt8]
    private let rest: [UInt8]
    /// Where its last line ends in `rest`.
    let end: Int

    /// The lines of `beginning` and of `rest` up to `end`, where a line ends too.
    init(beginning: [UInt8] = [], rest: [UInt8] = [], end: Int = 0) {
        self.beginning = beginning
        self.rest = rest
        self.end = end
    }

    /// Reads what of each line is asked for.
    ///
    /// - Throws: `JournalError.newerVersion`: a newer tool may have written what this one must not guess at.
    func read<Element>(
        _ decode: (inout JournalLine) throws -> Element?
    ) throws(JournalError) -> ReadPiece<Element> {
        var piece = ReadPiece<Element>()
        var start = 0
        while start < end {
            let lineEnd = rest.span.first(UInt8(ascii: "\n"), from: start, to: end)
            // Only the first line stands in two places.
            let isFirst = start == 0 && !beginning.isEmpty
            let line = isFirst ? beginning + rest[..<lineEnd] : rest
            try piece.add(line, isFirst ? line.indices : start..<lineEnd, decode)
            start = lineEnd + 1
        }
        return piece
    }

    /// Reads what a history needs to know, on a thread of its own.
    @concurrent
    func historyEntries() async throws(JournalError) -> ReadPiece<HistoryEntry> {
        var models = HistoryEntry.Models()
        return try read { try HistoryEntry.read(&$0, &models) }
    }
}

/// What was read of a piece of a journal.
struct ReadPiece<Element> {
    /// What was asked for.
    private(set) var elements: [Element] = []
    /// The number of the last line that could be read; `nil` where there was none.
    private(set) var lastNumber: Int?
    /// Lines that could not be read, counted from 1 within the piece.
    private(set) var damagedLines: [Int] = []
    /// Lines of kinds that this version does not know.
    private(set) var unknownLines = 0
    private(set) var lineCount = 0

    fileprivate mutating func add(
        _ bytes: [UInt8],
        _ range: Range<Int>,
        _ decode: (inout JournalLine) throws -> Element?
    ) throws(JournalError) {
        lineCount += 1
        guard !range.isEmpty else { return }
        do {
            var line = try JournalLine(bytes, range)
            lastNumber = line.number
            if line.kind == nil {
                unknownLines += 1
            } else if let element = try decode(&line) {
                elements.append(element)
            }
        } catch let error as JournalError {
            throw error
        } catch {
            if damagedLines.count < JournalReader.Oddities.mostLines { damagedLines.append(lineCount) }
        }
    }
}

extension ReadPiece: Sendable where Element: Sendable {}
