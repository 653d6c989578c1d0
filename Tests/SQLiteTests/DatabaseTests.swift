import Foundation
import SQLite
import Testing

/// The one face of SQLite.
@Suite struct DatabaseTests {
    private let path = "\(NSTemporaryDirectory())/ptp-sqlite-\(UUID().uuidString)"

    private func open(_ purpose: Database.Purpose = .writing) throws -> Database {
        try Database.open(path, for: purpose, patience: .zero, repair: "Make it again.")
    }

    @Test func `values come back as they went in`() throws {
        defer { Database.remove(path) }
        let database = try open()
        try database.execute("CREATE TABLE t (a, b, c, d)")
        let texts = ["", "a\u{0}b", "it's \"it\"", "😀 e\u{301}", String(repeating: "x", count: 1 << 20)]
        let blobs: [[UInt8]] = [[], [0], [0xff, 0, 0xfe], Array(repeating: 7, count: 1 << 20), [1]]
        let numbers: [Int64] = [.min, -1, 0, 1, .max]
        var insert = try database.prepare("INSERT INTO t VALUES (?, ?, ?, ?)")
        for ((text, blob), number) in zip(zip(texts, blobs), numbers) {
            try insert.run([.text(text), .bytes(blob), .integer(number), .null])
        }
        var rows = try database.prepare("SELECT a, b, c, d, typeof(a), typeof(b) FROM t ORDER BY rowid")
        for ((text, blob), number) in zip(zip(texts, blobs), numbers) {
            #expect(try rows.step())
            #expect(rows.text(0).utf8.elementsEqual(text.utf8))
            #expect(rows.bytes(1) == blob)
            #expect(rows.integer(2) == number)
            #expect(rows.isNull(3) && rows.optionalText(3) == nil && rows.optionalInteger(3) == nil)
            #expect(rows.text(4) == "text" && rows.text(5) == "blob")
        }
        #expect(try !rows.step())
    }

    @Test func `text that is not UTF-8 is mended`() throws {
        defer { Database.remove(path) }
        let database = try open()
        var rows = try database.prepare("SELECT CAST(x'61ff62' AS TEXT)")
        #expect(try rows.step())
        #expect(rows.text(0) == "a\u{fffd}b")
    }

    @Test func `a transaction that fails leaves nothing behind, and the next one works`() throws {
        struct Trouble: Error {}
        defer { Database.remove(path) }
        let database = try open()
        try database.execute("CREATE TABLE t (a UNIQUE)")
        #expect(throws: Trouble.self) {
            try database.transaction(.writing) { () throws in
                try database.execute("INSERT INTO t VALUES (1)")
                throw Trouble()
            }
        }
        #expect(throws: SQLiteError.self) {
            try database.transaction(.writing) { try database.execute("INSERT INTO t VALUES (2), (2)") }
        }
        try database.transaction(.writing) { try database.execute("INSERT INTO t VALUES (3)") }
        #expect(try database.integer("SELECT group_concat(a) FROM t") == 3)
    }

    @Test func `a path is a path, whatever it looks like`() throws {
        let folder = "\(NSTemporaryDirectory())/ptp-sqlite-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["a b", "50%25?x#y", "file:x?mode=memory", ":memory:", "é"] {
            let path = "\(folder)/\(name)"
            do { try Database.open(path, for: .writing, patience: .zero, repair: "").execute("CREATE TABLE t (a)") }
            #expect(FileManager.default.fileExists(atPath: path))
            let database = try Database.open(path, for: .reading, patience: .zero, repair: "")
            #expect(try database.integer("SELECT count(*) FROM sqlite_master") == 1)
        }
    }

    @Test func `mistakes of ours and files that are none are told apart`() throws {
        defer { Database.remove(path) }
        let database = try open()
        let ours = #expect(throws: SQLiteError.self) { try database.execute("SELEC 1") }
        #expect(ours?.code == .ours)
        #expect(ours?.description.contains("near \"SELEC\": syntax error. Please report") == true)
        let directory = #expect(throws: SQLiteError.self) {
            _ = try Database.open("/tmp", for: .writing, patience: .zero, repair: "")
        }
        #expect(directory?.code == .cannotOpen)
        #expect(directory?.message == "Is a directory")
    }

    @Test func `readers change nothing`() throws {
        defer { Database.remove(path) }
        do { try open().execute("CREATE TABLE t (a)") }
        let reader = try open(.reading)
        let error = #expect(throws: SQLiteError.self) { try reader.execute("INSERT INTO t VALUES (1)") }
        #expect(error?.code == .readOnly)
        #expect(error?.next == "Make the file and its directory writable, or name another file.")
    }

    @Test func `who waits for a lock says how long`() throws {
        defer { Database.remove(path) }
        let database = try open()
        try database.transaction(.writing) { () throws in
            let error = #expect(throws: SQLiteError.self) { try open().transaction(.writing) {} }
            #expect(error?.code == .busy)
            #expect(error?.message.contains("was not done within 0") == true)
        }
    }
}
