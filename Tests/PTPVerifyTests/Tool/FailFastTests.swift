import Orchestration
import PTPVerify
import Testing

@Suite struct FailFastTests {
    /// The second of them has no clock, and nobody expects that.
    private static let three = ["--provider", "simulated", "--instance-types", "c7i.large,t3.micro,m7g.medium"]

    @Test func `with fail_fast nothing is launched after a case that is not as expected`() async throws {
        let bench = try Bench()
        let run = await bench.tool(["run", "--fail-fast"] + Self.three)
        #expect(run.code == ExitCode.notAsExpected, "\(run.complaints)")
        let report = try JSONParser.parse(Array(await bench.tool("report", "--json").output.utf8))
        #expect(report["cases"]?.array?.map { $0["status"] } == ["met", "not-met", "not-run"])
        let last = report["cases"]?.array?.last
        #expect(last?["resources"] == [])
        let reason = last?["failure"]?["happened"]?.string ?? ""
        #expect(reason.hasPrefix("t3.micro#1 is not as expected"), "\(reason)")
        #expect(report["summary"]?["billed"]?["instances"] == 2)
    }

    @Test func `without it one failing case stops no other`() async throws {
        let bench = try Bench()
        #expect(await bench.tool(["run"] + Self.three).code == ExitCode.notAsExpected)
        let report = try JSONParser.parse(Array(await bench.tool("report", "--json").output.utf8))
        #expect(report["cases"]?.array?.map { $0["status"] } == ["met", "not-met", "met"])
    }
}
