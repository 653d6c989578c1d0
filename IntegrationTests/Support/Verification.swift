package import Orchestration
import PTPVerify

/// What came of a run of one case.
package struct Verification: Sendable {
    /// What was said, and with which exit code.
    package let end: Child.End
    /// What is in the run's journal.
    package let run: RunHistory
    package let history: CaseHistory

    /// Why there is nothing to look at.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Reads what a program left in a directory.
    package init(_ end: Child.End, in directory: Directory) async throws {
        guard let directory = try? RunDirectory.all(in: "\(directory.path)/ptp-runs").first else {
            throw Failure(description: "there is no run: \(end.words)")
        }
        self.end = end
        run = try await directory.read().history
        guard let history = run.cases.first else { throw Failure(description: "there is no case: \(end.words)") }
        self.history = history
    }

    package var outcome: CaseOutcome { history.finalOutcome }
    /// What was done there, such as `build: done`.
    package var steps: [String] { words("steps") }
    /// What stood in the way of more.
    package var obstacles: [String] { words("obstacles") }
    /// The rules that explain it.
    package var findings: [String] { history.findings.map(\.id) }

    private func words(_ name: String) -> [String] {
        guard case .array(let values)? = history.result?.metadata[name] else { return [] }
        return values.compactMap(\.string)
    }
}
