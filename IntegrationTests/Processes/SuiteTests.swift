import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import Testing

/// The suite as a newcomer runs it.
@Suite(.onOwnThreads) struct SuiteTests {
    @Test func `unconfigured, six simulated cases leave all files`() async throws {
        let sandbox = try Sandbox()
        let end = try await sandbox.startSuite().end()
        #expect(end.code == 0, "\(end.words)")
        #expect(end.words.contains("with 6 test cases passed"))
        #expect(end.words.contains("SIMULATED"))
        let names = [
            "journal.jsonl", "plan.json", "report.json", "report.yaml", "report.ndjson",
            "report.csv", "report.html", "junit.xml", "summary.md",
        ]
        for name in names {
            #expect(sandbox.has("ptp-runs/latest/\(name)"), "\(name) is missing")
        }
        #expect(try await sandbox.history().cases.count == 6)
    }

    @Test(.enabled(if: Python.isUsable, "needs /usr/bin/python3 with PyYAML: .ci/setup"))
    func `another YAML reader reads from report.yaml what report.json says`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run", "--labels", "note=1e3,answer=no,empty=~").code == 0)
        let program = """
            import json, yaml
            left = json.load(open('ptp-runs/latest/report.json'))
            right = yaml.safe_load(open('ptp-runs/latest/report.yaml'))
            assert left == right, 'they differ'
            assert len(left['cases']) == 6, len(left['cases'])
            """
        let end = try await sandbox.start(Python.path, with: ["-c", program]).end()
        #expect(end.code == 0, "\(end.complaints)")
    }

    @Test func `three instances of two types are three cases in that order`() async throws {
        let sandbox = try Sandbox()
        let end = try await sandbox.startSuite([
            "PTP_PROVIDER": "simulated", "PTP_INSTANCE_TYPES": "c7i.large:2,m7g.medium",
        ]).end()
        #expect(end.code == 0, "\(end.words)")
        let shown = end.words.matches(of: /planned → (.+) to "instance" started/).map { String($0.1) }
        #expect(shown == ["c7i.large instance 1 of 2", "c7i.large instance 2 of 2", "m7g.medium instance 1 of 1"])
        #expect(
            try await sandbox.history().cases.map(\.instanceCase.id.text) == [
                "c7i.large#1", "c7i.large#2", "m7g.medium#1",
            ]
        )
    }

    @Test func `an inconclusive case fails, or is skipped where that was asked for`() async throws {
        let lost = [
            "PTP_PROVIDER": "simulated", "PTP_INSTANCE_TYPES": "nothing.large",
        ]
        for (policy, code, event) in [("fail", 1, "issueRecorded"), ("skip", 0, "testCaseCancelled")] {
            let sandbox = try Sandbox()
            let end = try await sandbox.startSuite(lost.merging(["PTP_INCONCLUSIVE": policy]) { $1 }).end()
            #expect(end.code == code, "\(end.words)")
            #expect(end.words.contains("1 of 1: inconclusive"), "\(end.words)")
            // The console of Swift Testing says nothing about a cancelled case.
            let events = String(decoding: try sandbox.bytes(Sandbox.events), as: UTF8.self)
            let told = ["issueRecorded", "testCaseCancelled"].filter { events.contains("\"kind\":\"\($0)\"") }
            #expect(told == [event])
            #expect(try await sandbox.history().cases.map(\.finalOutcome.status) == [.inconclusive])
            #expect(try await sandbox.history().recordedExitCode == (policy == "skip" ? 0 : 4))
        }
    }

    @Test func `a cloud is the same one under any name of its file`() async throws {
        let sandbox = try Sandbox()
        let names = ["cloud.json", "./cloud.json", "\(sandbox.path)/cloud.json"]
        #expect(try await sandbox.tool("run", "--simulation-state", names[0]).code == 0)
        let journal = try #require(try sandbox.runs.first).journalPath
        // As if the run had died with its last instance.
        let lines = String(decoding: try sandbox.bytes("ptp-runs/latest/journal.jsonl"), as: UTF8.self)
            .split(separator: "\n")
        try Data(lines.prefix(14).joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: journal))
        for name in names {
            let sweep = try await sandbox.tool("sweep", "--simulation-state", name)
            #expect(sweep.output.contains("to go: instance i-"), "\(name): \(sweep.words)")
            #expect(!sweep.output.contains("spared"), "\(name): \(sweep.words)")
        }
    }

    @Test func `a bad configuration is one failing case that tells every problem`() async throws {
        let sandbox = try Sandbox()
        let variables = ["PTP_CONCURRENCY": "two", "PTP_SEED": "-1", "PTP_INSTANCE_TYPE": "c7i.large"]
        let end = try await sandbox.startSuite(variables).end()
        #expect(end.code == 1)
        #expect(end.words.contains("with 1 test case failed"), "\(end.words)")
        for name in ["PTP_CONCURRENCY", "PTP_SEED", "PTP_INSTANCE_TYPE"] {
            #expect(end.words.contains("\(name): "), "\(end.words)")
        }
        #expect(!sandbox.has("ptp-runs"))
    }

    @Test func `the same seed gives the same journal, byte for byte, and another one another`() async throws {
        var journals: [Data] = []
        for seed in ["42", "42", "43"] {
            let sandbox = try Sandbox()
            #expect(try await sandbox.startSuite(["PTP_SEED": seed, "PTP_CONCURRENCY": "3"]).end().code == 0)
            journals.append(try sandbox.bytes("ptp-runs/latest/journal.jsonl"))
        }
        #expect(journals[0] == journals[1])
        #expect(journals[0] != journals[2])
    }
}

/// The Python of the system.
enum Python {
    static let path = "/usr/bin/python3"

    /// Where parts must not be missing, nothing is skipped: the tests fail instead.
    static let isUsable: Bool = {
        if ProcessInfo.processInfo.environment["PTP_REQUIRE_PARTS"] == "1" { return true }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-c", "import yaml, pty"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
