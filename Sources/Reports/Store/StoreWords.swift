import Orchestration

// What people see of results that are stored.

extension StoredRun {
    /// The columns of its line in a list.
    package var row: [String] {
        let end = isComplete ? "exit code \(exitCode)" : "not whole"
        let types = types.map { "\($0.type): \($0.met)/\($0.planned)" }.joined(separator: ", ")
        return [runID, String(startedAt.description.prefix(19)) + "Z", environment, end, types].map(
            ConsoleReporter.printable
        )
    }
}

extension RunResults {
    /// What came of it, as the end of a run tells it, and what was measured.
    package var lines: [String] {
        let end = isComplete ? "it ended with exit code \(exitCode)" : "its record ends before the run does"
        let first = "\(runID) on \(environment), begun \(startedAt); \(end)"
        let second = "fingerprint \(fingerprint), plan \(planDigest), ptp-verify \(toolVersion)"
        return ([first, second] + cases.flatMap(\.lines)).map(ConsoleReporter.printable)
    }
}

extension CaseResults {
    fileprivate var lines: [String] {
        let words = verdict.rawValue == status.rawValue ? verdict.rawValue : "\(verdict.rawValue), \(status.rawValue)"
        let first = "  \(status == .met ? "+" : "-") \(planned.id): \(words)" + (reason.map { " - \($0)" } ?? "")
        let findings = status == .met ? [] : conclusions.map { "      \($0.id) \($0.cause). \($0.remedy)" }
        let values = figures.map { figure in
            "      \(figure.name) \(Metric.named(figure.name, unit: figure.unit).inWords(figure.value))"
        }
        return [first] + findings + values
    }
}
