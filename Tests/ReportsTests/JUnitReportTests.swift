import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct JUnitReportTests {
    private static let text = String(decoding: RunReport(RunHistory(Sample.events)).renderJUnit(), as: UTF8.self)

    @Test func `each case is a test case of its type's suite`() {
        #expect(Self.text.contains(#"<testsuite name="c7i.large" tests="2" failures="1" errors="0" skipped="0""#))
        #expect(Self.text.contains(#"<testsuite name="t3.micro" tests="1" failures="0" errors="0" skipped="1""#))
        #expect(Self.text.contains(#"<testcase classname="PTPHardware.c7i.large" name="c7i.large#2""#))
        #expect(Self.text.contains(#"<failure type="F03" message="the driver is old. Build a newer one">"#))
        #expect(Self.text.contains(#"<skipped message="begin: stopped. Run it again."/>"#))
    }

    @Test func `what could not be observed is an error, not a failure`() {
        let plan = RunPlan(runID: "r", environment: "ec2", cases: [InstanceCase(type: "c7i.large")])
        let outcome = CaseOutcome(
            status: .inconclusive,
            verdict: .inconclusive,
            disposal: .terminated,
            failure: RunError(.capacity, attempt: "launch", happened: "no capacity", next: "Try another zone.")
        )
        let history = RunHistory([
            .runBegan(plan, toolVersion: "1", processID: 1), .caseEnded(plan.cases[0].id, outcome),
        ])
        let text = String(decoding: RunReport(history).renderJUnit(), as: UTF8.self)
        let tolerant = RunPlan(runID: "r", environment: "ec2", cases: plan.cases, toleratesInconclusive: true)
        let lenient = RunHistory([
            .runBegan(tolerant, toolVersion: "1", processID: 1), .caseEnded(plan.cases[0].id, outcome),
        ])
        let skipped = String(decoding: RunReport(lenient).renderJUnit(), as: UTF8.self)
        #expect(skipped.contains(#"errors="0" skipped="1""#) && !skipped.contains("<error"), "it does not count")
        #expect(text.contains(#"<error type="capacity" message="launch: no capacity. Try another zone.">"#), "\(text)")
    }

    @Test func `long outputs are cut, and said to be`() {
        var result = ExecutionResult.scripted(.partial)
        let output = String(repeating: "x<", count: 5_000_000)
        result.evidence = [Evidence(id: "e", command: "cat", exitStatus: 0, output: output, at: morning)]
        let plan = RunPlan(runID: "r", environment: "ec2", cases: [InstanceCase(type: "c7i.large")])
        let history = RunHistory([
            .runBegan(plan, toolVersion: "1", processID: 1), .executed(plan.cases[0].id, result),
            .caseEnded(plan.cases[0].id, CaseOutcome(status: .notMet, verdict: .partial, disposal: .terminated)),
        ])
        let bytes = RunReport(history).renderJUnit()
        #expect(bytes.count < 20_000)
        #expect(String(decoding: bytes, as: UTF8.self).contains("[10000000 bytes in all; the report in JSON has them]"))
    }

    @Test func `nothing that a host says is markup`() {
        // What is no character of XML would end every reader.
        let forbidden = Self.text.unicodeScalars.filter { scalar in
            (scalar.value < 32 && scalar != "\n" && scalar != "\t") || (0x7F...0x9F).contains(scalar.value)
        }
        #expect(forbidden.isEmpty)
        #expect(!Self.text.contains("<script") && !Self.text.contains("]]>"))
    }
}
