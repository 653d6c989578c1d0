import Orchestration

/// A series as a picture that needs nothing else: an SVG element with axes, the runs, their levels and the changes.
public struct TrendPlot: Sendable {
    private static let (width, height) = (720.0, 260.0)
    private static let (left, right, top, bottom) = (80.0, 16.0, 28.0, 36.0)
    private static let ticks = 4

    private let series: TrendSeries
    private let metric: Metric
    private let low: Double
    private let high: Double

    /// A picture of a series; `nil` where it has no runs.
    public init?(_ series: TrendSeries, of metric: Metric) {
        let values = series.points.map(\.value)
        guard let low = values.min(), let high = values.max() else { return nil }
        self.series = series
        self.metric = metric
        // A series that stands still runs through the middle.
        let margin = high > low ? (high - low) * 0.05 : max(abs(high) * 0.1, 1e-12)
        // What cannot be negative is not shown as if it could.
        self.low = low >= 0 ? max(0, low - margin) : low - margin
        self.high = high + margin
    }

    /// Several pictures in one, one below the other.
    public static func sheet(_ plots: [TrendPlot]) -> String {
        let (width, height) = (number(Self.width), number(Self.height * Double(max(1, plots.count))))
        let parts = plots.enumerated().map { $1.element(y: Self.height * Double($0)) }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)">
            \(parts.joined(separator: "\n"))
            </svg>
            """
    }

    /// The picture as an element.
    public var svg: String { element(y: 0) }

    private func element(y: Double) -> String {
        let title = "\(series.name): \(metric.name)"
        let parts =
            ["<title>\(escaped(title))</title>", "<desc>\(escaped(summary))</desc>", Self.style]
            + [text(Self.left, 16, title, "start", "title")] + axes + levels + [runs] + marks
        let (width, height) = (Self.number(Self.width), Self.number(Self.height))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" y="\(Self.number(y))" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" role="img" class="trend">
            \(parts.joined(separator: "\n"))
            </svg>
            """
    }

    private var summary: String {
        let changes =
            series.changes.map { $0.inWords(of: metric) } + (series.drift.map { [$0.inWords(of: metric)] } ?? [])
        let count = series.points.count
        let none = count < TrendSeries.fewestRuns ? "too few to tell a change" : "no change"
        return "\(count) \(count == 1 ? "run" : "runs"); " + (changes.isEmpty ? none : changes.joined(separator: "; "))
    }

    private static let style = """
        <style>
        .trend { font: 12px sans-serif; color: #222; }
        .trend text { fill: currentColor; }
        .trend .title { font-weight: bold; }
        .trend .axis { stroke: currentColor; stroke-width: 1; }
        .trend .grid { stroke: currentColor; stroke-opacity: 0.15; }
        .trend .run { fill: #1f77b4; }
        .trend .level { stroke: #2ca02c; stroke-width: 2; }
        .trend .change { stroke: #d62728; stroke-dasharray: 4 3; }
        @media (prefers-color-scheme: dark) { .trend { color: #ddd; } .trend .run { fill: #6cb4ee; } }
        </style>
        """
}

// MARK: - Parts

extension TrendPlot {
    private var axes: [String] {
        let (end, floor) = (Self.width - Self.right, Self.height - Self.bottom)
        var parts = [
            line((Self.left, Self.top), (Self.left, floor), "axis"), line((Self.left, floor), (end, floor), "axis"),
        ]
        for step in 0...Self.ticks {
            let value = low + (high - low) * Double(step) / Double(Self.ticks)
            parts.append(line((Self.left, y(value)), (end, y(value)), "grid"))
            parts.append(text(Self.left - 6, y(value) + 4, metric.inWords(value), "end"))
        }
        if let first = series.points.first { parts.append(text(Self.left, floor + 18, first.startedAt.day, "start")) }
        if let last = series.points.last, series.points.count > 1 {
            parts.append(text(end, floor + 18, last.startedAt.day, "end"))
        }
        return parts
    }

    private var runs: String {
        shown.map { index in
            let point = series.points[index]
            let (x, y) = (Self.number(x(index)), Self.number(y(point.value)))
            let words = escaped("\(point.runID): \(metric.inWords(point.value))")
            return "<circle class=\"run\" cx=\"\(x)\" cy=\"\(y)\" r=\"2.5\"><title>\(words)</title></circle>"
        }.joined(separator: "\n")
    }

    /// All runs, or of very many the lowest and the highest of each stretch: extremes are never left out.
    private var shown: [Int] {
        let (count, stretches) = (series.points.count, 500)
        guard count > 2 * stretches else { return Array(0..<count) }
        return (0..<stretches).flatMap { stretch -> [Int] in
            let part = (stretch * count / stretches)..<((stretch + 1) * count / stretches)
            let value = { (index: Int) in series.points[index].value }
            let ends = [part.min { value($0) < value($1) }, part.max { value($0) < value($1) }].compactMap(\.self)
            return Set(ends).sorted()
        }
    }

    private var levels: [String] {
        guard !series.changes.isEmpty else { return [] }
        let bounds = [0] + series.changes.map(\.index) + [series.points.count]
        let values = [series.changes[0].before] + series.changes.map(\.after)
        return zip(zip(bounds, bounds.dropFirst()), values).map { part, value in
            line((x(part.0), y(value)), (x(part.1 - 1), y(value)), "level")
        }
    }

    private var marks: [String] {
        series.changes.map { change in
            let place = (x(change.index - 1) + x(change.index)) / 2
            let words = escaped(change.inWords(of: metric))
            let mark = line((place, Self.top), (place, Self.height - Self.bottom), "change", title: words)
            return mark + "\n" + text(place + 4, Self.top + 10, Reports.inWords(change: change.share), "start")
        }
    }
}

// MARK: - Places and shapes

extension TrendPlot {
    private func x(_ index: Int) -> Double {
        let room = Self.width - Self.left - Self.right
        guard series.points.count > 1, let first = series.points.first, let last = series.points.last else {
            return Self.left + room / 2
        }
        let all = (last.startedAt - first.startedAt).inSeconds
        // Simulated runs may all begin at the same moment.
        let share =
            all > 0
            ? (series.points[index].startedAt - first.startedAt).inSeconds / all
            : Double(index) / Double(series.points.count - 1)
        return Self.left + room * share
    }

    private func y(_ value: Double) -> Double {
        Self.height - Self.bottom - (Self.height - Self.top - Self.bottom) * (value - low) / (high - low)
    }

    private func line(
        _ start: (x: Double, y: Double),
        _ end: (x: Double, y: Double),
        _ kind: String,
        title: String? = nil
    ) -> String {
        let place =
            "x1=\"\(Self.number(start.x))\" y1=\"\(Self.number(start.y))\" x2=\"\(Self.number(end.x))\" "
            + "y2=\"\(Self.number(end.y))\""
        guard let title else { return "<line class=\"\(kind)\" \(place)/>" }
        return "<line class=\"\(kind)\" \(place)><title>\(title)</title></line>"
    }

    private func text(_ x: Double, _ y: Double, _ words: String, _ anchor: String, _ kind: String? = nil) -> String {
        let kind = kind.map { " class=\"\($0)\"" } ?? ""
        return "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor)\"\(kind)>"
            + "\(escaped(words))</text>"
    }

    /// A coordinate to a tenth: more nobody sees.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
}

extension Timestamp {
    /// Such as `2026-11-21`.
    fileprivate var day: String { String(description.prefix(10)) }
}

/// A text as it may stand in XML; what may stand nowhere there is replaced.
private func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": output += "&amp;"
        case "<": output += "&lt;"
        case ">": output += "&gt;"
        case "\"": output += "&quot;"
        case "'": output += "&#39;"
        case "\t", "\n", " "..."~": output.unicodeScalars.append(scalar)
        case _ where scalar.value < 0xa0 || scalar.value & 0xfffe == 0xfffe: output += "\u{fffd}"
        case _: output.unicodeScalars.append(scalar)
        }
    }
    return output
}
