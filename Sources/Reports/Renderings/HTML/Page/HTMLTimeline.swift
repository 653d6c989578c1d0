import Orchestration

/// When each case was in which stage.
struct HTMLTimeline {
    /// So many bars can still be told apart.
    private static let most = 200

    private let history: RunHistory
    private let start: Timestamp
    private let axis: Axis

    init(_ history: RunHistory) {
        self.history = history
        let start = history.startedAt ?? Timestamp(nanoseconds: 0)
        self.start = start
        let end = history.lastAt.map { ($0 - start).inSeconds } ?? 0
        axis = Axis(seconds: 0...max(1e-3, end))
    }

    func write(to page: inout MarkupWriter) {
        page.section("timeline", "Timeline") { page in
            let indices = history.cases.indices.filter { !history.cases[$0].steps.isEmpty }
            guard !indices.isEmpty else { return page.element("p", text: "No case was begun.") }
            legend(&page)
            page.element(
                "div",
                .class("timeline"),
                .ours("role", "group"),
                .ours("tabindex", "0"),
                .label("stages of the cases over time")
            ) { page in
                page.element("ol") { page in
                    for index in indices.prefix(Self.most) { bar(index, &page) }
                }
                page.element("div", .class("x"), .ours("aria-hidden", "true")) { page in
                    for tick in axis.ticks {
                        page.element("span", .place("left", axis.share(tick.value)), text: tick.words)
                    }
                }
            }
            page.rest(indices.count, of: Self.most)
        }
    }

    private func legend(_ page: inout MarkupWriter) {
        let seen = Set(history.cases.lazy.flatMap(\.steps).map(\.stage))
        page.element("p", .class("legend")) { page in
            for stage in CaseStage.allCases where seen.contains(stage) {
                guard let style = stage.style else { continue }
                page.element("span") { page in
                    page.element(
                        "svg",
                        .class("key"),
                        .ours("aria-hidden", "true"),
                        .ours("viewBox", "0 0 12 12")
                    ) { page in rect(stage, style, from: 0, to: 12, &page) }
                    page.text(" \(stage.rawValue)")
                }
            }
        }
    }

    private func bar(_ index: Int, _ page: inout MarkupWriter) {
        let story = history.cases[index]
        let stages = CaseTimes(story, until: history.lastAt).stages
        page.element("li") { page in
            page.element("a", .link(.caseNumber(index + 1))) { $0.told(story.instanceCase.id.text, limit: 60) }
            let words = stages.filter { $0.stage.style != nil }.map {
                "\($0.stage.rawValue) \(TimeWords.duration($0.seconds))"
            }
            page.element(
                "svg",
                .ours("role", "img"),
                .label("\(story.instanceCase.id): \(words.joined(separator: ", "))"),
                .ours("viewBox", "0 0 1000 12"),
                .ours("preserveAspectRatio", "none")
            ) { page in
                for stage in stages {
                    guard let style = stage.stage.style else { continue }
                    let from = (stage.at - start).inSeconds
                    let (left, right) = (place(from), place(from + stage.seconds))
                    rect(stage.stage, style, from: left, to: max(left + 1, right), &page)
                }
            }
        }
        page.newline()
    }

    private func place(_ seconds: Double) -> Int { Int((min(max(axis.share(seconds), 0), 1) * 1000).rounded()) }

    /// The stages differ in height as well as in colour.
    private func rect(
        _ stage: CaseStage,
        _ style: StaticString,
        from left: Int,
        to right: Int,
        _ page: inout MarkupWriter
    ) {
        let (top, height): (StaticString, StaticString) =
            switch stage {
            case .planned, .ended, .executing, .analyzing: ("0", "12")
            case .provisioning: ("3", "6")
            case .held, .keeping: ("5", "2")
            case .releasing: ("6", "6")
            }
        page.element(
            "rect",
            .class(style),
            .count("x", left),
            .ours("y", top),
            .count("width", right - left),
            .ours("height", height)
        ) { $0.element("title", text: stage.rawValue) }
    }
}

/// How long a case was in which stage.
struct CaseTimes {
    /// The stages with when they began and how long they took, in seconds.
    let stages: [(stage: CaseStage, at: Timestamp, seconds: Double)]

    init(_ history: CaseHistory, until last: Timestamp?) {
        let steps = history.steps
        stages = steps.indices.map { index in
            let end = index + 1 < steps.count ? steps[index + 1].at : last ?? steps[index].at
            let isOver = steps[index].stage == .ended
            return (steps[index].stage, steps[index].at, isOver ? 0 : max(0, (end - steps[index].at).inSeconds))
        }
    }
}
