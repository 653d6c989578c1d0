import Orchestration

/// The summary of the page: what the cases came to together.
struct HTMLTotals {
    private let totals: RunTotals

    init(_ totals: RunTotals) { self.totals = totals }

    /// Writes the summary.
    func write(to page: inout MarkupWriter) {
        page.section("summary", "Summary") { page in
            page.element("ul", .class("tiles"), .label("verdicts")) { page in
                for verdict in Verdict.allCases {
                    page.element("li") { page in
                        page.element("b") { $0.number(totals.verdicts[verdict] ?? 0) }
                        verdict.chip.write(to: &page)
                    }
                }
            }
            bar(&page)
            table("By type", "Type", totals.types, &page)
            page.element("div", .class("columns")) { page in
                table("By family", "Family", totals.families, &page)
                table("By zone", "Zone", totals.zones, &page)
                table("By architecture", "Architecture", totals.architectures, &page)
            }
        }
    }

    private func bar(_ page: inout MarkupWriter) {
        let (total, verdicts) = (totals.all.planned, totals.verdicts)
        guard total > 0 else { return }
        let words = Verdict.allCases.map { "\(verdicts[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
        page.element(
            "svg",
            .class("share"),
            .ours("role", "img"),
            .label("verdicts of \(total) cases: \(words)"),
            .ours("viewBox", "0 0 1000 10"),
            .ours("preserveAspectRatio", "none")
        ) { page in
            var sum = 0
            for verdict in Verdict.allCases {
                let count = verdicts[verdict] ?? 0
                let (start, end) = (sum * 1000 / total, (sum + count) * 1000 / total)
                sum += count
                guard end > start else { continue }
                page.empty(
                    "rect",
                    .class(verdict.bar),
                    .count("x", start),
                    .count("width", end - start),
                    .ours("height", "10")
                )
            }
        }
    }

    private func table(_ caption: String, _ heading: String, _ groups: RunTotals.Groups, _ page: inout MarkupWriter) {
        page.table(caption, [heading], numbers: ["Supported", "As expected", "Billed", "Cost"]) { page in
            for (name, group) in groups.all.prefix(HTMLExtent.mostRows) {
                let expense = group.billed.expense
                page.element("tr") { page in
                    page.element("th", .ours("scope", "row")) { $0.told(name ?? "not known", limit: 200) }
                    page.element("td", .class("number"), text: "\(group.supported)/\(group.planned) supported")
                    page.element("td", .class("number")) { page in
                        page.text("\(group.met)/\(group.planned) ")
                        let isGood = group.met == group.planned
                        page.element(
                            "span",
                            .class(isGood ? "good-text" : "bad-text"),
                            .ours("aria-hidden", "true"),
                            text: isGood ? "\u{2713}" : "\u{2717}"
                        )
                    }
                    let seconds = expense.seconds > 0 ? "\(Decimals.grouped(Int64(expense.seconds))) s" : "\u{2013}"
                    page.element("td", .class("number"), text: seconds)
                    page.element("td", .class("number"), text: expense.isPriced ? "$\(expense.money)" : "\u{2013}")
                }
            }
        }
        page.rest(groups.all.count)
    }
}

extension MarkupWriter {
    /// Says how much of a long list is left out, if anything is.
    mutating func rest(_ count: Int, of most: Int = HTMLExtent.mostRows) {
        guard count > most else { return }
        element("p", .class("cut"), text: "The first \(most) of \(count) are shown; report.json has all.")
    }
}

extension Verdict {
    fileprivate var bar: StaticString {
        switch self {
        case .supported: "supported"
        case .partial: "partial"
        case .unsupported: "unsupported"
        case .inconclusive: "unknown"
        }
    }
}
