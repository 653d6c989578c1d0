package import Orchestration

/// Decides whether what runs have shown is what a policy asks for.
///
/// Several runs are judged as if their cases were those of one; each of them must count as evidence by itself.
package enum Gate {
    /// Judges runs by a policy; whatever they hold, there is an answer.
    ///
    /// - Parameters:
    ///   - runs: the runs; without any nothing is shown.
    ///   - policy: what is asked for.
    ///   - now: the moment against which the age of evidence is measured.
    ///   - baseline: an earlier run, for rules that limit how much figures may grow.
    ///   - allowsSimulated: whether evidence of simulated and emulated machines counts, whatever the policy says.
    ///   - damages: what cannot be read of runs' journals, in words, by their names.
    ///   - witness: what Swift Testing told of the first run.
    package static func judge(
        _ runs: [RunResults],
        by policy: GatePolicy,
        now: Timestamp,
        baseline: RunResults? = nil,
        allowsSimulated: Bool = false,
        damages: [String: String] = [:],
        witness: EventStream? = nil
    ) -> GateDecision {
        var findings = GateFindings()
        let evidence = EvidenceJudge(policy: policy.evidence, now: now, allowsSimulated: allowsSimulated)
        for run in runs { evidence.judge(run, damage: damages[run.runID], &findings) }
        if let witness, let run = runs.first { WitnessJudge(witness, run).judge(&findings) }
        judge(GateCase.all(of: runs), by: policy, &findings, baseline: baseline, runs)
        return GateDecision(
            runs: runs.map {
                GateDecision.Run(id: $0.runID, environment: $0.environment, cases: $0.cases.count, lastAt: $0.lastAt)
            },
            now: now,
            reasons: findings.reasons,
            tolerated: findings.tolerated,
            satisfied: findings.satisfied
        )
    }

    private static func judge(
        _ cases: [GateCase],
        by policy: GatePolicy,
        _ findings: inout GateFindings,
        baseline: RunResults?,
        _ runs: [RunResults]
    ) {
        let groups = policy.groups(cases)
        for unmatched in groups.rest {
            let reason = unmatched.reason(.unmatched, "no rule of the policy is for it", rule: nil)
            if policy.refusesUnmatched { findings.reasons.append(reason) } else { findings.tolerated.append(reason) }
        }
        let growth = RegressionJudge(policy, baseline: baseline, runs, &findings)
        var good = 0
        for (index, rule) in policy.rules.enumerated() {
            let judge = RuleJudge(rule, groups.cases[index])
            good += judge.good.count
            judge.judge(&findings)
            growth?.judge(rule, at: index, groups.cases[index], &findings)
        }
        if good == 0, findings.reasons.isEmpty {
            findings.reasons.append(GateReason(.nothingShown, "not one case is good: nothing is shown"))
        }
    }
}

/// What is found on the way to a decision.
struct GateFindings {
    var reasons: [GateReason] = []
    var tolerated: [GateReason] = []
    var satisfied: [GateFact] = []
}

/// One case, with a name by which it is told from those of the other runs.
struct GateCase {
    let results: CaseResults
    let name: String
    private let run: String

    static func all(of runs: [RunResults]) -> [GateCase] {
        runs.flatMap { run in
            run.cases.map { results in
                let id = results.planned.id.text
                return GateCase(results: results, name: runs.count > 1 ? "\(run.runID)/\(id)" : id, run: run.runID)
            }
        }
    }

    func reason(_ kind: GateReason.Kind, _ text: String, rule: GatePolicy.Rule?) -> GateReason {
        var reason = GateReason(kind, "\(name): \(text)")
        reason.run = run
        reason.caseID = results.planned.id
        reason.type = results.planned.type
        reason.rule = rule?.name
        return reason
    }
}

extension GatePolicy {
    /// The cases of each rule: those of which it is the first that matches.
    func groups(_ cases: [GateCase]) -> (cases: [[GateCase]], rest: [GateCase]) {
        var groups = rules.map { _ in [GateCase]() }
        var rest: [GateCase] = []
        for one in cases {
            if let index = rules.firstIndex(where: { $0.match.matches(one.results) }) {
                groups[index].append(one)
            } else {
                rest.append(one)
            }
        }
        return (groups, rest)
    }
}
