/// One line of a journal: an event, its place and its moment.
public struct JournalRecord: Sendable, Equatable {
    /// The version of the line format that this code writes; readers refuse newer ones.
    public static let version = 1

    /// The place in the journal, counted from 1 without gaps.
    public let number: Int
    /// When it was written down.
    public let at: Timestamp
    /// What happened.
    public let event: RunEvent

    /// Makes a record.
    public init(number: Int, at: Timestamp, event: RunEvent) {
        self.number = number
        self.at = at
        self.event = event
    }

    /// Appends the record as one line of JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { line in
            line.member("v", Self.version)
            line.member("n", number)
            line.member("t", at.description)
            line.member("kind", event.kind.rawValue)
            event.writeMembers(to: &line)
        }
        writer.newline()
    }

    /// Reads one line: its number, and its record unless its event is of a kind that this version does not know.
    ///
    /// - Throws: `JSONError` where the line is broken, `JournalError.newerVersion` where a newer tool wrote it.
    static func read(_ bytes: [UInt8], _ range: Range<Int>) throws -> (number: Int, record: JournalRecord?) {
        var line = try JSONLine(bytes, range)
        let version = try line.integer("v")
        guard version <= Self.version else { throw JournalError.newerVersion(version) }
        let number = try line.integer("n")
        guard let moment = Timestamp(try line.string("t")) else { throw JSONError("\"t\" is not a moment") }
        guard let kind = RunEvent.Kind.named(try line.string("kind")) else { return (number, nil) }
        return (number, JournalRecord(number: number, at: moment, event: try RunEvent(kind, from: &line)))
    }
}
