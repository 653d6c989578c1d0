import Orchestration
import PTPTesting
import Testing

@Suite struct JournalReaderTests {
    @Test func `a journal cut at every byte gives the whole records before the cut`() throws {
        var generator = SeededGenerator(seed: 7)
        let records = (0..<SeededGenerator.eventKinds).map {
            JournalRecord(number: $0 + 1, at: morning, event: generator.event(kind: $0))
        }
        let lines = records.map(\.line)
        let bytes = Array(lines.joined())
        var whole = 0
        var end = 0
        for cut in 0...bytes.count {
            if whole < lines.count, cut == end + lines[whole].count {
                end += lines[whole].count
                whole += 1
            }
            let (read, oddities) = try JournalReader.records(of: Array(bytes[..<cut]))
            #expect(read == Array(records[..<whole]), "cut at \(cut)")
            #expect(oddities.hasTornEnd == (cut > end), "cut at \(cut)")
            #expect(oddities.damagedLines == [])
        }
        #expect(whole == records.count)
    }

    @Test func `pieces of any size give the same records`() async throws {
        try await checkProperty("how a journal is cut into pieces does not matter", runs: 300) { generator in
            let records = (1...8).map { JournalRecord(number: $0, at: generator.moment(), event: generator.event()) }
            return (records: records, sizes: (0..<50).map { _ in 1 + generator.below(400) })
        } refute: { input in
            let bytes = input.records.flatMap(\.line)
            var reader = JournalReader()
            var read: [JournalRecord] = []
            var start = 0
            var turn = 0
            while start < bytes.count {
                let end = min(start + input.sizes[turn % input.sizes.count], bytes.count)
                try reader.read(Array(bytes[start..<end])) { read.append($0) }
                start = end
                turn += 1
            }
            reader.finish()
            guard read == input.records else { return "read \(read.count) other records" }
            return reader.oddities.hasTornEnd || reader.lastNumber != 8 ? "odd: \(reader.oddities)" : nil
        }
    }

    @Test func `a damaged line is skipped, counted and hides nothing after it`() throws {
        let (first, last) = (noted(1, "first"), noted(3, "last"))
        for damage in ["{\"v\":1,\"n\":2,\"t\":\"2026", "garbage", "{}", "[]", "\u{0}\u{1}", #"{"v":1,"n":-1}"#] {
            let bytes = first.line + Array(damage.utf8) + [UInt8(ascii: "\n")] + last.line
            let (records, oddities) = try JournalReader.records(of: bytes)
            #expect(records == [first, last])
            #expect(oddities.damagedLines == [2])
        }
    }

    @Test func `a healed torn end is one damaged line`() throws {
        let torn = noted(2, "torn").line.dropLast(9)
        let (records, oddities) = try JournalReader.records(
            of: noted(1, "a").line + torn + [UInt8(ascii: "\n")] + noted(2, "b").line
        )
        #expect(records == [noted(1, "a"), noted(2, "b")])
        #expect(oddities.damagedLines == [2] && !oddities.hasTornEnd)
    }

    @Test func `kinds of a later tool are passed over`() throws {
        let unknown = #"{"v":1,"n":2,"t":"2026-11-21T12:21:55.000000000Z","kind":"res.teleported","to":"moon"}"# + "\n"
        let (records, oddities) = try JournalReader.records(of: noted(1, "a").line + Array(unknown.utf8))
        #expect(records == [noted(1, "a")])
        #expect(oddities.unknownLines == 1 && oddities.damagedLines.isEmpty)
        var reader = JournalReader()
        try reader.read(noted(1, "a").line + Array(unknown.utf8)) { _ in }
        #expect(reader.lastNumber == 2, "who goes on with this journal must not use a number twice")
    }

    @Test func `a newer version is refused with its number and what to do`() {
        let newer = #"{"v":2,"n":1,"t":"2026-11-21T12:21:55.000000000Z","kind":"note","text":""}"# + "\n"
        let error = #expect(throws: JournalError.newerVersion(2)) { try JournalReader.records(of: Array(newer.utf8)) }
        #expect(error?.description.contains("use a newer tool") == true)
    }

    @Test func `at most a hundred damaged lines are named`() throws {
        let (records, oddities) = try JournalReader.records(of: Array(String(repeating: "x\n", count: 500).utf8))
        #expect(records.isEmpty)
        #expect(oddities.damagedLines == Array(1...100))
    }

    @Test func `no journal at all is no record and nothing odd`() throws {
        let (records, oddities) = try JournalReader.records(of: [])
        #expect(records.isEmpty && !oddities.hasTornEnd)
    }

    private func noted(_ number: Int, _ text: String) -> JournalRecord {
        JournalRecord(number: number, at: morning, event: .noted(text))
    }
}
