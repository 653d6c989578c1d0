import Orchestration
import Reports

/// Tells what became better or worse between runs.
struct CompareCommand {
    let tool: Tool
    let source: RunSource

    func perform(_ invocation: Invocation) async throws -> Int {
        let (before, after) = try Self.sides(invocation.subjects)
        let baseline = try await runs(before)
        let candidate = after.isEmpty ? [try await newest(besides: baseline)] : try await runs(after)
        var rules = Comparison.Rules()
        rules.allowsMixing = invocation.has(.mixed)
        if let tolerance = invocation.value(.tolerance).flatMap(HistoryWords.share) { rules.tolerance = tolerance }
        let comparison = try Comparison(baseline: baseline, candidate: candidate, rules: rules)
        let recommendations = Recommendation.all(for: [], comparison: comparison)
        if invocation.has(.json) {
            var object = comparison.json
            object["recommendations"] = .array(recommendations.map { .object($0.json) })
            tool.console.write(JSONValue.object(object).indented)
        } else {
            for line in comparison.lines(isComplete: invocation.has(.all)) { tool.console.write(line) }
            for recommendation in recommendations { tool.console.write("recommended: \(recommendation.line)") }
        }
        return comparison.exitCode
    }

    /// What stands on either side.
    static func sides(_ words: [String]) throws -> (before: [String], after: [String]) {
        guard let first = words.first, first != HistoryWords.separator else {
            throw UsageError(problems: ["a baseline is missing: \(ToolCommand.compare.usage)"])
        }
        guard let place = words.firstIndex(of: HistoryWords.separator) else {
            return ([first], Array(words.dropFirst()))
        }
        let after = Array(words[(place + 1)...])
        guard !after.isEmpty else {
            throw UsageError(problems: ["with what? \(ToolCommand.compare.usage)"])
        }
        guard !after.contains(HistoryWords.separator) else {
            throw UsageError(problems: ["there are only two sides: \(ToolCommand.compare.usage)"])
        }
        return (Array(words[..<place]), after)
    }

    private func runs(_ words: [String]) async throws -> [RunResults] {
        var runs: [RunResults] = []
        for name in try await source.names(for: words) { runs.append(try await source.results(name)) }
        return runs
    }

    /// Without a second name the newest run is meant; it is not compared with itself.
    private func newest(besides baseline: [RunResults]) async throws -> RunResults {
        let newest = try await source.results(nil)
        guard !baseline.contains(newest) else {
            throw RunError(
                .configuration,
                attempt: "compare the newest run",
                happened: "it is \(newest.runID), which is the baseline itself",
                next: "Name the run, too, that is to be compared with it."
            )
        }
        return newest
    }
}
