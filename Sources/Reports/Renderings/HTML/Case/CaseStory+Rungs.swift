import Orchestration

extension CaseStory {
    /// The proofs with what was seen, each with the way to what it rests on.
    func writeRungs(to page: inout MarkupWriter) {
        guard !checks.isEmpty else { return }
        var places: [String: Int] = [:]
        for (index, evidence) in (result?.evidence ?? []).prefix(HTMLExtent.mostRows).enumerated() {
            places[evidence.id] = index + 1
        }
        page.element("section") { page in
            page.element("h4", text: "Proof, rung by rung")
            page.element("ol", .class("rungs")) { page in
                for check in checks.prefix(HTMLExtent.mostRows) {
                    page.element("li") { page in rung(check, places, &page) }
                }
            }
        }
    }

    private func rung(_ check: Check, _ places: [String: Int], _ page: inout MarkupWriter) {
        page.element("div") { page in check.status.chip.write(to: &page) }
        page.element("div") { page in
            page.element("b", told: check.title)
            page.text(" ")
            page.element("code", told: check.id)
            foundation(check, places, &page)
        }
    }

    /// What was seen, and where.
    private func foundation(_ check: Check, _ places: [String: Int], _ page: inout MarkupWriter) {
        if !check.detail.isEmpty { page.element("p", told: check.detail) }
        let links = check.evidence.compactMap { id in places[id].map { (id, $0) } }
        guard !links.isEmpty else { return }
        page.element("p", .class("soft")) { page in
            page.text("rests on ")
            for (index, link) in links.enumerated() {
                if index > 0 { page.text(", ") }
                page.element("a", .link(.evidence(link.1, of: number)), told: link.0)
            }
        }
    }

    /// The proofs by how they came out, for cases of which no more is told.
    func writeRungsInShort(to page: inout MarkupWriter) {
        for status in Check.Status.allCases {
            let ids = checks.filter { $0.status == status }.prefix(40).map(\.id)
            guard !ids.isEmpty else { continue }
            page.element("p") { page in
                status.chip.write(to: &page)
                page.text(" ")
                page.told(ids.joined(separator: ", "))
            }
        }
    }

    /// What was changed on the host, and what stood in the way.
    func writeSetUp(to page: inout MarkupWriter) {
        let parts = [("steps", "Steps"), ("changes", "What is changed on the host"), ("obstacles", "In the way")]
        let lists = parts.map { ($0.1, (metadata[$0.0]?.array ?? []).map(\.words)) }.filter { !$0.1.isEmpty }
        guard !lists.isEmpty else { return }
        page.element("section") { page in
            page.element("h4", text: "Set-up")
            for (title, lines) in lists {
                page.element("p", .class("soft"), text: title)
                page.element("ul", .class("lines")) { page in
                    for line in lines.prefix(100) { page.element("li") { $0.element("code", told: line) } }
                }
            }
        }
    }
}
