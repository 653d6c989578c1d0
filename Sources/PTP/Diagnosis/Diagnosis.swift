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
        if ladder.leavesSurvivalOpen { return leading(Rule.unseenSurvival, among: ladder) }
        guard let facts = ladder.situation.afterReboot?.facts, ladder.hasProof, ladder.failed(.survives) else {
            return findings(in: Scene(ladder))
        }
        // What a reboot took away is looked for where it is missing, by the same rules.
        let after = Ladder(ladder.situation.rebooted(facts), thresholds: ladder.thresholds)
        let isLost = Ladder.Rung.use.contains(where: after.failed)
        let causes = isLost ? findings(in: Scene(after)).prefix(1).map { $0.seenAfterReboot } : []
        let notes = findings(in: Scene(ladder, isWorking: true))
        guard causes.isEmpty else { return causes + notes.filter { $0.id != causes[0].id } }
        return leading(Rule.notLasting, among: ladder)
    }

    /// What is to be said of a clock that works but for its reboot: one finding as the cause, then all others.
    private static func leading(_ id: String, among ladder: Ladder) -> [Finding] {
        let notes = findings(in: Scene(ladder, isWorking: true))
        return notes.filter { $0.id == id }.map { $0.with(.cause) } + notes.filter { $0.id != id }
    }

    private static func findings(in scene: Scene) -> [Finding] {
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

extension Finding {
    fileprivate func with(_ severity: Severity, evidence: [String]? = nil) -> Finding {
        Finding(id: id, severity: severity, cause: cause, remedy: remedy, evidence: evidence ?? self.evidence)
    }

    fileprivate var seenAfterReboot: Finding { with(.cause, evidence: evidence.map { "after a reboot: \($0)" }) }
}
