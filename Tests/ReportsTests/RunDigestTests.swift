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
        #expect(issues.map { $0["id"] } == ["cleanup", "F03", "interrupted"])
        #expect(issues.map { $0["cases"] } == [["c7i.large#2"], ["c7i.large#2"], ["t3.micro#1"]])
    }
}
