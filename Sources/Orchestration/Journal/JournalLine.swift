/// One line of a journal whose event is not read yet.
struct JournalLine {
    /// The place in the journal.
    let number: Int
    /// When it was written down.
    let at: Timestamp
    /// What the line is about; `nil` for what this version does not know.
    let kind: RunEvent.Kind?
    /// All it says.
    var members: JSONLine

    /// Finds the members of a line.
    ///
    /// - Throws: `JSONError` where the line is broken, `JournalError.newerVersion` where a newer tool wrote it.
    init(_ bytes: [UInt8], _ range: Range<Int>) throws {
        var line = try JSONLine(bytes, range)
        let version = try line.integer("v")
        guard version <= JournalRecord.version else { throw JournalError.newerVersion(version) }
        number = try line.integer("n")
        guard let moment = try line.optionalMoment("t") else { throw JSONError("\"t\" is missing") }
        at = moment
        kind = RunEvent.Kind.named(bytes, try line.spelling("kind"))
        members = line
    }

    /// Reads the event; `nil` for one of an unknown kind.
    mutating func record() throws -> JournalRecord? {
        guard let kind else { return nil }
        let event = try RunEvent(kind, from: &members)
        try members.finish()
        return JournalRecord(number: number, at: at, event: event)
    }
}
