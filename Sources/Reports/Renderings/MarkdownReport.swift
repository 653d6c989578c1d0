import Orchestration

extension RunReport {
    /// The report as Markdown, for the summary of a CI job: summary, metrics, success criteria, issues and
    /// recommendations, and every case on a line.
    public func renderMarkdown() -> [UInt8] {
        var report = MarkdownReport(self)
        return report.render()
    }
}

/// Writes what fits into a page of text: no evidence, which stands in the other reports.
private struct MarkdownReport {
    /// More is not accepted as the summary of a job.
    private static let mostBytes = 1 << 20
    /// A page on which nobody finds anything helps nobody.
    private static let mostRows = 200
    /// What says most about a clock.
    private static let headline: Set = [
        "system_time_median", "total_error_bound", "total_error_bound_p99", "phc_error_bound", "root_dispersion",
        "rms_offset", "failed_readings",
    ]

    private let report: RunReport
    private let results: [CaseResults]
    private let digest: RunDigest
    private var text = ""

    init(_ report: RunReport) {
        self.report = report
        results = report.results?.cases ?? []
        digest = report.digest
    }

    mutating func render() -> [UInt8] {
        head()
        summary()
        cases()
        metrics()
        criteria()
        issues()
        recommendations()
        guard text.utf8.count > Self.mostBytes else { return Array(text.utf8) }
        let kept = text.utf8.prefix(Self.mostBytes - 200)
        return Array(kept.prefix(upTo: kept.lastIndex(of: UInt8(ascii: "\n")) ?? kept.startIndex))
            + Array("\n\nCut here: the whole report is in report.json and report.html.\n".utf8)
    }

    private mutating func head() {
        line("# ptp-verify: \(markdown(report.history.plan?.runID ?? "a run without a plan"))")
        line()
        if let pretence = report.pretence {
            line("> **\(pretence.rawValue.uppercased())**: this \(Pretence.worth).")
            line()
        }
        for entry in report.history.ledger.leaks {
            let what = "\(entry.resource.kind.rawValue) \(entry.state.id ?? entry.resource.token)"
            let remedy = ResourceReport(entry, of: report.history.plan).remedy ?? ""
            line("> **May still be there**: \(markdown(what)). Remove it with \(code(remedy))")
            line()
        }
    }

    private mutating func summary() {
        let met = results.count { $0.status == .met }
        line("## Summary")
        line()
        line("**\(met) of \(results.count) as expected**, exit code \(report.history.exitCode).")
        line()
        table(
            ["Environment", "Tool", "Plan", "Started", "Duration"],
            [
                [
                    report.environment ?? "", report.history.toolVersion, report.results?.planDigest ?? "",
                    report.history.startedAt.map { String($0.description.prefix(19)) + "Z" } ?? "",
                    report.duration.map { "\(Int($0.inSeconds)) s" } ?? "",
                ]
            ]
        )
        if let bill = Bill(report.totals.all.billed, of: report.history).line {
            line("\(markdown(bill)).")
            line()
        }
        if report.history.recordedExitCode == nil {
            line("The journal ends before the run does.")
            line()
        }
    }

    private mutating func cases() {
        line("### Cases")
        line()
        // What needs somebody's attention comes first where not all can be shown.
        let shown = results.count > Self.mostRows ? results.filter { $0.status != .met } : results
        table(
            ["Case", "Result", "Verdict", "Zone", "Largest error bound", "Median offset", "Reason"],
            shown.prefix(Self.mostRows).map { result in
                [
                    name(result.planned.id.text),
                    result.status == .met ? "as expected" : "**\(result.status.rawValue)**",
                    result.verdict.rawValue, result.setting.zone ?? "",
                    result.figure("total_error_bound_max").map { Scale.words($0, "s") } ?? "",
                    result.figure("system_time_median").map { Scale.words($0, "s") } ?? "",
                    result.reason ?? "",
                ]
            },
            isMarkup: [0, 1]
        )
        let hidden = results.count - min(shown.count, Self.mostRows)
        if hidden > 0 {
            line("\(hidden) more are in the other reports.")
            line()
        }
    }

    private mutating func metrics() {
        line("## Metrics")
        line()
        table(
            ["Type", "Metric", "Cases", "Minimum", "Median", "Maximum"],
            digest.metrics.filter { Self.headline.contains($0.name) }.prefix(Self.mostRows).map { metric in
                [
                    name(metric.type), name(metric.name), "\(metric.count)",
                    Scale.words(metric.minimum, metric.unit),
                    Scale.words(metric.median, metric.unit),
                    Scale.words(metric.maximum, metric.unit),
                ]
            },
            isMarkup: [0, 1]
        )
    }

    private mutating func criteria() {
        line("## Success criteria")
        line()
        table(
            ["Criterion", "Met", "Detail"],
            digest.criteria.map { [$0.name, $0.isMet.map { $0 ? "yes" : "no" } ?? "nobody could tell", $0.detail] }
        )
    }

    private mutating func issues() {
        line("## Issues")
        line()
        if digest.issues.isEmpty {
            line("None.")
            line()
        }
        for issue in digest.issues.prefix(Self.mostRows) {
            let names = issue.cases.prefix(10).map(name).joined(separator: ", ") + (issue.cases.count > 10 ? " …" : "")
            line("- **\(markdown(issue.id))** \(markdown(issue.cause)), in \(issue.cases.count): \(names)")
            line("  \(markdown(issue.remedy))")
        }
        line()
    }

    private mutating func recommendations() {
        line("## Recommendations")
        line()
        if digest.recommendations.isEmpty { line("None.") }
        for recommendation in digest.recommendations.prefix(Self.mostRows) {
            let about = recommendation.about.map { " \(name($0))" } ?? ""
            let advice = markdown(sentences(recommendation.because, recommendation.text))
            line(
                "- **\(recommendation.rule)**\(about): \(advice)"
            )
        }
        line()
        if !report.blindSpots.isEmpty {
            line("Not exercised: \(markdown(report.blindSpots.map(\.description).joined(separator: "; "))).")
            line()
        }
    }

    // MARK: - Writing

    private func markdown(_ text: String) -> MarkdownText { MarkdownText(report.redaction.apply(text)) }

    private func name(_ text: String) -> String { MarkdownText.name(report.redaction.apply(text)) }

    private func code(_ command: String) -> String { MarkdownText.code(report.redaction.apply(command)) }

    private mutating func line(_ content: String = "") { text += content + "\n" }

    /// - Parameter isMarkup: the columns that are markup of our own.
    private mutating func table(_ head: [String], _ rows: [[String]], isMarkup: Set<Int> = []) {
        guard !rows.isEmpty else {
            line("None.")
            line()
            return
        }
        line("| " + head.joined(separator: " | ") + " |")
        line("|" + String(repeating: " --- |", count: head.count))
        for row in rows {
            let cells = row.enumerated().map { isMarkup.contains($0) ? $1 : markdown($1).description }
            line("| " + cells.joined(separator: " | ") + " |")
        }
        line()
    }
}
