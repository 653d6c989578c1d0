import Orchestration
import PTP

/// What the recorded outputs of one host say, judged here and now.
struct HostDiagnosis {
    /// The case, or the files.
    let name: String
    /// The verdict that the record has; `nil` where nobody judged before.
    let recorded: Verdict?
    let verdict: Verdict
    let reason: String
    let checks: [Check]
    let findings: [Finding]
    let figures: [Figure]
    let facts: HostFacts

    /// Judges a case of a run again, by its journal.
    init(_ history: CaseHistory, thresholds: Thresholds) {
        let outcome = history.finalOutcome
        let input = AnalysisInput(
            instanceCase: history.instanceCase,
            environment: history.environment,
            result: history.result,
            failure: outcome.failure
        )
        let situation = Situation(input)
        let ladder = Ladder(situation, thresholds: thresholds)
        // Where nothing was observed there is nothing to judge.
        let judged = history.result == nil ? (.inconclusive, outcome.failure.map { "\($0)" } ?? "") : ladder.verdict
        self.init(name: "\(history.instanceCase)", recorded: outcome.verdict, situation.facts, ladder, judged)
    }

    /// Judges outputs that somebody pasted.
    init(_ name: String, _ situation: Situation, thresholds: Thresholds) {
        let ladder = Ladder(situation, thresholds: thresholds)
        self.init(name: name, recorded: nil, situation.facts, ladder, Replay.verdict(for: ladder))
    }

    private init(
        name: String,
        recorded: Verdict?,
        _ facts: HostFacts,
        _ ladder: Ladder,
        _ judged: (verdict: Verdict, reason: String)
    ) {
        self.name = name
        self.recorded = recorded
        (verdict, reason) = judged
        checks = ladder.checks()
        findings = Diagnosis.findings(for: ladder)
        figures = ladder.figures
        self.facts = facts
    }

    /// Whether the record says the same.
    var agreesWithRecord: Bool { recorded == nil || recorded == verdict }

    var json: JSONObject {
        let object: JSONObject = [
            "name": .string(name), "verdict": .string(verdict.rawValue), "reason": .string(reason),
            "recorded_verdict": JSONValue(recorded?.rawValue),
            "checks": .array(checks.map { .object($0.json) }),
            "findings": .array(findings.map { .object($0.json) }),
            "figures": .array(figures.map { .object($0.json) }),
            "facts": .object(facts.json),
        ]
        return object.withoutNulls
    }

    /// The same for people.
    var lines: [String] {
        var lines = ["\(name): \(verdict.rawValue) - \(reason)"]
        if let recorded, !agreesWithRecord { lines.append("  the record says \(recorded.rawValue)") }
        lines += checks.map { "  \($0.status.mark) \($0.id): \($0.detail)" }
        for finding in findings {
            lines.append("  \(finding.id): \(finding.cause)")
            lines.append("      \(finding.remedy)")
        }
        return lines
    }
}

extension Check.Status {
    fileprivate var mark: String {
        switch self {
        case .held: "+"
        case .failed: "-"
        case .notMeasured: "?"
        }
    }
}
