import Orchestration
import Reports

/// Everything that a run shows to people.
extension Trial {
    var reportText: String {
        let report = RunReport(outcome.history)
        return String(decoding: report.renderJSON() + report.renderYAML(), as: UTF8.self)
    }

    var consoleText: String { ConsoleSummary(RunReport(outcome.history)).lines.joined(separator: "\n") }
}
