import Orchestration

extension RunReport {
    /// The report as one page for a browser, which needs nothing else: no network, no script, no second file.
    ///
    /// Of large runs the cases that are as expected are told in short, and the page says so.
    public func renderHTML() -> [UInt8] {
        var page = HTMLPage(self)
        return page.render()
    }
}

/// The page of a run.
struct HTMLPage {
    let report: RunReport
    let extent: HTMLExtent
    /// How often each rung came out how, by type.
    private var rungs = RungTally()
    private var cases: MarkupWriter

    init(_ report: RunReport) {
        self.report = report
        cases = MarkupWriter(hiding: report.redaction)
        extent = HTMLExtent(report.history.outcomes)
    }

    var history: RunHistory { report.history }
    /// What the run is called.
    var name: String { history.plan?.runID ?? "a run without a plan" }

    /// Writes all of it.
    ///
    /// The cases first, although they come last: their rungs are counted on the way, and each is read only once.
    mutating func render() -> [UInt8] {
        for (index, history) in history.cases.enumerated() {
            let told = CaseReport(history, of: self.history)
            let story = CaseStory(index + 1, told, of: self.history)
            rungs.add(story.checks, of: story.planned.type)
            story.write(
                to: &cases,
                CaseStory.Telling(
                    isWhole: extent.isWhole(index),
                    isOpen: extent.isOpen(index),
                    outputLimit: extent.outputLimit,
                    series: report.series
                )
            )
        }
        var page = MarkupWriter(hiding: report.redaction, reserving: cases.bytes.count + 65536)
        page.markup("<!DOCTYPE html>\n")
        page.element("html", .ours("lang", "en")) { page in
            head(&page)
            page.element("body") { page in body(&page) }
        }
        page.newline()
        return page.bytes
    }

    private func head(_ page: inout MarkupWriter) {
        page.element("head") { page in
            page.markup(
                """
                <meta charset="utf-8"/>
                <meta http-equiv="Content-Security-Policy" \
                content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="referrer" content="no-referrer"/>
                <link rel="icon" href="data:,"/>

                """
            )
            let mark = report.pretence.map { " (\($0.rawValue))" } ?? ""
            page.element("title", text: "\(name)\(mark) - exit code \(history.exitCode) - ptp-verify")
            page.element("style") { page in for sheet in HTMLStyle.sheets { page.markup(sheet) } }
        }
        page.newline()
    }

    private func body(_ page: inout MarkupWriter) {
        page.markup("<a class=\"skip\" href=\"#results\">Skip to the results</a>\n")
        HTMLHeader(report: report, name: name).write(to: &page)
        page.element("main", .id(.part("results"))) { page in
            HTMLTotals(report.totals).write(to: &page)
            page.section("proof", "Proof by type and rung") { page in rungs.write(to: &page) }
            recommend(&page)
            HTMLTimeline(history).write(to: &page)
            writeCases(to: &page)
            HTMLAppendix(report: report).write(to: &page)
        }
        page.element("footer") { page in
            page.element(
                "p",
                text: """
                    Made by ptp-verify \(history.toolVersion) from the run's journal. report.json and report.yaml \
                    beside this page tell the same to programs.
                    """
            )
        }
    }

    private func recommend(_ page: inout MarkupWriter) {
        let advice = report.digest.recommendations
        page.section("advice", "Recommendations") { page in
            guard !advice.isEmpty else { return page.element("p", text: "None.") }
            page.element("ul") { page in
                for recommendation in advice.prefix(HTMLExtent.mostRows) {
                    page.element("li") { page in
                        page.element("b", text: recommendation.rule)
                        page.text(" ")
                        if let about = recommendation.about {
                            page.element("code", told: about)
                            page.text(" ")
                        }
                        page.told(sentences(recommendation.because, recommendation.text))
                    }
                }
            }
        }
    }

    private func writeCases(to page: inout MarkupWriter) {
        page.section("cases", "Cases") { page in
            if let remark = extent.remark { page.element("p", .class("note"), text: remark) }
            let others = history.outcomes.count { $0.status != .met }
            if others > 0, others < history.cases.count {
                page.markup(
                    """
                    <fieldset class="show"><legend class="unseen">Which cases to show</legend>\
                    <label><input type="radio" name="show" id="show-all" checked="checked"/> all</label>\
                    <label><input type="radio" name="show" id="show-others"/> only those not as expected</label>\
                    </fieldset>

                    """
                )
            }
            page.element("div", .class(extent.isWhole ? "cases" : "cases many")) { $0.append(cases) }
            if history.cases.isEmpty { page.element("p", text: "No case was planned.") }
        }
    }
}
