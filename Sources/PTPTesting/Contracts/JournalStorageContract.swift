public import Orchestration
import Testing

/// What every storage of a journal promises: what was appended is there, whole, in order, and nothing else.
public struct JournalStorageContract<S: JournalStorage>: Sendable {
    private let make: @Sendable () throws -> S
    private let read: @Sendable (S) throws -> [UInt8]

    /// Takes an implementation and a way to read what it stored, while it is in use.
    public init(make: @escaping @Sendable () throws -> S, read: @escaping @Sendable (S) throws -> [UInt8]) {
        self.make = make
        self.read = read
    }

    /// Checks every promise.
    public func check() throws {
        try appendsAreKeptInOrder()
        try aJournalIsReadBackAsItWasRecorded()
    }

    /// Small, empty and large pieces, durable or not, stand one after the other.
    public func appendsAreKeptInOrder() throws {
        let storage = try make()
        var expected: [UInt8] = []
        for (index, size) in [1, 0, 17, 4096, 1 << 20, 3].enumerated() {
            let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0 &+ index) } + [UInt8(ascii: "\n")]
            try storage.append(piece, durable: index.isMultiple(of: 2))
            expected += piece
            #expect(try read(storage) == expected, "append \(index) is not stored as it was given")
        }
    }

    /// Records written through a journal are the records that a reader finds.
    public func aJournalIsReadBackAsItWasRecorded() throws {
        let storage = try make()
        let journal = Journal(storage: storage, clock: StoppedClock())
        let events: [RunEvent] = [.noted("first"), .resourceGone(token: "token"), .noted("two\nlines \u{7f}\u{2028}")]
        for event in events { try journal.record(event) }
        let (records, oddities) = try JournalReader.records(of: read(storage))
        #expect(records.map(\.event) == events)
        #expect(records.map(\.number) == [1, 2, 3])
        #expect(!oddities.hasTornEnd && oddities.damagedLines.isEmpty && oddities.unknownLines == 0)
    }
}
