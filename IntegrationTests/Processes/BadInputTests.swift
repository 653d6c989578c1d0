import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import Simulation
import Testing

/// Whatever the tool is given: one clear message, the documented exit code, and nothing is lost.
@Suite(.onOwnThreads) struct BadInputTests {
    @Test(arguments: [
        "missing.yaml", "empty.yaml", "binary.yaml", "huge.yaml", "directory.yaml", "cycle.yaml", "bomb.yaml",
        "list.yaml",
        "unknown.txt", "broken.json", "/dev/zero", "pipe.yaml",
    ])
    func `a configuration file that is none`(name: String) async throws {
        let sandbox = try Sandbox()
        try sandbox.makeBadFiles()
        for command in ["run", "plan", "sweep", "status"] {
            let end = try await sandbox.tool(command, "--config", name)
            #expect(end.code == 2, "\(end.words)")
            #expect(end.output.isEmpty)
            #expect(end.complaints.hasPrefix("The configuration has a problem:\n"), "\(end.complaints)")
            #expect(end.complaints.contains(name), "\(end.complaints)")
            #expect(end.complaints.utf8.count < 400, "\(end.complaints)")
        }
        #expect(!sandbox.has("ptp-runs"))
    }

    @Test(.enabled(if: geteuid() != 0, "root can read everything"))
    func `an unreadable configuration file`() async throws {
        let sandbox = try Sandbox()
        try sandbox.write("seed: 1", to: "secret.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: "\(sandbox.path)/secret.yaml")
        let end = try await sandbox.tool("run", "--config", "secret.yaml")
        #expect(end.code == 2)
        #expect(end.complaints.contains("permission denied"), "\(end.complaints)")
    }

    @Test(arguments: ["0", "-1", "1e9", "1000000000", "two", ""])
    func `a quantity that is none`(quantity: String) async throws {
        let sandbox = try Sandbox()
        let end = try await sandbox.tool("run", "--provider", "simulated", "--instance-types", "c7i.large:\(quantity)")
        #expect(end.code == 2)
        #expect(end.complaints.hasPrefix("The configuration has a problem:\n"), "\(end.complaints)")
        #expect(!sandbox.has("ptp-runs"))
    }

    @Test(arguments: ["/proc/runs", "file", "file/runs"])
    func `a report directory that cannot be`(path: String) async throws {
        let sandbox = try Sandbox()
        try sandbox.write("precious", to: "file")
        let end = try await sandbox.tool("run", "--report-dir", path, variables: sandbox.sweeping)
        #expect(end.code == 2, "\(end.words)")
        #expect(end.complaints.contains(path), "\(end.complaints)")
        #expect(try sandbox.bytes("file") == Data("precious".utf8))
        #expect(try sandbox.cloud.read() == nil, "something was launched")
    }

    @Test(arguments: FullDisk.possible, [4, 8, 16, 24, 32])
    func `a disk that fills up in mid-run`(disk: FullDisk, kibibytes: Int) async throws {
        let sandbox = try Sandbox()
        let words = disk.words(kibibytes: kibibytes) + [Binaries.tool]
        let end = try await sandbox.start(words[0], with: Array(words.dropFirst()), sandbox.sweeping).end()
        #expect([1, 2, 3].contains(end.code), "\(end.code) \(end.words)")
        #expect(end.words.contains(disk.complaint), "\(end.words)")
        guard end.code != 3, let cloud = try sandbox.cloud.read() else { return }
        #expect(cloud.leftovers(at: cloud.time) == [])
    }

    @Test func `a journal of a newer version`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeJournal { $0.replacing("{\"v\":1,", with: "{\"v\":7,") }
        for command in ["report", "status"] {
            let end = try await sandbox.tool(command)
            #expect(end.code == 2)
            #expect(end.complaints.contains("has format version 7"), "\(end.complaints)")
        }
        // What nobody can read may hide something that runs.
        let sweep = try await sandbox.tool("sweep", "--apply")
        #expect(sweep.code == 3)
        #expect(sweep.output.contains("has format version 7"), "\(sweep.output)")
    }

    @Test func `a journal with damage in the middle and a torn end`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeJournal { text in
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            lines[4] = "\u{0}\u{1}garbage"
            return lines.dropLast(2).joined(separator: "\n")
        }
        let end = try await sandbox.tool("report")
        #expect(end.complaints.contains("damaged and left out: line 5"), "\(end.complaints)")
        #expect(end.complaints.contains("the last line is torn"))
        #expect(end.output.contains("the journal ends before the run does"))
    }

    @Test(arguments: ["", "\n\n", "not a journal"])
    func `a journal that says nothing`(text: String) async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeJournal { _ in text }
        let end = try await sandbox.tool("report")
        #expect(end.code == 4)
        #expect(end.output.contains("run without a plan"))
        #expect(try await sandbox.tool("status").code == 0)
        #expect(try await sandbox.tool("sweep", "--apply").code == 0)
    }
}

extension Sandbox {
    fileprivate func makeBadFiles() throws {
        for (name, text) in [
            ("empty.yaml", ""), ("cycle.yaml", "labels: &a {x: *a}"), ("list.yaml", "- seed: 1"),
            ("unknown.txt", "seed: 1"),
            ("broken.json", "{\"seed\": 1,}"), ("binary.yaml", "\u{0}\u{1}\u{2}\u{7f}ELF"),
        ] { try write(text, to: name) }
        let levels = (1...40).map { "l\($0): &l\($0) [*l\($0 - 1), *l\($0 - 1), *l\($0 - 1)]" }
        try write("l0: &l0 [x, x, x]\n" + levels.joined(separator: "\n"), to: "bomb.yaml")
        try FileManager.default.createDirectory(atPath: "\(path)/directory.yaml", withIntermediateDirectories: false)
        try write("", to: "huge.yaml")
        let isHuge = unsafe truncate("\(path)/huge.yaml", 100 << 20) == 0
        let isPipe = unsafe mkfifo("\(path)/pipe.yaml", 0o600) == 0
        try #require(isHuge && isPipe)
    }

    /// A finished run whose journal was changed afterwards.
    fileprivate func makeJournal(_ change: (String) -> String) async throws {
        #expect(try await tool("run").code == 0)
        let text = String(decoding: try bytes("ptp-runs/latest/journal.jsonl"), as: UTF8.self)
        try write(change(text), to: "ptp-runs/latest/journal.jsonl")
    }
}
