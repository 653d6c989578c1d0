import Orchestration
import PTPTesting
import Testing

@Suite struct RunEventCodingTests {
    @Test(arguments: 0..<SeededGenerator.eventKinds)
    func `an event of every kind survives the journal`(kind: Int) async throws {
        try await checkProperty("an event is read as it was written", runs: 400, seed: UInt64(kind)) { generator in
            JournalRecord(number: generator.integer(), at: generator.moment(), event: generator.event(kind: kind))
        } refute: { record in
            let bytes = record.line
            let (records, oddities) = try JournalReader.records(of: bytes)
            guard oddities.damagedLines.isEmpty, records.count == 1 else {
                return "unreadable: \(String(decoding: bytes, as: UTF8.self))"
            }
            // Compared as bytes too: Swift takes differently composed texts for equal.
            return records == [record] && records[0].line == bytes ? nil : "read as \(records)"
        }
    }

    @Test func `a figure that is no number does not cost the result`() throws {
        var result = ExecutionResult.scripted(.supported)
        result.figures = [Figure("offset", .nan, unit: "s"), Figure("delay", 1e-6, unit: "s")]
        let record = JournalRecord(number: 1, at: morning, event: .executed(.fake(1), result))
        let (records, oddities) = try JournalReader.records(of: record.line)
        #expect(oddities.damagedLines == [])
        result.figures.removeFirst()
        #expect(records.map(\.event) == [.executed(.fake(1), result)])
    }

    @Test func `pauses are written in seconds`() {
        let event = RunEvent.retrying(nil, what: "w", attempt: 1, pause: .milliseconds(1500), because: "b")
        let line = String(decoding: JournalRecord(number: 1, at: morning, event: event).line, as: UTF8.self)
        #expect(line.contains(#""pause":1.5,"#))
    }

    @Test func `what costs money is durable`() {
        let token = "t"
        let durable: [RunEvent] = [
            .resourceIntended(Resource(token: token, kind: .instance, caseID: nil, expiresAt: nil)),
            .resourceMade(token: token, id: "i"), .resourceKept(token: token, until: nil),
            .resourceUnconfirmed(token: token, reason: "", remedy: ""), .runEnded(exitCode: 0),
        ]
        #expect(durable.filter { !$0.mustBeDurable } == [])
        #expect([RunEvent.noted(""), .resourceEnding(token: token)].filter { $0.mustBeDurable } == [])
    }
}

extension JournalRecord {
    /// The record as a line of a journal.
    var line: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}
