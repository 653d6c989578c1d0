import Orchestration

/// How often each rung held, failed and was not measured, by type.
struct RungTally {
    private struct Count {
        var held = 0
        var failed = 0
        var notMeasured = 0

        var all: Int { held + failed + notMeasured }
    }

    private static let mostRungs = 40

    private var rungs: [(id: String, title: String)] = []
    private var places: [String: Int] = [:]
    private var types: [String] = []
    private var counts: [String: [Int: Count]] = [:]

    /// Counts the proofs of a case in.
    mutating func add(_ checks: [Check], of type: String) {
        if counts[type] == nil { types.append(type) }
        var row = counts[type] ?? [:]
        // In place: with this row in the table, every change of it would copy it.
        counts[type] = [:]
        for check in checks {
            guard let place = place(of: check) else { continue }
            switch check.status {
            case .held: row[place, default: Count()].held += 1
            case .failed: row[place, default: Count()].failed += 1
            case .notMeasured: row[place, default: Count()].notMeasured += 1
            }
        }
        counts[type] = row
    }

    private mutating func place(of check: Check) -> Int? {
        if let place = places[check.id] { return place }
        guard rungs.count < Self.mostRungs else { return nil }
        places[check.id] = rungs.count
        rungs.append((check.id, check.title))
        return rungs.count - 1
    }
}

// MARK: - Matrix

extension RungTally {
    /// Writes the table of types and rungs.
    func write(to page: inout MarkupWriter) {
        guard !rungs.isEmpty else {
            return page.element("p", text: "No case came so far that something could be proven.")
        }
        page.scrolling("type by rung") { page in
            page.element("table", .class("matrix")) { page in
                page.element("caption", .class("seen"), text: "How each rung of the proof came out, by type")
                page.element("thead") { page in
                    page.element("tr") { page in
                        page.element("th", .ours("scope", "col"), text: "Type")
                        for rung in rungs {
                            page.element("th", .ours("scope", "col"), .class("rung")) { page in
                                page.element("span") { $0.told(rung.id, limit: 40) }
                            }
                        }
                    }
                }
                page.element("tbody") { page in
                    for type in types.prefix(HTMLExtent.mostRows) { row(type, &page) }
                }
            }
        }
        page.rest(types.count)
        legend(&page)
    }

    private func row(_ type: String, _ page: inout MarkupWriter) {
        page.element("tr") { page in
            page.element("th", .ours("scope", "row")) { $0.told(type, limit: 100) }
            for place in rungs.indices { cell(counts[type]?[place] ?? Count(), &page) }
        }
    }

    private func cell(_ count: Count, _ page: inout MarkupWriter) {
        let status: Check.Status = count.failed > 0 ? .failed : count.held > 0 ? .held : .notMeasured
        let style: StaticString =
            switch status {
            case .held: "cell good"
            case .failed: "cell bad"
            case .notMeasured: "cell unknown"
            }
        page.element("td", .class(style)) { page in
            page.element("span", .ours("aria-hidden", "true"), text: status.chip.sign)
            let isMixed = count.all > 0 && max(count.held, count.failed, count.notMeasured) < count.all
            if isMixed {
                page.element("small", .ours("aria-hidden", "true"), text: "\(count.held)/\(count.all)")
            }
            let words =
                count.all == 0
                ? "not reached" : "\(count.held) held, \(count.failed) failed, \(count.notMeasured) not measured"
            page.element("span", .class("unseen"), text: words)
        }
    }

    private func legend(_ page: inout MarkupWriter) {
        page.element("p", .class("legend")) { page in
            for (status, words) in [
                (Check.Status.held, "held wherever it was measured"), (.failed, "failed in one case or more"),
                (.notMeasured, "not measured in any case"),
            ] {
                page.element("span") { page in
                    page.element("b", text: status.chip.sign)
                    page.text(" \(words)")
                }
            }
            page.text("2/3: held in two of three cases")
        }
        page.element("details", .class("plain")) { page in
            page.element("summary", text: "What each rung says")
            page.element("dl", .class("facts wide")) { page in
                for rung in rungs { page.fact(rung.id, rung.title) }
            }
        }
    }
}
