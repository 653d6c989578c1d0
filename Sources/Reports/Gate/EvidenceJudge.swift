import Orchestration

/// Decides whether a run counts as evidence at all.
struct EvidenceJudge {
    /// By how much the clock of who judges may be behind that of who ran.
    private static let skew = Duration.minutes(5)
    private static let pretended = ["simulated", "emulated"]

    let policy: GatePolicy.Evidence
    let now: Timestamp
    let allowsSimulated: Bool

    func judge(_ run: RunResults, damage: String?, _ findings: inout GateFindings) {
        let before = findings.reasons.count
        judgeEnvironment(run, &findings)
        if policy.mustBeComplete, !run.isComplete {
            let text = "the run did not live to its end: its journal does not tell an exit code"
            findings.reasons.append(GateReason(.incomplete, of: run, text))
        }
        if policy.mustBeComplete, let damage {
            let text = "part of its journal cannot be read, and nobody knows what it said (\(damage))"
            findings.reasons.append(GateReason(.damaged, of: run, text))
        }
        if run.cases.isEmpty { findings.reasons.append(GateReason(.noCases, of: run, "the run has no case")) }
        judgeCleanup(run, &findings)
        judgeEnd(run, &findings)
        let age = judgeAge(run, &findings)
        guard findings.reasons.count == before else { return }
        findings.satisfied.append(
            GateFact("\(run.runID): evidence of \(run.environment)\(run.isComplete ? ", complete" : "")\(age)")
        )
    }

    private var accepted: [String] {
        policy.environments + (allowsSimulated ? Self.pretended.filter { !policy.environments.contains($0) } : [])
    }

    private func judgeEnvironment(_ run: RunResults, _ findings: inout GateFindings) {
        let limit = accepted.joined(separator: " or ")
        guard accepted.contains(run.environment) else {
            let isPretended = Self.pretended.contains(run.environment)
            let advice = isPretended ? ", which \(Pretence.worth); --allow-simulated lets it count" : ""
            let text = "the evidence is \(run.environment)\(advice); what counts is \(limit)"
            findings.reasons.append(
                GateReason(.environment, of: run, text, is: run.environment, limit: limit)
            )
            return
        }
        for results in run.cases {
            guard let environment = results.setting.environment, !accepted.contains(environment) else { continue }
            var reason = GateReason(
                .environment,
                of: run,
                "\(results.planned.id) is evidence of \(environment); what counts is \(limit)",
                is: environment,
                limit: limit
            )
            reason.caseID = results.planned.id
            reason.type = results.planned.type
            findings.reasons.append(reason)
        }
    }

    private func judgeCleanup(_ run: RunResults, _ findings: inout GateFindings) {
        let left = run.cases.filter { $0.disposal == .unconfirmed }.map(\.planned.id.text)
        guard !left.isEmpty || run.exitCode == ExitCode.cleanupUnconfirmed else { return }
        let what = left.isEmpty ? "something that it made" : "what it made for \(left.joined(separator: ", "))"
        let text = "\(what) may still be there: look with `ptp-verify sweep`"
        findings.reasons.append(GateReason(.cleanup, of: run, text))
    }

    /// What no single case tells: a run that failed although no case did, or that was stopped.
    private func judgeEnd(_ run: RunResults, _ findings: inout GateFindings) {
        if run.exitCode > 128 {
            let text = "the run was stopped by a signal (exit code \(run.exitCode))"
            findings.reasons.append(GateReason(.stopped, of: run, text))
        }
        if run.exitCode == ExitCode.notAsExpected, !run.cases.contains(where: { $0.status == .notMet }) {
            findings.reasons.append(GateReason(.runFailed, of: run, "the run as a whole failed (exit code 1)"))
        }
    }

    /// Tells the age in words, or notes why it is none that counts.
    private func judgeAge(_ run: RunResults, _ findings: inout GateFindings) -> String {
        guard let most = policy.maxAge else { return "" }
        // A simulation has a calendar of its own.
        guard run.environment != "simulated" else { return "; simulated time has no age" }
        let age = now - run.lastAt
        let limit = "at most \(Self.words(most))"
        if age < .zero - Self.skew {
            let text = "its last record is from the future (\(run.lastAt)): one of the clocks is wrong"
            findings.reasons.append(GateReason(.age, of: run, text, is: "from the future", limit: limit))
        } else if age > most {
            let text = "its last record is \(Self.words(age)) old; \(limit) is evidence"
            findings.reasons.append(GateReason(.age, of: run, text, is: Self.words(age), limit: limit))
        }
        return ", \(Self.words(max(age, .zero))) old"
    }

    private static func words(_ age: Duration) -> String {
        let seconds = Int(age.inSeconds)
        for (name, size) in [("d", 86_400), ("h", 3600), ("m", 60)] where seconds >= 2 * size {
            let tenths = seconds * 10 / size
            return tenths % 10 == 0 || tenths >= 1000 ? "\(tenths / 10)\(name)" : "\(tenths / 10).\(tenths % 10)\(name)"
        }
        return "\(seconds)s"
    }
}
