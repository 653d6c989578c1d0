import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import Testing

/// Whatever happens to the store's disk or to who writes it: nothing that was in it is lost.
@Suite(.onOwnThreads) struct StoreFaultTests {
    private static let seed: UInt64 = 20_261_130

    @Test(.enabled(if: OtherReader.isThere, "needs the shell of SQLite"))
    func `an import killed at any moment leaves the old state or the new one`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run").code == 0)
        #expect(try await sandbox.tool("store", "add").code == 0)
        let runs = 3000
        try sandbox.write(try await sandbox.exportOfMany(runs: runs), to: "many.jsonl")
        var random = SeededGenerator(seed: Self.seed)
        var killed = 0
        for _ in 1...12 {
            let child = try sandbox.start(["store", "import", "many.jsonl"])
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...800, using: &random)))
            child.send(SIGKILL)
            killed += await child.end().code == -Int(SIGKILL) ? 1 : 0
            let count = try await sandbox.ask("SELECT count(*) FROM run")
            #expect(["1", "\(runs + 1)"].contains(count), "seed \(Self.seed)")
            #expect(try await sandbox.ask("PRAGMA integrity_check") == "ok")
        }
        #expect(killed >= 3, "seed \(Self.seed): only \(killed) were killed in the middle")
    }

    @Test(.enabled(if: OtherReader.isThere, "needs the shell of SQLite"), arguments: FullDisk.possible)
    func `a full disk stops an import and loses nothing`(disk: FullDisk) async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run").code == 0)
        let export = try await sandbox.exportOfMany(runs: 400)
        try sandbox.write(export, to: "many.jsonl")
        let script = """
            "$0" store add ptp-runs --store full/s.sqlite >/dev/null && ok=yes
            "$0" store import many.jsonl --store full/s.sqlite; code=$?
            test "$ok$("$0" store list --store full/s.sqlite | wc -l)" = yes1 || exit 98
            test "$(/usr/bin/sqlite3 full/s.sqlite 'PRAGMA integrity_check')" = ok || exit 97
            exit $code
            """
        let words = disk.running(script, kibibytes: 512) + [Binaries.tool]
        let end = try await sandbox.start(words[0], with: Array(words.dropFirst())).end()
        #expect(end.code == 2, "\(end.code) \(end.words)")
        #expect(end.complaints.contains("cannot write to full/s.sqlite: "), "\(end.words)")
        #expect(end.complaints.contains("what was there before still is"), "\(end.words)")
    }

    @Test func `an export that cannot be written is no success`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run").code == 0)
        #expect(try await sandbox.tool("store", "add").code == 0)
        let words = ["-c", "\"$0\" store export > /dev/full", Binaries.tool]
        let end = try await sandbox.start("/bin/sh", with: words).end()
        #expect(end.code == 2 && end.complaints.contains("No space left on device"), "\(end.words)")
    }

    @Test(.enabled(if: FullDisk.possible.contains(.smallFileSystem), "needs mounts of one's own"))
    func `a store on a disk that cannot be written is read, and not written`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run").code == 0)
        #expect(try await sandbox.tool("store", "add").code == 0)
        let script = """
            mount --bind ptp-runs ptp-runs && mount -o remount,bind,ro ptp-runs || exit 99
            "$0" store list && "$0" store export | wc -l
            "$0" store import - < /dev/null
            """
        let words = FullDisk.mounting(script) + [Binaries.tool]
        let end = try await sandbox.start(words[0], with: Array(words.dropFirst())).end()
        #expect(end.code == 2, "\(end.words)")
        #expect(end.output.contains("c7i.large: 2/2") && end.output.hasSuffix("2\n"), "\(end.words)")
        #expect(end.complaints.contains("it or its directory is read-only. Make the file and"), "\(end.words)")
    }
}

extension Sandbox {
    /// An export of the only run under so many names.
    func exportOfMany(runs: Int) async throws -> String {
        #expect(try await tool("store", "add", "--store", "template.sqlite").code == 0)
        let lines = try await tool("store", "export", "--store", "template.sqlite").output.split(separator: "\n")
        let name = try #require(try self.runs.first).name
        let header = String(lines[0]).replacing("\"runs\":1", with: "\"runs\":\(runs)")
        return ([header] + (1...runs).map { String(lines[1]).replacing(name, with: "r\($0)") }).joined(separator: "\n")
    }
}

extension FullDisk {
    /// A program that takes the tool's path and does what the script says, with `full` on such a disk.
    func running(_ script: String, kibibytes: Int) -> [String] {
        switch self {
        case .smallFileSystem:
            Self.mounting("mkdir full && mount -t tmpfs -o size=\(kibibytes)k none full || exit 99\n\(script)")
        case .smallFiles:
            // `sh` counts in half kibibytes. Who starts us may have the signal ignored, as Python does.
            [
                "/usr/bin/env", "--default-signal=XFSZ", "/bin/sh", "-c",
                "mkdir full && ulimit -f \(kibibytes * 2)\n\(script)",
            ]
        }
    }

    /// A program that takes the tool's path and does what the script says, with mounts that nobody else sees.
    static func mounting(_ script: String) -> [String] {
        let privately = geteuid() == 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"]
        return ["/usr/bin/unshare"] + privately + ["sh", "-c", script]
    }
}
