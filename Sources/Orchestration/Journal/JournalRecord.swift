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
            line.member("t", at)
            line.member("kind", event.kind.rawValue)
            event.writeMembers(to: &line)
        }
        writer.newline()
    }
}
