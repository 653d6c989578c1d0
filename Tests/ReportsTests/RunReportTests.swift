import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct RunReportTests {
    @Test func `the report tells what each case came to, in the order of the plan`() throws {
        let report = RunReport(RunHistory(Sample.events)).json
        let cases = try #require(report["cases"]?.array)
        #expect(cases.map { $0["id"]?.string } == ["c7i.large#1", "c7i.large#2", "t3.micro#1"])
        #expect(cases.map { $0["status"]?.string } == ["met", "not-met", "not-run"])
        #expect(cases.map { $0["disposal"]?.string } == ["terminated", "unconfirmed", "never-made"])
        #expect(cases[0]["declared_matches_observed"] == true)
        #expect(cases[1]["findings"]?.array?.first?["remedy"] == "Build a newer one")
        #expect(cases[2]["reason"] == "stopped")
        let summary = report["summary"]
        #expect(summary?["planned"] == 3)
        #expect(summary?["status"]?["met"] == 1)
        #expect(summary?["types"]?["c7i.large"]?["supported"] == 1)
        let run = report["run"]
        #expect(run?["simulated"] == true && run?["complete"] == true && run?["state"] == "completed")
        #expect(run?["stopped_by"] == ["signal 15"])
        #expect(run?["exit_code"] == 3)
    }

    @Test func `the billed time is told per case, per type and in all`() throws {
        let report = RunReport(RunHistory(Sample.events)).json
        let cases = try #require(report["cases"]?.array)
        #expect(cases.map { $0["billed_seconds"] } == [60, 60, nil])
        #expect(cases.map { $0["billed_from"]?.string } == ["running", "made", nil])
        #expect(cases.map { $0["billed_until"]?.string } == ["ended", "still-counting", nil])
        let billed: JSONValue = [
            "instances": 2, "seconds": 120, "still_counting": 1, "unpriced_types": ["c7i.large"],
        ]
        #expect(report["summary"]?["billed"] == billed)
        #expect(report["summary"]?["types"]?["c7i.large"]?["billed"] == billed)
        #expect(report["summary"]?["types"]?["t3.micro"]?["billed"]?["seconds"] == 0)
        let lines = ConsoleSummary(RunReport(RunHistory(Sample.events))).lines
        #expect(lines.contains("billed: 120 s in 2 instances, 1 still counting"))
    }

    @Test func `a leak is named with the command that removes it, also when the run died before knowing one`() throws {
        for count in 1..<Sample.events.count {
            let history = RunHistory(Array(Sample.events.prefix(count)))
            let leaks = RunReport(history).json["cleanup"]?["not_confirmed"]?.array ?? []
            #expect(leaks.count == history.ledger.leaks.count)
            let lines = ConsoleSummary(RunReport(history)).lines
            for leak in leaks {
                let remedy = try #require(leak["remedy"]?.string, "after \(count) events: \(leak)")
                #expect(remedy.contains("ptp-verify sweep") || remedy == "aws ec2 terminate-instances i-2")
                #expect(lines.contains { $0.contains("MAY STILL BE RUNNING") && $0.contains(remedy) })
            }
        }
    }

    @Test func `the report of a run that died says so and is no success`() {
        for count in 0..<Sample.events.count {
            let report = RunReport(RunHistory(Array(Sample.events.prefix(count))))
            #expect(report.json["run"]?["complete"] == false)
            #expect(report.json["run"]?["exit_code"] != 0, "after \(count) events")
            #expect(ConsoleSummary(report).lines.contains("the journal ends before the run does"))
        }
    }

    @Test func `a figure that is no number is not in the report`() throws {
        let cases = RunReport(RunHistory(Sample.events)).json["cases"]?.array
        let names = cases?.first?["figures"]?.array?.map { $0["name"]?.string }
        #expect(names == ["tiny", "huge", "whole", "third", "negative"])
    }

    @Test func `reports keep the contract of reporters`() async throws {
        let records = Sample.events.enumerated().map { JournalRecord(number: $0 + 1, at: morning, event: $1) }
        for rendering in Rendering.all {
            try await ReporterContract(records: records) { FileReporter(rendering, write: { _ in }) }.check()
        }
        try await ReporterContract(records: records) { ConsoleReporter(write: { _ in }) }.check()
    }
}
