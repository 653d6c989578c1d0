import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct HTMLPageTests {
    @Test func `the page is whole wherever the run is cut`() throws {
        for count in 0...Sample.events.count {
            let history = RunHistory(Array(Sample.events.prefix(count)))
            let page = try HTMLOutline(RunReport(history).renderHTML())
            #expect(page.text.contains("exit code \(history.exitCode)"), "after \(count) events")
            #expect(page.text.contains("The journal ends before the run does.") == (count < Sample.events.count))
            #expect(page.text.contains("May still be running, and cost money") == !history.ledger.leaks.isEmpty)
        }
    }

    @Test func `the page says what the run came to, and what is to be done`() throws {
        let text = try HTMLOutline(RunReport(RunHistory(Sample.events)).renderHTML()).text
        for words in [
            "SIMULATED", "proves nothing about real hardware", "Something may still be running", "1/2 supported",
            "aws ec2 terminate-instances i-2", "the driver is old", "Build a newer one", "as expected",
            "not as expected",
            "1 of 3 cases are as expected.", "stopped",
        ] { #expect(text.contains(words), "missing: \(words)") }
        let remedy = try #require(text.firstRange(of: "aws ec2 terminate"))
        let heading = try #require(text.firstRange(of: "Run "))
        #expect(remedy.lowerBound < heading.lowerBound)
    }

    @Test func `nothing may be fetched, and nothing needs to be`() throws {
        let page = try HTMLOutline(RunReport(RunHistory(Sample.events)).renderHTML())
        #expect(page.values["content"]?.first == "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        #expect(page.values["src"] == nil)
        #expect(page.values["href"]?.allSatisfy { $0.hasPrefix("#") || $0 == "data:," } == true)
        #expect(page.values["lang"] == ["en"])
    }

    @Test func `every link leads somewhere, and no two places have one name`() throws {
        let page = try HTMLOutline(RunReport(RunHistory(Sample.events)).renderHTML())
        let names = page.values["id"] ?? []
        #expect(Set(names).count == names.count)
        let links = (page.values["href"] ?? []).filter { $0 != "data:," }.map { String($0.dropFirst()) }
        #expect(Set(links).isSubset(of: names))
        let labels = (page.values["aria-labelledby"] ?? []) + (page.values["aria-describedby"] ?? [])
        #expect(Set(labels).isSubset(of: names))
    }

    @Test func `headings go down one level at a time, and every table has a caption and headings`() throws {
        let tags = try HTMLOutline(RunReport(RunHistory(Sample.events)).renderHTML()).tags.map {
            $0.split(separator: " ")
        }
        let levels = tags.compactMap { tag in tag[0].count == 2 && tag[0].first == "h" ? Int(tag[0].dropFirst()) : nil }
        #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
        #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(levels)")
        #expect(tags.count { $0[0] == "table" } == tags.count { $0[0] == "caption" })
        #expect(tags.allSatisfy { $0[0] != "th" || $0.contains("scope") })
        #expect(tags.allSatisfy { $0[0] != "svg" || $0.contains("role") || $0.contains("aria-hidden") })
    }

    @Test func `a large run is told in short where it is as expected, and the page says so`() throws {
        let page = Self.page(met: 300, notMet: 250)
        let outline = try HTMLOutline(page)
        #expect(outline.text.contains("Plots, evidence, figures and set-up are shown for 200 of its cases"))
        #expect(outline.values["data-points"]?.count == 200)
        #expect(outline.tags.count { $0.hasPrefix("details class id") } == 550)
        #expect(outline.tags.count { $0 == "details class id open" } == 3)
        let small = try HTMLOutline(Self.page(met: 150, notMet: 50))
        #expect(!small.text.contains("This run is large") && small.values["data-points"]?.count == 200)
    }

    private static func page(met: Int, notMet: Int) -> [UInt8] {
        let cases = (1...met + notMet).map { InstanceCase(type: "c7i.large", index: $0, of: met + notMet) }
        let plan = RunPlan(runID: "r", environment: "ec2", cases: cases)
        let events = cases.enumerated().flatMap { index, planned -> [RunEvent] in
            let verdict: Verdict = index < met ? .supported : .partial
            let status: CaseOutcome.Status = index < met ? .met : .notMet
            return [
                .executed(planned.id, .scripted(verdict)),
                .caseEnded(planned.id, CaseOutcome(status: status, verdict: verdict, disposal: .neverMade)),
            ]
        }
        let series = CaseSeries(name: "a", title: "A", unit: "s", points: [.init(seconds: 0, value: 1)])
        let history = RunHistory([.runBegan(plan, toolVersion: "1", processID: 1)] + events)
        return RunReport(history) { _ in [series] }.renderHTML()
    }
}
