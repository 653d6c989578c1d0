import Glibc
import Orchestration
import Reports
import SQLite
import Testing

/// Whatever is wrong with a store: one clear message that says what to do, and nothing is lost.
@Suite struct StoreFaultTests {
    private let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    private func open() throws -> Database {
        try Database.open(folder.store, for: .writing, patience: .zero, repair: "")
    }

    @Test func `a store that somebody else writes to for too long`() throws {
        let store = try ResultsStore(folder.store, patience: .zero)
        try store.add(.small("one"))
        let other = try open()
        try other.transaction(.writing) { () throws in
            let error = #expect(throws: SQLiteError.self) { try store.add(.small("two")) }
            #expect(error?.code == .busy)
            #expect(error?.description.contains("cannot write to \(folder.store): somebody else is writing") == true)
            #expect(error?.next.contains("try again") == true)
            // Reading goes on meanwhile.
            #expect(try store.runs().count == 1)
        }
        #expect(try store.add(.small("two")) == .added)
    }

    @Test func `a file that is no database`() throws {
        let text = Array("precious words of somebody, much longer than a header is\n".utf8)
        let words = Array(repeating: text, count: 20).flatMap { $0 }
        try folder.write(words, to: "results.sqlite")
        for open in [{ _ = try ResultsStore(folder.store) }, { _ = try ResultsStore(reading: folder.store) }] {
            let error = #expect(throws: SQLiteError.self, performing: open)
            #expect(error?.code == .notADatabase)
            #expect(error?.next.contains("store rebuild") == true)
        }
        #expect(try folder.bytes("results.sqlite") == words)
        #expect(folder.names == ["results.sqlite"])
    }

    @Test func `a file that is damaged in the middle`() throws {
        do {
            let store = try ResultsStore(folder.store)
            for number in 0..<20 { try store.add(.small("\(number)")) }
        }
        var bytes = try folder.bytes("results.sqlite")
        for index in 4096..<bytes.count { bytes[index] = 0xA5 }
        try folder.write(bytes, to: "results.sqlite")
        let error = #expect(throws: SQLiteError.self) { _ = try ResultsStore(reading: folder.store).runs() }
        #expect(error?.code == .corrupt)
        #expect(error?.description.contains("it is damaged") == true)
        #expect(error?.next.contains("store rebuild") == true)
    }

    @Test(arguments: [0, 100, 4096, 8000])
    func `a file that was cut off`(length: Int) throws {
        do { try ResultsStore(folder.store).add(.small()) }
        try folder.write(Array(try folder.bytes("results.sqlite").prefix(length)), to: "results.sqlite")
        if length == 0 {
            let error = #expect(throws: RunError.self) { _ = try ResultsStore(reading: folder.store) }
            #expect(error?.happened == "it is empty")
            #expect(try ResultsStore(folder.store).add(.small()) == .added)
        } else {
            let error = #expect(throws: SQLiteError.self) { _ = try ResultsStore(reading: folder.store).runs() }
            #expect([.corrupt, .notADatabase].contains(error?.code))
        }
    }

    @Test func `a database of something else is left alone`() throws {
        do { try open().execute("CREATE TABLE accounts (money)") }
        let before = try folder.bytes("results.sqlite")
        for open in [{ _ = try ResultsStore(folder.store) }, { _ = try ResultsStore(reading: folder.store) }] {
            let error = #expect(throws: RunError.self, performing: open)
            #expect(error?.happened == "it is a database of something else")
            #expect(error?.next.contains("PTP_STORE") == true)
        }
        #expect(try folder.bytes("results.sqlite") == before)
    }

    @Test func `a store of a newer version is left alone`() throws {
        do { try ResultsStore(folder.store).add(.small()) }
        do { try open().execute("PRAGMA user_version = 7") }
        let before = try folder.bytes("results.sqlite")
        for open in [
            { _ = try ResultsStore(folder.store) }, { _ = try ResultsStore(reading: folder.store) },
            { _ = try ResultsStore(folder.file("other")).replace(folder.store) },
        ] {
            let error = #expect(throws: RunError.self, performing: open)
            #expect(error?.happened == "it is of form 7, and this version knows no form beyond 1")
            #expect(error?.next.hasPrefix("Nothing was changed.") == true)
        }
        #expect(try folder.bytes("results.sqlite") == before)
    }

    @Test func `a store that is not there, and a directory that is not there`() throws {
        let missing = #expect(throws: RunError.self) { _ = try ResultsStore(reading: folder.store) }
        #expect(missing?.next.contains("ptp-verify store add") == true)
        let path = folder.file("nowhere/results.sqlite")
        let nowhere = #expect(throws: SQLiteError.self) { _ = try ResultsStore(path) }
        #expect(nowhere?.code == .cannotOpen)
        let next = "Name a file in a directory that exists and that you may use."
        #expect(nowhere?.description == "cannot open \(path): No such file or directory. \(next)")
        #expect(folder.names == [])
    }

    @Test(.enabled(if: geteuid() != 0, "root can write everything"))
    func `a file and a directory that cannot be written can still be read`() throws {
        do { try ResultsStore(folder.store).add(.small()) }
        try folder.permit(0o444, "results.sqlite")
        try folder.permit(0o555, "")
        defer { try? folder.permit(0o755, "") }
        #expect(try ResultsStore(reading: folder.store).results(named: "run") == .small())
        let error = #expect(throws: SQLiteError.self) { try ResultsStore(folder.store).add(.small("two")) }
        #expect(error?.code == .readOnly)
    }

    @Test func `what a dead writer left behind is taken back`() throws {
        do {
            let store = try ResultsStore(folder.store)
            try store.add(.small("one"))
            let other = try open()
            // As the disk is when the power goes: with a log, and half a transaction in it.
            try other.execute("PRAGMA cache_size = 1; BEGIN IMMEDIATE")
            try other.execute(
                """
                WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                INSERT INTO phrase (text) SELECT 'half ' || i FROM n
                """
            )
            for name in ["results.sqlite", "results.sqlite-wal"] {
                try folder.write(try folder.bytes(name), to: "dead-" + name)
            }
        }
        #expect(try folder.bytes("dead-results.sqlite-wal").count > 100_000)
        let store = try ResultsStore(folder.file("dead-results.sqlite"))
        #expect(try store.results(named: "one") == .small("one"))
        let left = try Database.open(store.path, for: .reading, patience: .zero, repair: "")
        #expect(try left.integer("SELECT count(*) FROM phrase WHERE text LIKE 'half%'") == 0)
        #expect(try store.add(.small("two")) == .added)
    }
}
