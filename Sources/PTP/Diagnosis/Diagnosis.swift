package import Orchestration

/// Names the cause of what the ladder saw.
package enum Diagnosis {
    /// All rules in their order: the first that matches is the cause to begin with.
    package static let rules: [Rule] =
        Rule.connection + Rule.placement + Rule.type + Rule.hardware + Rule.build + Rule.driver + Rule.enabling
        + Rule.device + Rule.chronyConfiguration + Rule.chronyState + Rule.quality + Rule.counters + Rule.observation

    /// What the rules make of a situation, the cause first; a clock that works has notes and warnings only.
    package static func findings(for situation: Situation, thresholds: Thresholds = Thresholds()) -> [Finding] {
        findings(for: Ladder(situation, thresholds: thresholds))
    }

    /// The same where the ladder is there already.
    package static func findings(for ladder: Ladder) -> [Finding] {
        let scene = Scene(ladder)
        var findings: [Finding] = []
        for rule in rules where rule.concernsWorkingClocks || !scene.isWorking {
            guard let evidence = rule.matches(scene), !evidence.isEmpty else { continue }
            let isCause = findings.isEmpty && !scene.isWorking
            findings.append(
                Finding(
                    id: rule.id,
                    severity: isCause ? .cause : rule.weight == .note ? .note : .warning,
                    cause: rule.cause,
                    remedy: rule.remedy(scene),
                    evidence: evidence
                )
            )
        }
        return findings
    }
}
