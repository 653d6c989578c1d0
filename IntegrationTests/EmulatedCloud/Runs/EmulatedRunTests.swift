import Foundation
import Glibc
import IntegrationSupport
import Orchestration
import PTPVerify
import Testing

/// The tool against an emulator of AWS that checks signatures: whatever happens, only what was there before is left.
@Suite(.serialized, .needsEmulator, .onOwnThreads) struct EmulatedRunTests {
    private static let seed: UInt64 = 20_261_121

    @Test func `a run leaves nothing, and touches nothing of others`() async throws {
        let emulator = try await Emulator()
        let before = try await emulator.things()
        let run = try await emulator.tool("run")
        // Nobody can log in: there are no hosts behind the emulator's instances.
        #expect(run.code == ExitCode.inconclusive, "\(run.words)")
        #expect(try await emulator.things() == before)
        #expect(try #require(try emulator.files()["report.json"]).contains(#""environment": "emulated""#))
        #expect(try #require(try emulator.files()["audit.jsonl"]).contains("\"action\":\"TerminateInstances\""))
        try emulator.holdNoSecret(run.words)
    }

    @Test func `a wrong secret fails before anything is launched`() async throws {
        let emulator = try await Emulator()
        let before = try await emulator.things()
        let run = try await emulator.tool("run", variables: ["AWS_SECRET_ACCESS_KEY": "canary-wrong-secret"])
        #expect(run.code == ExitCode.usage)
        #expect(run.complaints.contains("whose credentials") && run.complaints.contains("SignatureDoesNotMatch"))
        #expect(!run.words.contains("canary-wrong-secret"))
        #expect(try await emulator.things() == before)
        #expect(try emulator.files().isEmpty)
    }

    /// A sweep waits until EC2 must have settled, so several clouds are killed in beside each other.
    @Test func `a run killed at any moment leaves nothing that a sweep does not remove`() async throws {
        let leaking = try await withThrowingTaskGroup(of: Int.self) { group in
            for lane in 0..<UInt64(5) { group.addTask { try await Self.killAndSweep(6, seed: Self.seed + lane) } }
            return try await group.reduce(0, +)
        }
        // Otherwise the test would not test what it says.
        #expect(leaking >= 5, "seed \(Self.seed): only \(leaking) of 30 left anything behind")
    }

    /// How many of so many runs left something behind when they were killed.
    private static func killAndSweep(_ count: Int, seed: UInt64) async throws -> Int {
        let emulator = try await Emulator()
        let before = try await emulator.things()
        var random = SeededGenerator(seed: seed)
        var leaking = 0
        for _ in 1...count {
            _ = try await emulator.run(sending: SIGKILL, afterLines: Int.random(in: 1...35, using: &random))
            let sweep = try await emulator.tool("sweep", "--apply")
            // 3: the emulator cannot list placement groups, and a sweep says so.
            #expect(sweep.code == ExitCode.cleanupUnconfirmed, "\(sweep.words)")
            #expect(!sweep.words.contains("MAY STILL BE "), "\(sweep.words)")
            leaking += sweep.output.contains("removed: ") ? 1 : 0
            #expect(try await emulator.things() == before, "seed \(seed): \(sweep.words)")
            try emulator.holdNoSecret(sweep.words)
        }
        return leaking
    }

    @Test func `a run that is interrupted at any moment ends in order`() async throws {
        let emulator = try await Emulator()
        let before = try await emulator.things()
        var random = SeededGenerator(seed: Self.seed)
        var interrupted = 0
        for _ in 1...10 {
            let end = try await emulator.run(sending: SIGINT, afterLines: Int.random(in: 1...30, using: &random))
            interrupted += end.code == 130 ? 1 : 0
            // A run may be over before the signal is heard.
            #expect([130, ExitCode.inconclusive].contains(end.code), "\(end.words)")
            #expect(try await emulator.things() == before, "\(end.words)")
            if end.code == 130 { #expect(try emulator.files().keys.contains("report.json")) }
        }
        #expect(interrupted >= 3, "seed \(Self.seed): only \(interrupted) of 10 were interrupted in their run")
    }
}

extension Emulator {
    /// Starts a run, and sends it a signal once its journal is so long.
    fileprivate func run(sending signal: Int32, afterLines count: Int) async throws -> Child.End {
        let runs = "\(directory.path)/ptp-runs"
        let names = { Set((try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []) }
        let known = names().union(["latest"])
        let child = try start(["run"])
        while child.isRunning {
            if let name = names().subtracting(known).first,
                let journal = try? Data(contentsOf: URL(fileURLWithPath: "\(runs)/\(name)/journal.jsonl")),
                journal.count(where: { $0 == UInt8(ascii: "\n") }) >= count
            {
                break
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        child.send(signal)
        return await child.end()
    }

    /// The files of the newest run by name.
    func files() throws -> [String: String] {
        let latest = "\(directory.path)/ptp-runs/latest"
        guard FileManager.default.fileExists(atPath: latest) else { return [:] }
        return try Dictionary(
            uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: latest).map { name in
                (name, String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(latest)/\(name)")), as: UTF8.self))
            }
        )
    }

    /// Nobody ever says the secret, in words or in files.
    func holdNoSecret(_ words: String) throws {
        #expect(!words.contains(secret))
        for (name, content) in try files() { #expect(!content.contains(secret), "\(name) tells the secret") }
    }
}
