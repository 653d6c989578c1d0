import Orchestration
import PTPTesting
import Reports
import Testing

/// What a report says beyond its single cases.
@Suite struct RunDigestTests {
    private static let report = RunReport(RunHistory(Sample.events)).json

    @Test func `users of earlier tools find the keys they know`() throws {
        let summary = try #require(Self.report["test_summary"])
        #expect(summary["total_instances"] == 3)
        #expect(summary["ptp_supported"] == 1 && summary["ptp_unsupported"] == 0 && summary["ptp_inconclusive"] == 1)
        #expect(summary["instance_type_summary"] == ["c7i.large": "1/2", "t3.micro": "0/1"])
        #expect(summary["test_duration_seconds"]?.number ?? 0 > 0)
        let results = try #require(Self.report["results"]?.array)
        #expect(results.map { $0["instance_type"] } == ["c7i.large", "c7i.large", "t3.micro"])
        #expect(results.map { $0["instance_index"] } == [1, 2, 1])
        #expect(results.map { $0["ptp_status"]?["supported"] } == [true, false, nil])
    }

    @Test func `metrics are those of all cases of a type`() throws {
        let metrics = try #require(Self.report["metrics"]?.array)
        let third = metrics.first { $0["metric"] == "third" }
        #expect(third?["cases"] == 1 && third?["median"] == .number(1.0 / 3))
        #expect(!metrics.contains { $0["metric"] == "none" })
    }

    @Test func `criteria say what is met, what is not, and what nobody could tell`() throws {
        let criteria = try #require(Self.report["success_criteria"]?.array)
        let met = Dictionary(
            uniqueKeysWithValues: criteria.compactMap { criterion in
                criterion["criterion"]?.string.map { ($0, criterion["met"]?.bool) }
            }
        )
        #expect(met["every case is as expected"] == .some(false))
        #expect(met["nothing is left behind"] == .some(false))
        #expect(met["declared and observed support agree"] == .some(true))
        #expect(met["rung c"] == .some(true))
    }

    @Test func `issues come with all cases that have them, money first`() throws {
        let issues = try #require(Self.report["issues"]?.array)
        #expect(issues.map { $0["id"] } == ["cleanup", "F03", "not-run"])
        #expect(issues.map { $0["cases"] } == [["c7i.large#2"], ["c7i.large#2"], ["t3.micro#1"]])
    }

    @Test func `what a host says of its architecture is counted, in every report alike`() throws {
        let planned = InstanceCase(type: "10.0.0.7", index: 1, of: 1)
        let moment = Timestamp(nanoseconds: 0)
        let result = ExecutionResult(
            verdict: .supported,
            summary: "",
            metadata: ["architecture": "aarch64"],
            startedAt: moment,
            endedAt: moment
        )
        let outcome = CaseOutcome(status: .met, verdict: .supported, disposal: .neverMade)
        let report = RunReport(
            RunHistory([
                .runBegan(RunPlan(runID: "r", environment: "hosts", cases: [planned]), toolVersion: "1", processID: 1),
                .executed(planned.id, result), .caseEnded(planned.id, outcome),
            ])
        )
        let counted = report.json["summary"]?["architectures"]?["aarch64"]
        #expect(counted == ["planned": 1, "met": 1, "supported": 1])
        let page = String(decoding: report.renderHTML(), as: UTF8.self)
        #expect(page.contains("aarch64"))
        // Nobody knows its zone: the page says so, and the object has no name for it.
        #expect(report.json["summary"]?["zones"]?.object?.members.isEmpty == true)
    }
}
