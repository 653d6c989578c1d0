import Orchestration
import PTPTesting
import Testing

@Suite struct JournalTests {
    @Test func `records are numbered from 1 and told in order`() throws {
        let storage = MemoryJournal()
        let heard = Log<JournalRecord>()
        let journal = Journal(storage: storage, clock: StoppedClock()) { heard.add($0) }
        for text in ["a", "b", "c"] { try journal.record(.noted(text)) }
        let (records, _) = try JournalReader.records(of: storage.bytes)
        #expect(records.map(\.number) == [1, 2, 3])
        #expect(records == heard.entries)
        #expect(records.allSatisfy { $0.at == StoppedClock().now })
    }

    @Test func `a journal goes on where another one ended`() throws {
        let storage = MemoryJournal()
        let journal = Journal(storage: storage, clock: StoppedClock(), after: 41)
        try journal.record(.noted("answer"))
        #expect(try JournalReader.records(of: storage.bytes).records.map(\.number) == [42])
    }

    @Test(arguments: 0..<5) func `after a failed write nothing is written, and the history goes on`(
        capacity: Int
    ) throws {
        let storage = MemoryJournal(failingAfter: capacity)
        let heard = Log<JournalRecord>()
        let journal = Journal(storage: storage, clock: StoppedClock()) { heard.add($0) }
        var errors: [JournalError] = []
        for number in 0..<7 {
            let resource = Resource(token: "t\(number)", kind: .instance, caseID: nil, expiresAt: nil)
            do { try journal.record(.resourceIntended(resource)) } catch { errors.append(error) }
        }
        #expect(errors.count == 7 - capacity)
        #expect(errors.first == .notWritable(path: "memory", reason: "no space left"))
        #expect(errors.dropFirst().allSatisfy { $0 == .broken })
        #expect(storage.appends == capacity + 1, "storage is asked again after it failed")
        #expect(heard.entries.count == capacity)
        #expect(journal.withHistory(\.ledger.leaks.count) == 7, "what exists must be cleaned up")
    }

    @Test func `what depends on money is durable in the storage, the rest may wait`() throws {
        let storage = MemoryJournal()
        let journal = Journal(storage: storage, clock: StoppedClock())
        try journal.record(.noted("cheap"))
        #expect(storage.durableBytes.isEmpty)
        try journal.record(.resourceMade(token: "t", id: "i"))
        #expect(storage.durableBytes == storage.bytes)
    }
}
