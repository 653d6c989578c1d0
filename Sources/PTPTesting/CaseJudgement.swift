import Orchestration

/// What a case's outcome means for its test.
enum CaseJudgement: Equatable {
    case passed
    case failed(String)
    case skipped(String)

    init(_ history: CaseHistory, skipsInconclusive: Bool) {
        let outcome = history.finalOutcome
        switch outcome.status {
        case .met: self = outcome.disposal == .unconfirmed ? .failed(Self.unconfirmed(history)) : .passed
        case .inconclusive where skipsInconclusive: self = .skipped(Self.text(history))
        case .notMet, .inconclusive, .interrupted, .notRun: self = .failed(Self.text(history))
        }
    }

    private static func text(_ history: CaseHistory) -> String {
        let outcome = history.finalOutcome
        let planned = history.instanceCase
        var lines = [
            "\(planned): expected \(planned.expectation.rawValue), "
                + "is \(outcome.verdict.rawValue) (\(outcome.status.rawValue))"
        ]
        if let reason = history.result?.summary { lines.append(reason) }
        if let failure = outcome.failure { lines.append("\(failure)") }
        if let finding = history.findings.first { lines.append("\(finding.id): \(finding.cause). \(finding.remedy)") }
        return lines.joined(separator: "\n")
    }

    private static func unconfirmed(_ history: CaseHistory) -> String {
        "\(history.instanceCase): as expected, but its cleanup is not confirmed; see `ptp-verify sweep`"
    }
}
