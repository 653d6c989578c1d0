import Orchestration

extension Timestamp {
    /// Reads a moment as AWS and its tools write it: as RFC 3339 has it, or with a blank for the T and UTC for the Z.
    static func read(_ text: String) -> Timestamp? {
        let (date, rest) = (text.prefix(10), text.dropFirst(10))
        let time = rest.first == " " ? "T" + rest.dropFirst() : rest
        return Timestamp(date + (time.hasSuffix("UTC") ? time.dropLast(3) + "Z" : time))
    }

    /// The moment to the second, as people and AWS's own files write it.
    var toTheSecond: String { description.prefix(19) + "Z" }
}
