import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct MarkdownReportTests {
    @Test func `the sections are there in their order, and what fails is named`() {
        let text = Self.text(of: Sample.events)
        let sections = text.split(separator: "\n").filter { $0.hasPrefix("## ") }
        #expect(sections == ["## Summary", "## Metrics", "## Success criteria", "## Issues", "## Recommendations"])
        #expect(text.contains("> **SIMULATED**: this proves nothing about real hardware."))
        #expect(text.contains("**1 of 3 as expected**, exit code 3."))
        #expect(
            text.contains("> **May still be there**: instance i-2. Remove it with ` aws ec2 terminate-instances i-2 `")
        )
        #expect(text.contains("- **F03** the driver is old, in 1: `c7i.large#2`"))
    }

    @Test func `what hosts say cannot leave its cell, link, call or hide`() {
        let attacks = [
            "a | b", "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](http://e/x.png)", "@everyone", "#1",
            "`rm`", "*bold* _it_ ~~no~~", "a\n## b", "\u{202E}txt", "\\", "$x$", "<!--", "&lt;",
        ]
        let plan = RunPlan(runID: attacks.joined(), environment: "ec2", cases: [InstanceCase(type: "c7i.large")])
        var result = ExecutionResult.scripted(.partial)
        result.summary = attacks.joined(separator: " ")
        let finding = Finding(id: "F01", cause: result.summary, remedy: result.summary)
        let text = Self.text(of: [
            .runBegan(plan, toolVersion: "1", processID: 1), .executed(plan.cases[0].id, result),
            .analyzed(plan.cases[0].id, [finding]),
            .caseEnded(plan.cases[0].id, CaseOutcome(status: .notMet, verdict: .partial, disposal: .terminated)),
        ])
        for harm in ["<script", "[x](", "@everyone", "## b", "\u{202E}", "<!--"] {
            #expect(!text.contains(harm), "\(harm)")
        }
        // Every row of a table has as many cells as its head.
        for row in text.split(separator: "\n") where row.hasPrefix("| `c7i.large#") {
            let bars = row.replacing("\\|", with: "").filter { $0 == "|" }.count
            #expect(bars == 8, "\(row)")
        }
    }

    @Test func `a run of any size fits into the summary of a job`() {
        let cases = (1...20_000).map { InstanceCase(type: "c7i.large", index: $0, of: 20_000) }
        let plan = RunPlan(runID: "r", environment: "ec2", cases: cases)
        let bytes = RunReport(RunHistory([.runBegan(plan, toolVersion: "1", processID: 1)])).renderMarkdown()
        #expect(bytes.count <= 1 << 20)
        #expect(String(decoding: bytes, as: UTF8.self).contains("19800 more are in the other reports."))
    }

    private static func text(of events: [RunEvent]) -> String {
        String(decoding: RunReport(RunHistory(events)).renderMarkdown(), as: UTF8.self)
    }
}
