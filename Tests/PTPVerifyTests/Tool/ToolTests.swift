import Files
import Foundation
import Orchestration
import PTPVerify
import Reports
import Testing

@Suite struct ToolTests {
    @Test func `a run leaves evidence that report and status can tell again`() async throws {
        let bench = try Bench()
        let run = await bench.tool("run")
        #expect(run.code == 0, "\(run.complaints)")
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        #expect(run.output.hasSuffix("evidence: \(directory.path)"))
        let first = try Files.read("\(directory.path)/report.json", limit: 1 << 20)
        try Files.remove("\(directory.path)/report.json")

        let report = await bench.tool("report", directory.name)
        #expect((report.code, report.complaints) == (0, ""))
        #expect(report.output.contains("c7i.large: 2 of 2 as expected"))
        #expect(try Files.read("\(directory.path)/report.json", limit: 1 << 20) == first)
        #expect(await bench.tool("report", directory.path, "--json").output.utf8.elementsEqual(first.dropLast()))
        #expect(await bench.tool("report", "--yaml").output.hasPrefix("schema_version: 1\n"))

        let status = await bench.tool("status", directory.name)
        #expect(status.output.contains("6 of 6 cases over; it ended with exit code 0"), "\(status.output)")
        #expect(await bench.tool("status", "--json").output.contains("\"alive\": false"))
    }

    @Test func `a record of a run with a reboot says the same when it is judged again`() async throws {
        let bench = try Bench()
        let words = ["--provider", "simulated", "--instance-types", "c7i.large"]
        let run = await bench.tool(["run", "--reboot"] + words)
        #expect(run.code == 0, "\(run.complaints)")
        let again = await bench.tool("diagnose")
        #expect(again.code == 0 && again.output.contains("+ survives: after a reboot the clock"), "\(again.output)")
        let asIs = await bench.tool(["run", "--reboot", "--driver", "as-is"] + words)
        #expect(asIs.code == 2 && asIs.complaints.contains("leaves them as they are"), "\(asIs.complaints)")
    }

    @Test func `a run that has not begun, and what we write about runs, are no outputs to judge`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run").code == 0)
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        try Files.write([], to: directory.journalPath)
        let empty = await bench.tool("diagnose", directory.path)
        #expect(empty.code == 2 && empty.complaints.contains("its journal tells of no case"), "\(empty)")
        try Files.remove(directory.journalPath)
        let reports = await bench.tool("diagnose", directory.path)
        #expect(reports.code == 2 && reports.complaints.contains("neither a run nor a directory"), "\(reports)")
    }

    @Test func `a run that is not there is answered with those that are`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("report").complaints.contains("there are no runs"))
        #expect(await bench.tool("run").code == 0)
        let name = try #require(try RunDirectory.all(in: bench.runs).first).name
        let missing = await bench.tool("report", "yesterday")
        #expect(missing.code == 2)
        #expect(missing.complaints.contains("there are only \(name)"))
    }

    @Test func `a plan tells what would run and whether it must be confirmed`() async throws {
        let bench = try Bench()
        let types = ["--provider", "simulated", "--instance-types", "c7i.large:4,m7g.medium:2"]
        let plan = await bench.tool(["plan"] + types)
        #expect(plan.code == 0)
        #expect(
            plan.output.contains("5  m7g.medium#1  m7g.medium instance 1 of 2  expected supported"),
            "\(plan.output)"
        )
        #expect(plan.output.contains("6 instances of 2 types would be launched"))
        #expect(await bench.tool(["plan", "--confirm"] + types).output.hasSuffix("no confirmation is needed"))
        #expect(await bench.tool(["plan", "--json"] + types).output.contains("\"confirmation_needed\": \"6 instances"))
        #expect(!Files.exists(bench.runs))
    }

    @Test(arguments: ["run", "sweep"])
    func `without a region nothing is called, and it is said where one can be named`(command: String) async throws {
        let bench = try Bench()
        let arguments = [
            command, "--provider", "ec2", "--instance-types", "c7i.large", "--subnet-id", "subnet-0123456789abcdef0",
        ]
        let end = await bench.tool(arguments, ["AWS_EC2_METADATA_DISABLED": "true", "PTP_CONFIRM": "1"])
        #expect((end.code, end.output) == (2, ""))
        #expect(end.complaints.contains("find the AWS region") && end.complaints.contains("AWS_REGION"))
        #expect(!Files.exists(bench.runs))
    }

    @Test func `inconclusive cases count against a run, or not, as was asked for`() async throws {
        let bench = try Bench()
        let lost = [
            "--provider", "simulated", "--instance-types", "nothing.large",
        ]
        #expect(await bench.tool(["run"] + lost).code == 4)
        let run = await bench.tool(["run"] + lost, ["PTP_INCONCLUSIVE": "skip"])
        #expect(run.code == 0, "\(run.complaints)")
        #expect(run.output.contains("nothing.large#1: inconclusive"), "\(run.output)")
        // The journal alone tells the same.
        #expect(await bench.tool("report").code == 0)
        #expect(await bench.tool("status").output.contains("it ended with exit code 0"))
    }

    @Test func `a plan without cases is refused before its run has a directory`() async throws {
        let bench = try Bench()
        var configuration = Configuration()
        configuration.reportDirectory.value = bench.runs
        let error = await #expect(throws: RunError.self) { _ = try await VerificationRun.open(configuration) }
        #expect(error?.code == .configuration)
        #expect(error?.happened == "there is nothing to verify")
        #expect(!Files.exists(bench.runs))
    }

    @Test func `whoever looks at runs is not held up by settings of other commands`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run").code == 0)
        let wrong = try bench.file(
            "wrong.yaml",
            "ssh_port: 0\nregion: a\nregion: b\nquantum: 1\nkeep: ask\nhosts: [a]\nreport_dir: \(bench.runs)\n"
        )
        let variables = ["PTP_CONFIG": wrong, "PTP_CONCURRENCY": "banana", "PTP_INSTANCE_TYPE": "c7i.large"]
        for command in ["status", "report"] {
            let end = await bench.tool([command], variables)
            #expect((end.code, end.complaints) == (0, ""), "\(command)")
        }
        for command in ["pause", "resume", "stop"] {
            #expect(await bench.tool([command], variables).complaints.contains("its process is gone"), "\(command)")
        }
        #expect(await bench.tool(["plan"], variables).complaints.hasPrefix("The configuration has 6 problems"))
    }

    @Test func `whoever looks at runs is told what is wrong with where they are`() async throws {
        let bench = try Bench()
        let wrong = try bench.file("wrong.yaml", "report_dir: a\nreport_dri: b\nreport_dir: c\nquantum: 1\n")
        let status = await bench.tool(["status"], ["PTP_CONFIG": wrong, "PTP_REPORT_DRI": "d"])
        #expect(status.code == 2)
        #expect(
            status.complaints == """
                The configuration has 3 problems:
                PTP_REPORT_DRI: unknown variable
                    did you mean PTP_REPORT_DIR?
                \(wrong):2:1: unknown key "report_dri"
                    did you mean report_dir?
                \(wrong):3:1: the key "report_dir" is there twice; the first is at line 1, column 1
                """
        )
    }

    @Test func `what is only printed changes no file, and the newest run is found without its link`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run").code == 0)
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        #expect(await bench.tool("report", "--redact", "all").code == 0)
        let hidden = try Files.read("\(directory.path)/report.json", limit: 1 << 26)
        try Files.remove("\(bench.runs)/latest")
        let printed = await bench.tool("report", "--format", "json")
        #expect(printed.code == 0 && Array(printed.output.utf8) + [UInt8(ascii: "\n")] != hidden)
        #expect(try Files.read("\(directory.path)/report.json", limit: 1 << 26) == hidden)
    }

    @Test func `a report that cannot be written is said, and no success`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run").code == 0)
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        try Files.remove("\(directory.path)/report.yaml")
        try Files.makeDirectory("\(directory.path)/report.yaml/in the way")
        let report = await bench.tool("report")
        #expect(report.code == 1)
        #expect(report.complaints.contains("report.yaml could not be made again"), "\(report.complaints)")
        #expect(report.output.contains("c7i.large: 2 of 2 as expected"))
        for rendering in Rendering.all where rendering.name != "yaml" {
            #expect(!Files.isDirectory("\(directory.path)/\(rendering.file)"))
            #expect(!report.complaints.contains(rendering.file), "one reporter's failure is no other's")
        }
    }
}

@Suite struct SweepToolTests {
    /// A run whose journal ends after its first instance was made.
    private func killedRun() async throws -> (Bench, RunDirectory) {
        let bench = try Bench()
        #expect(await bench.tool("run").code == 0)
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        let lines = try Files.read(directory.journalPath, limit: 1 << 20).split(separator: UInt8(ascii: "\n"))
        try Files.write(Array(lines.prefix(14).joined(separator: [UInt8(ascii: "\n")])), to: directory.journalPath)
        return (bench, directory)
    }

    @Test func `a plan changes nothing, applying it closes the journal and makes the reports again`() async throws {
        let (bench, directory) = try await killedRun()
        let before = try Files.read(directory.journalPath, limit: 1 << 20)
        let plan = await bench.tool("sweep")
        #expect(plan.code == 3)
        #expect(plan.output.contains("to go: instance i-"), "\(plan.output)")
        #expect(plan.output.contains("ended with their processes"))
        #expect(try Files.read(directory.journalPath, limit: 1 << 20) == before)

        let sweep = await bench.tool("sweep", "--apply", "--json")
        #expect(sweep.code == 0, "\(sweep.output)")
        #expect(sweep.output.contains("\"removed\": [\n"))
        let history = try await directory.read().history
        #expect(history.ledger.leaks.isEmpty)
        // The journal goes on in time where it ended.
        let report = String(decoding: try Files.read("\(directory.path)/report.json", limit: 1 << 20), as: UTF8.self)
        #expect(report.contains("\"not_confirmed\": []"))
        #expect(try #require(history.lastAt) > #require(history.startedAt))
    }

    @Test func `a living run is spared`() async throws {
        let (bench, directory) = try await killedRun()
        let writer = try FileJournal(directory.journalPath)
        let sweep = await bench.tool("sweep", "--apply")
        #expect(sweep.code == 0)
        #expect(sweep.output.contains("its run is alive"), "\(sweep.output)")
        #expect(try await !directory.read().history.ledger.leaks.isEmpty)
        withExtendedLifetime(writer) {}
    }

    @Test func `a journal that cannot be read is no clean sweep, and stops no other`() async throws {
        let (bench, directory) = try await killedRun()
        try Files.makeDirectory("\(bench.runs)/a/journal.jsonl")
        let sweep = await bench.tool("sweep", "--apply")
        #expect(sweep.code == 3)
        #expect(sweep.output.contains("journal.jsonl: it is not a regular file"), "\(sweep.output)")
        #expect(try await directory.read().history.ledger.leaks.isEmpty)
    }

    @Test func `a report that cannot be made again does not make the sweep fail`() async throws {
        let (bench, directory) = try await killedRun()
        try Files.remove("\(directory.path)/report.json")
        try Files.makeDirectory("\(directory.path)/report.json/in the way")
        let sweep = await bench.tool("sweep", "--apply")
        #expect(sweep.code == 1)
        #expect(sweep.output.contains("removed: instance i-"), "\(sweep.output)")
        #expect(sweep.complaints.contains("report.json could not be made again"), "\(sweep.complaints)")
    }
}

@Suite struct CutJournalTests {
    @Test func `a journal cut at any byte tells what its whole lines say`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run", "--provider", "simulated", "--instance-types", "c7i.large").code == 0)
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        let journal = try Files.read(directory.journalPath, limit: 1 << 20)

        var reader = JournalReader()
        var history = RunHistory()
        var lines = 0
        for (position, byte) in journal.enumerated() {
            var records = 0
            try reader.read([byte]) { record in
                history.apply(record)
                records += 1
            }
            #expect(records == (byte == UInt8(ascii: "\n") ? 1 : 0), "at byte \(position)")
            lines += records
            var cut = reader
            cut.finish()
            #expect(cut.oddities.hasTornEnd == (byte != UInt8(ascii: "\n")), "at byte \(position)")
            #expect(cut.lastNumber == lines, "at byte \(position)")
            if records == 1 { #expect(RunReport(history).json["schema_version"] != nil) }
        }
        #expect(history.recordedExitCode == 0)
    }

    @Test func `the tool reports a journal cut around any line break, and a sweep closes it`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run", "--provider", "simulated", "--instance-types", "c7i.large").code == 0)
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        let journal = try Files.read(directory.journalPath, limit: 1 << 20)
        let ends = journal.indices.filter { journal[$0] == UInt8(ascii: "\n") }
        for end in ends.flatMap({ [$0, $0 + 1] }) {
            try Files.write(Array(journal[..<end]), to: directory.journalPath)
            let history = try await directory.read().history
            let report = await bench.tool("report")
            #expect(report.code == (history.plan == nil ? 4 : history.exitCode), "cut at \(end): \(report.complaints)")
            #expect(report.complaints.contains("torn") == (end > 0 && journal[end - 1] != UInt8(ascii: "\n")))

            let sweep = await bench.tool("sweep", "--apply")
            #expect(sweep.code == 0, "cut at \(end): \(sweep.output) \(sweep.complaints)")
            let swept = try await directory.read()
            #expect(swept.history.ledger.leaks.isEmpty, "cut at \(end)")
            #expect(swept.reader.lastNumber >= history.ledger.leaks.count)
            #expect(await bench.tool("sweep").output == "nothing to do", "cut at \(end)")
        }
    }
}
