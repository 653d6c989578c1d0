import Files
import Orchestration
import Reports

/// Follows what was measured through many runs.
struct TrendCommand {
    let tool: Tool
    let source: RunSource

    func perform(_ invocation: Invocation) async throws -> Int {
        let named = invocation.subjects
        let names = named.isEmpty ? nil : try await source.names(for: named)
        var trends: [Trend] = []
        for word in (invocation.value(.metric) ?? Metric.headline.name).split(separator: ",") {
            trends.append(try await follow(Metric.named(String(word)), names, invocation))
        }
        let recommendations = Recommendation.all(for: [], trends: trends)
        tell(trends, recommendations, asJSON: invocation.has(.json))
        if let path = invocation.value(.svg) {
            let plots = trends.flatMap { trend in trend.series.compactMap { TrendPlot($0, of: trend.metric) } }
            try Files.write(Array("\(TrendPlot.sheet(plots))\n".utf8), to: path)
        }
        let areLong = trends.contains { $0.series.contains(where: \.isLongEnough) }
        return areLong ? ExitCode.success : ExitCode.inconclusive
    }

    private func follow(_ metric: Metric, _ names: [String]?, _ invocation: Invocation) async throws -> Trend {
        let pattern = Glob(invocation.value(.followedType) ?? "*")
        let observed = try await source.observations(metric, names)
        let values = observed.values.filter { pattern.matches($0.type) }
        guard !values.isEmpty else { throw nothing(about: metric, observed) }
        var rules = Trend.Rules()
        if let tolerance = invocation.value(.tolerance).flatMap(HistoryWords.share) { rules.tolerance = tolerance }
        let also = invocation.value(.by).flatMap { HistoryWords.groupings($0) } ?? []
        return Trend(
            values,
            of: metric,
            by: [.type] + also.filter { $0 != .type },
            toolVersions: observed.toolVersions,
            rules: rules
        )
    }

    /// What is wrong when there is nothing to follow.
    private func nothing(about metric: Metric, _ observed: RunSource.Observed) -> RunError {
        let types = Set(observed.values.map(\.type)).sorted()
        guard types.isEmpty else {
            return RunError(
                .notFound,
                attempt: "follow \(metric.name) of the types asked for",
                happened: "it was measured only of \(types.joined(separator: ", "))",
                next: "Name one of these with --type."
            )
        }
        let nearest = metric.isKnown ? nil : nearestName(to: metric.name, among: Metric.table.map(\.name))
        return RunError(
            .notFound,
            attempt: "follow \(metric.name) through the runs in \(source.place)",
            happened: observed.toolVersions.isEmpty ? "there are no runs" : "nobody has measured it",
            next: nearest.map { "Did you mean \($0)?" } ?? "See what was measured with `ptp-verify report --json`."
        )
    }

    private func tell(_ trends: [Trend], _ recommendations: [Recommendation], asJSON: Bool) {
        guard asJSON else {
            for line in trends.flatMap(\.lines) { tool.console.write(line) }
            for recommendation in recommendations { tool.console.write("recommended: \(recommendation.line)") }
            return
        }
        let object: JSONObject = [
            "trends": .array(trends.map { .object($0.json) }),
            "recommendations": .array(recommendations.map { .object($0.json) }),
        ]
        tool.console.write(JSONValue.object(object).indented)
    }
}
