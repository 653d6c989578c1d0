import Orchestration
import Reports

/// Everything that a run shows to people.
extension Trial {
    var outputs: [(name: String, bytes: [UInt8])] {
        let report = RunReport(outcome.history)
        let failures = outcome.reporterFailures.map { "\($0)" } + [outcome.journalFailure.map { "\($0)" } ?? ""]
        return [
            ("the journal", journal), ("plan.json", JSONValue.object(plan.json).text(indentation: 2)),
            ("the console", Array(consoleText.utf8)), ("an error", Array(failures.joined(separator: "\n").utf8)),
            ("an event", Array(story.utf8)),
        ] + Rendering.all.map { ($0.file, $0.render(report)) }
    }

    private var consoleText: String { ConsoleSummary(RunReport(outcome.history)).lines.joined(separator: "\n") }
}
