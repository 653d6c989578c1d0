import Orchestration

/// What a reader wants to know after all cases.
struct HTMLAppendix {
    let report: RunReport

    private var history: RunHistory { report.history }

    func write(to page: inout MarkupWriter) {
        limits(&page)
        cleanup(&page)
        configuration(&page)
        notes(&page)
    }

    private func limits(_ page: inout MarkupWriter) {
        page.section("limits", "Not exercised") { page in
            let spots = report.blindSpots
            guard !spots.isEmpty else {
                return page.element("p", text: "Nothing is known that a run of this kind could not show.")
            }
            page.element("p", text: "Whatever this run found, it could not show:")
            page.element("ul") { page in for spot in spots { page.element("li", text: spot.description) } }
        }
    }

    private func cleanup(_ page: inout MarkupWriter) {
        page.section("cleanup", "Cleanup") { page in
            let ledger = history.ledger
            let gone = ledger.all.count { $0.state == .gone }
            page.element("dl", .class("facts")) { page in
                page.fact("Made", "\(ledger.all.count)")
                page.fact("Confirmed to be gone", "\(gone)")
                page.fact("Kept on purpose", "\(ledger.kept.count)")
                page.fact("Not confirmed") { page in
                    page.number(ledger.leaks.count)
                    if !ledger.leaks.isEmpty {
                        page.element("b", .class("bad-text"), text: " \u{2717} see the top of the page")
                    }
                }
            }
            shared(ledger.entries(of: nil), &page)
        }
    }

    private func shared(_ entries: [Ledger.Entry], _ page: inout MarkupWriter) {
        guard !entries.isEmpty else { return }
        page.table("Made for the whole run", ["Kind", "Name", "State"], numbers: []) { page in
            for entry in entries.prefix(HTMLExtent.mostRows) {
                page.element("tr") { page in
                    page.element("th", .ours("scope", "row"), text: entry.resource.kind.rawValue)
                    page.element("td") { $0.element("code", told: entry.state.id ?? entry.resource.token) }
                    page.element("td", told: entry.state.words)
                }
            }
        }
    }

    private func configuration(_ page: inout MarkupWriter) {
        page.section("configuration", "Configuration") { page in
            let settings = history.plan?.configuration ?? []
            guard !settings.isEmpty else { return page.element("p", text: "The plan tells no settings.") }
            page.table("What was in force, and where it came from", ["Setting", "Value", "Source"], numbers: []) {
                page in
                for setting in settings.prefix(HTMLExtent.mostRows) {
                    page.element("tr") { page in
                        page.element("th", .ours("scope", "row")) { $0.element("code", told: setting.key) }
                        page.element("td", told: setting.value)
                        page.element("td", .class("soft"), told: setting.source)
                    }
                }
            }
            page.rest(settings.count)
        }
    }

    private func notes(_ page: inout MarkupWriter) {
        page.section("notes", "Notes") { page in
            guard !history.notes.isEmpty else { return page.element("p", text: "There are none.") }
            page.element("ul") { page in
                for note in history.notes.prefix(HTMLExtent.mostRows) { page.element("li", told: note) }
            }
            page.rest(history.notes.count)
        }
    }
}
