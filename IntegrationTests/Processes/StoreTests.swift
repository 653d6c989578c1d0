import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import Testing

/// The results store as people and other programs use it.
@Suite(.onOwnThreads) struct StoreTests {
    @Test func `runs are added, listed, shown, exported and imported`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run").code == 0)
        let added = try await sandbox.tool("store", "add")
        #expect(added.code == 0 && added.output.contains(": added, 6 cases"), "\(added.words)")
        #expect(try await sandbox.tool("store", "add", "ptp-runs").output.contains(": unchanged, 6 cases"))
        let list = try await sandbox.tool("store", "list")
        #expect(list.output.contains("exit code 0  c7i.large: 2/2, m7g.medium: 2/2"), "\(list.words)")
        let shown = try await sandbox.tool("store", "show", "sim-", "--json")
        let report = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any]
        #expect((report?["cases"] as? [Any])?.count == 6, "\(shown.words)")
        let export = try await sandbox.tool("store", "export")
        try sandbox.write(export.output, to: "export.jsonl")
        let imported = try await sandbox.tool("store", "import", "export.jsonl", "--store", "other.sqlite")
        #expect(imported.output == "other.sqlite: 1 added, 0 unchanged, 0 replaced\n", "\(imported.words)")
        #expect(try await sandbox.tool("store", "export", "--store", "other.sqlite").output == export.output)
        let none = try await sandbox.tool("store", "list", "--verdict", "partial", "--type", "c7i.*")
        #expect(none.output == "no such runs in ptp-runs/results.sqlite\n", "\(none.words)")
    }

    @Test(.enabled(if: OtherReader.isThere, "needs the shell of SQLite"))
    func `another reader counts the same and finds it whole`() async throws {
        let sandbox = try Sandbox()
        for seed in ["1", "2", "3"] { #expect(try await sandbox.tool("run", "--seed", seed).code == 0) }
        #expect(try await sandbox.tool("store", "add", "ptp-runs").code == 0)
        #expect(try await sandbox.ask("PRAGMA integrity_check") == "ok")
        #expect(try await sandbox.ask("PRAGMA foreign_key_check") == "")
        #expect(try await sandbox.ask("PRAGMA journal_mode") == "wal")
        #expect(try await sandbox.ask("SELECT count(*) FROM run") == "3")
        #expect(try await sandbox.ask("SELECT count(*), count(DISTINCT run) FROM result") == "18|3")
        #expect(try await sandbox.ask("SELECT count(*) FROM cases WHERE status = 'met' AND type = 'c7i.large'") == "6")
    }

    @Test(.enabled(if: OtherReader.isThere, "needs the shell of SQLite"))
    func `two processes that add fifty runs each at the same time lose none`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run").code == 0)
        let template = String(decoding: try sandbox.bytes("ptp-runs/latest/journal.jsonl"), as: UTF8.self)
        let name = try #require(try sandbox.runs.first).name
        for (folder, numbers) in [("one", 1...50), ("two", 51...100)] {
            for number in numbers {
                try FileManager.default.createDirectory(
                    atPath: "\(sandbox.path)/\(folder)/r\(number)",
                    withIntermediateDirectories: true
                )
                let journal = template.replacing(name, with: "r\(number)")
                try sandbox.write(journal, to: "\(folder)/r\(number)/journal.jsonl")
            }
        }
        let writers = try ["one", "two"].map { try sandbox.start(["store", "add", $0]) }
        for writer in writers {
            let end = await writer.end()
            #expect(end.code == 0, "\(end.words)")
        }
        #expect(try await sandbox.ask("SELECT count(DISTINCT name), sum(cases) FROM run") == "100|600")
        #expect(try await sandbox.ask("PRAGMA integrity_check") == "ok")
    }

    @Test func `a store is rebuilt from the run directories, whatever became of it`() async throws {
        let sandbox = try Sandbox()
        for seed in ["1", "2"] { #expect(try await sandbox.tool("run", "--seed", seed).code == 0) }
        try sandbox.write(String(repeating: "not a database ", count: 1000), to: "ptp-runs/results.sqlite")
        let broken = try await sandbox.tool("store", "list")
        #expect(broken.code == 2 && broken.complaints.contains("it is no database. Make it again"), "\(broken.words)")
        let rebuilt = try await sandbox.tool("store", "rebuild")
        #expect(rebuilt.code == 0, "\(rebuilt.words)")
        #expect(rebuilt.output.hasSuffix("ptp-runs/results.sqlite: 2 runs with 12 results\n"), "\(rebuilt.words)")
        #expect(rebuilt.complaints.contains("results.sqlite.broken now"), "\(rebuilt.words)")
        #expect(try await sandbox.tool("store", "list").output.split(separator: "\n").count == 2)
        let empty = try await sandbox.tool("store", "rebuild", "--report-dir", "nowhere", "--store", "x.sqlite")
        #expect(empty.code == 2 && empty.complaints.contains("there are no runs in nowhere"), "\(empty.words)")
        #expect(!sandbox.has("x.sqlite"))
    }

    @Test func `a journal that does not tell the plan is left out, and the others are added`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run").code == 0)
        try FileManager.default.createDirectory(
            atPath: "\(sandbox.path)/ptp-runs/empty",
            withIntermediateDirectories: true
        )
        try sandbox.write("", to: "ptp-runs/empty/journal.jsonl")
        let end = try await sandbox.tool("store", "add", "ptp-runs")
        #expect(end.code == 1 && end.output.contains(": added, 6 cases"), "\(end.words)")
        #expect(end.complaints.contains("ptp-runs/empty: left out"), "\(end.words)")
    }

    @Test func `help for a family of commands lists them`() async throws {
        let sandbox = try Sandbox()
        for words in [["store", "--help"], ["help", "store"]] {
            let end = try await sandbox.start(words).end()
            #expect(end.code == 0 && end.output.contains("store list") && end.output.contains("store remove"))
        }
    }

    @Test func `wrong options are refused with what would be right`() async throws {
        let sandbox = try Sandbox()
        for (words, problem) in [
            (["store", "list", "--verdict", "good"], "--verdict needs one of supported, partial"),
            (["store", "list", "--since", "soon"], "--since needs a moment such as"),
            (["store", "list", "--limit", "0"], "--limit needs a whole number from 1 up"),
            (["store", "show"], "which run?"), (["store", "import"], "which file?"),
            (["store", "list"], "there is no such file"), (["store"], "\"store\" needs one more word"),
            (["store", "list", "--environment", "prod"], "--environment needs one of ec2, simulated, hosts, emulated"),
        ] {
            let end = try await sandbox.start(words).end()
            #expect(end.code == 2 && end.complaints.contains(problem), "\(end.words)")
        }
        #expect(!sandbox.has("ptp-runs"))
    }
}

/// Somebody else's way to read our store.
enum OtherReader {
    static let shell = "/usr/bin/sqlite3"
    static let isThere = FileManager.default.isExecutableFile(atPath: shell)
}

extension Sandbox {
    /// Asks another reader about the store.
    func ask(_ question: String, _ store: String = "ptp-runs/results.sqlite") async throws -> String {
        let end = try await start(OtherReader.shell, with: ["-batch", store, question]).end()
        return end.words.trimmingCharacters(in: .newlines)
    }
}
