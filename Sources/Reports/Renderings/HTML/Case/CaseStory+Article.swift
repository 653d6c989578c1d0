import Orchestration

extension CaseStory {
    /// How a case is told.
    struct Telling {
        /// With plots and evidence.
        let isWhole: Bool
        /// Open when the page is opened.
        let isOpen: Bool
        /// How many bytes of an output are shown.
        let outputLimit: Int
        let series: SeriesReader
    }

    /// Writes the section of the case.
    func write(to page: inout MarkupWriter, _ telling: Telling) {
        let style: StaticString = outcome.status == .met ? "case met" : "case other"
        let attributes: [MarkupAttribute] =
            [.class(style), .id(.caseNumber(number))] + (telling.isOpen ? [.ours("open", "open")] : [])
        page.element("details", attributes) { page in
            page.element("summary") { page in
                page.element("h3", told: planned.description)
                page.element("span", .class("chips")) { page in
                    outcome.status.chip.write(to: &page)
                    outcome.verdict.chip.write(to: &page)
                }
                if let seconds { page.element("span", .class("took"), text: TimeWords.duration(seconds)) }
                if let reason { page.element("span", .class("reason")) { $0.told(reason, limit: 400) } }
            }
            page.element("div", .class("body")) { page in body(&page, telling) }
        }
        page.newline()
    }

    /// What helps comes first: the cause and what to do; then what was seen, and at the end where it comes from.
    private func body(_ page: inout MarkupWriter, _ telling: Telling) {
        if let reason { page.element("p", .class("lead"), told: reason) }
        writeFailure(to: &page)
        writeFindings(to: &page)
        writeFacts(to: &page, isWhole: telling.isWhole)
        guard telling.isWhole else { return writeRungsInShort(to: &page) }
        if let result {
            let plots = telling.series(result)
            if !plots.isEmpty {
                page.element("section", .class("plots"), .label("plots")) { page in
                    for (place, series) in plots.enumerated() {
                        Plot(series).write(to: &page, place: place + 1, of: number)
                    }
                }
            }
        }
        writeRungs(to: &page)
        writeSetUp(to: &page)
        writeFigures(to: &page)
        writeStages(to: &page)
        writeResources(to: &page)
        writeEvidence(to: &page, limit: telling.outputLimit)
    }
}

// MARK: - Causes

extension CaseStory {
    private func writeFailure(to page: inout MarkupWriter) {
        guard let failure = outcome.failure else { return }
        page.element("div", .class("finding bad-edge")) { page in
            page.element("h4") { page in
                page.text("Why there is no verdict ")
                page.element("code", text: failure.code.rawValue)
            }
            page.element("p") { page in
                page.told(failure.attempt)
                page.text(": ")
                page.told(failure.happened)
            }
            page.element("p", .class("remedy")) { page in
                page.element("b", text: "What to do: ")
                page.told(failure.next)
            }
        }
    }

    private func writeFindings(to page: inout MarkupWriter) {
        for finding in history.findings.prefix(HTMLExtent.mostRows) {
            let style: StaticString = finding.severity == .cause ? "finding bad-edge" : "finding"
            page.element("div", .class(style)) { page in
                page.element("h4") { page in
                    finding.severity.chip.write(to: &page)
                    page.text(" ")
                    page.element("code", told: finding.id)
                }
                page.element("p", .class("cause"), told: finding.cause)
                page.element("p", .class("remedy")) { page in
                    page.element("b", text: "What to do: ")
                    page.told(finding.remedy)
                }
                guard !finding.evidence.isEmpty else { return }
                page.element("ul", .class("lines")) { page in
                    for line in finding.evidence.prefix(12) {
                        page.element("li") { $0.element("code") { $0.told(line, limit: 500) } }
                    }
                    let rest = finding.evidence.count - 12
                    if rest > 0 { page.element("li", .class("cut"), text: "and \(rest) more in report.json") }
                }
            }
        }
    }
}
