import Orchestration

extension Trend {
    /// How wide the small plots are.
    private static let plotWidth = 60

    /// The trend for people.
    public var lines: [String] {
        let groups = grouping.map(\.rawValue).joined(separator: " and ")
        guard !series.isEmpty else { return ["\(metric.name): nobody has measured it"] }
        let notes = environments.compactMap { Pretence(rawValue: $0) }.map { pretence in
            let order = "; runs of a fresh simulated cloud begin at one moment and stand in the order of their names"
            return "note: \(pretence.rawValue.uppercased()) evidence \(Pretence.worth)"
                + (pretence == .simulated ? order : "")
        }
        return ["\(metric.name) by \(groups), median of each run"] + notes
            + series.flatMap(lines).map(ConsoleReporter.printable)
    }

    private func lines(_ series: TrendSeries) -> [String] {
        let values = SortedValues(series.points.map(\.value))
        guard let low = values.sorted.first, let high = values.sorted.last, let median = values.median else {
            return []
        }
        let count = series.points.count == 1 ? "1 run" : "\(series.points.count) runs"
        let range = "from \(metric.inWords(low)) to \(metric.inWords(high)), median \(metric.inWords(median))"
        var lines = ["\(series.name): \(count), \(range)"]
        if series.points.count > 1 {
            lines.append("  \(sparkline(series.points.map(\.value), width: Self.plotWidth))")
        }
        guard series.isLongEnough else {
            return lines + ["  too few runs to tell a change: \(TrendSeries.fewestRuns) are needed"]
        }
        lines += series.changes.map { "  \($0.inWords(of: metric))" }
        if let drift = series.drift { lines.append("  \(drift.inWords(of: metric))") }
        return lines + (series.changes.isEmpty && series.drift == nil ? ["  no change"] : [])
    }
}

extension TrendSeries.Change {
    func inWords(of metric: Metric) -> String {
        let with = shifts.map { "\($0.what.rawValue) \($0.before) -> \($0.after)" }.joined(separator: ", ")
        return (judgement.map { "\($0.rawValue)" } ?? "other") + " from \(startedAt.toTheSecond) (\(runID)) on: "
            + "\(metric.inWords(before)) -> \(metric.inWords(after)) (\(Reports.inWords(change: share))), "
            + Reports.inWords(p: p) + (with.isEmpty ? "" : "; together with \(with)")
    }
}

extension TrendSeries.Drift {
    func inWords(of metric: Metric) -> String {
        "\(judgement?.rawValue ?? "other") little by little: \(Reports.inWords(change: share)) in all, "
            + "\(perDay > 0 ? "+" : "")\(metric.inWords(perDay)) a day, \(Reports.inWords(p: p))"
    }
}

extension Timestamp {
    /// Such as `2026-11-21T12:21:55Z`.
    var toTheSecond: String { "\(description.prefix(19))Z" }
}

/// Values as a line of bars; where many share a bar, it shows the one that is farthest from the middle.
func sparkline(_ values: [Double], width: Int) -> String {
    let bars = Array("\u{2581}\u{2582}\u{2583}\u{2584}\u{2585}\u{2586}\u{2587}\u{2588}")
    guard let median = SortedValues(values).median, let low = values.min(), let high = values.max(), width > 0 else {
        return ""
    }
    let count = min(width, values.count)
    let heights = (0..<count).map { column in
        let part = values[(column * values.count / count)..<((column + 1) * values.count / count)]
        return part.max { abs($0 - median) < abs($1 - median) } ?? median
    }
    return String(
        heights.map { value in
            guard high > low else { return bars[bars.count / 2] }
            return bars[min(Int((value - low) / (high - low) * Double(bars.count)), bars.count - 1)]
        }
    )
}
