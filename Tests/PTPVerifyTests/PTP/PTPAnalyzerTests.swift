import Orchestration
import PTP
import PTPVerify
import Shell
import Testing

/// What a case knows of its launch reaches the diagnosis; the rules themselves are tested where they are.
@Suite struct PTPAnalyzerTests {
    @Test func `what was declared, expected and launched reaches the rules`() async throws {
        let input = Self.input(properties: ["placement_strategy": "none"])
        let launch = Situation(input).launch
        #expect(launch.type == "c7i.large" && launch.region == "eu-west-1" && launch.declared == true)
        #expect(launch.placement == "none" && launch.expectsClock == false)
        #expect(try await PTPAnalyzer().analyze(input).first?.id == "F02")
        let placed = Self.input(properties: ["placement_strategy": "precision-time"])
        #expect(try await PTPAnalyzer().analyze(placed).first?.id == "ordinary-though-placed")
        #expect(PTPAnalyzer().shouldAnalyze(input))
    }

    @Test func `a failure is explained, and so is what the console says`() async throws {
        let failure = RunError(.capacity, attempt: "launch it", happened: "no room", next: "Wait.")
        #expect(try await PTPAnalyzer().analyze(Self.input(failure: failure)).map(\.id) == ["F03"])
        let console = Evidence(
            id: "console",
            command: "aws",
            exitStatus: 0,
            output: "ena 0000:00:05.0: Failed initiating PHC\n",
            at: Timestamp(nanoseconds: 0)
        )
        let silent = RunError(.timeout, attempt: "log in", happened: "nobody answers", next: "Look.")
        #expect(try await PTPAnalyzer().analyze(Self.input(evidence: [console], failure: silent)).map(\.id) == ["F19"])
    }

    // MARK: - Fixtures

    private static func input(
        evidence: [Evidence]? = nil,
        properties: JSONObject = [:],
        failure: RunError? = nil
    ) -> AnalysisInput {
        let moment = Timestamp(nanoseconds: 0)
        let result = ExecutionResult(
            verdict: .inconclusive,
            summary: "",
            evidence: evidence ?? ordinary,
            startedAt: moment,
            endedAt: moment
        )
        return AnalysisInput(
            instanceCase: InstanceCase(type: "c7i.large", expectation: .unsupported),
            environment: EnvironmentInfo(
                id: "i-1",
                provider: "ec2",
                region: "eu-west-1",
                access: Access(host: "198.18.0.1", user: "ec2-user"),
                declaredSupport: true,
                properties: properties
            ),
            result: failure != nil && evidence == nil ? nil : result,
            failure: failure
        )
    }

    /// What an ordinary host says.
    private static var ordinary: [Evidence] {
        var record = HostRecord()
        let moment = Timestamp(nanoseconds: 0)
        record.note(.clocks, CommandResult(exitStatus: 0, output: ""), at: moment)
        let rows = "^,*,169.254.169.123,3,4,377,9,0.000000000,0.000000000,0.000100000\n"
        record.note(.sources, CommandResult(exitStatus: 0, output: rows), at: moment)
        return record.evidence
    }
}
