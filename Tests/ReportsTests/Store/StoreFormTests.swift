import Orchestration
import Reports
import SQLite
import Testing

/// The form of the store, which files out there have.
@Suite struct StoreFormTests {
    @Test func `the first form is what it was when it was released`() throws {
        let folder = try StoreFolder()
        do { _ = try ResultsStore(folder.store) }
        let database = try Database.open(folder.store, for: .reading, patience: .zero, repair: "")
        #expect(try database.integer("PRAGMA application_id") == 0x5054_5052)
        #expect(try database.integer("PRAGMA user_version") == 1)
        var rows = try database.prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        var words: [UInt8] = []
        while try rows.step() { words += rows.text(0).utf8 }
        let digest = words.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        // A form that was released is never edited: whatever changes is a new step, and this number stays.
        #expect(digest == 8_678_364_122_966_221_795)
    }

    @Test func `whoever opens it first makes it, also when several do at once`() async throws {
        let folder = try StoreFolder()
        let path = folder.store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try ResultsStore(path) } }
            try await group.waitForAll()
        }
        #expect(try ResultsStore(reading: path).counts() == (0, 0))
    }

    @Test func `the view tells people what is in it`() throws {
        let folder = try StoreFolder()
        try ResultsStore(folder.store).add(.small())
        let database = try Database.open(folder.store, for: .reading, patience: .zero, repair: "")
        var rows = try database.prepare("SELECT run, type, status, verdict FROM cases ORDER BY \"case\"")
        var seen: [[String]] = []
        while try rows.step() { seen.append((0..<4).map { rows.text($0) }) }
        let expected = RunResults.small().cases.sorted { $0.planned.id.text < $1.planned.id.text }.map {
            ["run", $0.planned.type, $0.status.rawValue, $0.verdict.rawValue]
        }
        #expect(Set(seen) == Set(expected))
    }

    @Test func `a store that is rebuilt keeps what only it has, and whoever has it open sees the new one`() throws {
        let folder = try StoreFolder()
        let old = try ResultsStore(folder.store)
        for name in ["imported", "both"] { try old.add(.small(name)) }
        let draft = try ResultsStore(folder.file("draft"))
        let better = RunResults.small("both").with(exitCode: 77)
        try draft.add(better)
        let replacement = try draft.replace(folder.store)
        #expect(replacement.kept == ["imported"])
        #expect(replacement.place == nil && replacement.damage == nil)
        #expect(try old.results(named: "both") == better)
        #expect(try old.results(named: "imported") == .small("imported"))
        #expect(try old.add(.small("later")) == .added)
        #expect(try ResultsStore(reading: folder.store).counts().runs == 3)
    }

    @Test func `a broken store gets another name and is replaced`() throws {
        let folder = try StoreFolder()
        let broken = Array(String(repeating: "broken ", count: 1000).utf8)
        try folder.write(broken, to: "results.sqlite")
        do {
            let draft = try ResultsStore(folder.file("draft"))
            try draft.add(.small())
            let replacement = try draft.replace(folder.store)
            #expect(replacement.place == folder.file("results.sqlite.broken"))
            #expect(replacement.damage == "it is no database")
        }
        #expect(try ResultsStore(reading: folder.store).results(named: "run") == .small())
        #expect(try folder.bytes("results.sqlite.broken") == broken)
        ResultsStore.delete(folder.file("draft"))
        #expect(folder.names == ["results.sqlite", "results.sqlite.broken"])
    }

    @Test func `a rebuilt store where there was none, or an empty file`() throws {
        let folder = try StoreFolder()
        let draft = try ResultsStore(folder.file("draft"))
        try draft.add(.small())
        _ = try draft.replace(folder.store)
        #expect(try ResultsStore(reading: folder.store).counts().runs == 1)
        try folder.write([], to: "empty")
        _ = try draft.replace(folder.file("empty"))
        #expect(try ResultsStore(reading: folder.file("empty")).counts().runs == 1)
    }
}
