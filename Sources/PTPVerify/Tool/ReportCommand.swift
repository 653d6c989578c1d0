import Orchestration
import Reports

/// Tells what happened in a run, from its journal alone.
struct ReportCommand {
    let tool: Tool
    let directory: RunDirectory
    /// What is not told; `nil` for what the run's own configuration says.
    let hidden: Set<Redaction.Kind>?

    func perform(as rendering: Rendering?) async throws -> Int {
        let isAlive = try directory.isAlive()
        let history = try await tool.history(of: directory)
        let report = RunReport(proving: history, redaction: hidden.map { Redaction($0, of: history.plan) })
        var isWritten = true
        if let rendering {
            // Only printed: what is in the directory may have been made for other eyes.
            let bytes = rendering.render(report)
            tool.console.write(
                String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
            )
        } else {
            for line in ConsoleSummary(report).lines.dropFirst() { tool.console.write(line) }
            // A living run writes its own reports when it is over.
            isWritten = isAlive || tool.write(report, into: directory)
        }
        // Where the journal does not even tell the plan, nothing was as expected.
        let code = history.plan == nil && history.exitCode == 0 ? ExitCode.inconclusive : history.exitCode
        return code == ExitCode.success && !isWritten ? ExitCode.notAsExpected : code
    }
}

extension Tool {
    /// Makes the reports that every run leaves behind; false when one could not be made, which is said.
    func writeReports(of history: RunHistory, into directory: RunDirectory) -> Bool {
        write(RunReport(proving: history), into: directory)
    }

    fileprivate func write(_ report: RunReport, into directory: RunDirectory) -> Bool {
        var isWhole = true
        for rendering in Rendering.all {
            do {
                try directory.write(rendering.render(report), to: rendering.file)
            } catch {
                console.complain("\(rendering.file) could not be made again: \(error)")
                isWhole = false
            }
        }
        return isWhole
    }
}
