import Orchestration

/// What the cases come to together, counted while each of them is told.
struct HTMLTally {
    /// Cases that have something in common.
    struct Group {
        private(set) var planned = 0
        private(set) var met = 0
        private(set) var supported = 0
        private(set) var seconds = 0
        private(set) var money = Money.zero
        private(set) var isPriced = false

        fileprivate mutating func add(_ outcome: CaseOutcome, _ expense: Expense) {
            planned += 1
            met += outcome.status == .met ? 1 : 0
            supported += outcome.verdict == .supported ? 1 : 0
            seconds += expense.seconds
            money = money + expense.money
            isPriced = isPriced || expense.isPriced
        }
    }

    /// Groups by name, first seen first.
    struct Groups {
        private(set) var names: [String] = []
        private var groups: [String: Group] = [:]

        fileprivate mutating func add(_ name: String?, _ outcome: CaseOutcome, _ expense: Expense) {
            let name = name ?? "not known"
            if groups[name] == nil { names.append(name) }
            groups[name, default: Group()].add(outcome, expense)
        }

        subscript(name: String) -> Group { groups[name] ?? Group() }
    }

    private(set) var verdicts: [Verdict: Int] = [:]
    private(set) var types = Groups()
    private(set) var families = Groups()
    private(set) var zones = Groups()
    private(set) var architectures = Groups()
    /// How often each rung came out how, by type.
    private(set) var rungs = RungTally()

    /// Counts a case in.
    mutating func add(_ story: CaseStory) {
        let outcome = story.outcome
        let expense = story.run.billedTime(of: [story.history]).expense
        verdicts[outcome.verdict, default: 0] += 1
        types.add(story.planned.type, outcome, expense)
        families.add(story.planned.family, outcome, expense)
        zones.add(story.zone, outcome, expense)
        architectures.add(story.architecture, outcome, expense)
        rungs.add(story.checks, of: story.planned.type)
    }
}

// MARK: - Summary

extension HTMLTally {
    /// Writes the summary.
    func write(to page: inout MarkupWriter, of history: RunHistory) {
        page.section("summary", "Summary") { page in
            let total = history.cases.count
            page.element("ul", .class("tiles"), .label("verdicts")) { page in
                for verdict in Verdict.allCases {
                    page.element("li") { page in
                        page.element("b") { $0.number(verdicts[verdict] ?? 0) }
                        verdict.chip.write(to: &page)
                    }
                }
            }
            bar(total, &page)
            table("By type", "Type", types, &page)
            page.element("div", .class("columns")) { page in
                table("By family", "Family", families, &page)
                table("By zone", "Zone", zones, &page)
                table("By architecture", "Architecture", architectures, &page)
            }
        }
    }

    private func bar(_ total: Int, _ page: inout MarkupWriter) {
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

    private func table(_ caption: String, _ heading: String, _ groups: Groups, _ page: inout MarkupWriter) {
        page.table(caption, [heading], numbers: ["Supported", "As expected", "Billed", "Cost"]) { page in
            for name in groups.names.prefix(HTMLExtent.mostRows) {
                let group = groups[name]
                page.element("tr") { page in
                    page.element("th", .ours("scope", "row")) { $0.told(name, limit: 200) }
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
                    let seconds = group.seconds > 0 ? "\(Decimals.grouped(Int64(group.seconds))) s" : "\u{2013}"
                    page.element("td", .class("number"), text: seconds)
                    page.element("td", .class("number"), text: group.isPriced ? "$\(group.money)" : "\u{2013}")
                }
            }
        }
        page.rest(groups.names.count)
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
