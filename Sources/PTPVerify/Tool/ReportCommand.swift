import Orchestration
import Reports

/// Tells what happened in a run, from its journal alone.
struct ReportCommand {
    let tool: Tool
    let directory: RunDirectory

    func perform(_ format: Invocation.Format) async throws -> Int {
        let isAlive = try directory.isAlive()
        let history = try await tool.history(of: directory)
        let report = RunReport(history)
        switch format {
        case .words: for line in ConsoleSummary(report).lines.dropFirst() { tool.console.write(line) }
        case .json: tool.console.write(String(decoding: report.renderJSON().trimmed, as: UTF8.self))
        case .yaml: tool.console.write(String(decoding: report.renderYAML().trimmed, as: UTF8.self))
        }
        // A living run writes its own reports when it is over.
        let isWritten = isAlive || tool.writeReports(of: history, into: directory)
        // Where the journal does not even tell the plan, nothing was as expected.
        let code = history.plan == nil && history.exitCode == 0 ? ExitCode.inconclusive : history.exitCode
        return code == ExitCode.success && !isWritten ? ExitCode.notAsExpected : code
    }
}

extension Tool {
    /// Makes the reports that every run leaves behind; false when that did not work, which is said.
    func writeReports(of history: RunHistory, into directory: RunDirectory) -> Bool {
        let report = RunReport(history)
        do {
            try directory.write(report.renderJSON(), to: "report.json")
            try directory.write(report.renderYAML(), to: "report.yaml")
            return true
        } catch {
            console.complain("the reports could not be made again: \(error)")
            return false
        }
    }
}

extension [UInt8] {
    /// Without the line break at the end: whoever prints adds one.
    fileprivate var trimmed: ArraySlice<UInt8> { last == UInt8(ascii: "\n") ? dropLast() : self[...] }
}
