import Orchestration

/// Judges the cases of one rule.
struct RuleJudge {
    private let rule: GatePolicy.Rule
    private let all: [GateCase]
    let good: [GateCase]
    private let bad: [GateReason]
    private let open: [GateReason]
    private let unfinished: [GateReason]
    private let counts: (bad: Int, open: Int)

    init(_ rule: GatePolicy.Rule, _ cases: [GateCase]) {
        self.rule = rule
        all = cases
        let judged = cases.map { one in (one: one, reasons: CaseJudge(one, rule).reasons) }
        good = judged.filter(\.reasons.isEmpty).map(\.one)
        unfinished = judged.flatMap(\.reasons).filter { $0.kind == .unfinished }
        let begun = judged.map(\.reasons).filter { reasons in !reasons.contains { $0.kind == .unfinished } }
        let bad = begun.filter { $0.contains(where: \.kind.contradicts) }
        // What could not be observed stays open, whatever else is wrong with it; what was not measured of a bad case
        // changes nothing any more.
        let open = begun.map { reasons in
            reasons.contains(where: \.kind.contradicts) ? reasons.filter { $0.kind == .inconclusive } : reasons
        }.filter { !$0.isEmpty }
        self.bad = bad.flatMap { reasons in reasons.filter { $0.kind != .inconclusive } }
        self.open = open.flatMap(\.self)
        counts = (bad.count, open.count)
    }

    private var observed: Int { good.count + counts.bad }

    func judge(_ findings: inout GateFindings) {
        findings.reasons += unfinished
        judgeNumber(&findings)
        judgeSuccess(&findings)
        judgeOpen(&findings)
        guard !good.isEmpty else { return }
        findings.satisfied.append(
            GateFact("\(good.count) of \(all.counted): \(rule.required)", rule: rule.name)
        )
        findings.satisfied += rule.thresholds.compactMap(worst)
    }

    private func note(_ kind: GateReason.Kind, _ text: String, _ value: String, _ limit: String) -> GateReason {
        var reason = GateReason(kind, text)
        reason.rule = rule.name
        reason.value = value
        reason.limit = limit
        return reason
    }

    private func judgeNumber(_ findings: inout GateFindings) {
        let limit = "at least \(rule.minCases)"
        if all.count < rule.minCases {
            let text = "the rule is for \(all.counted), and needs \(limit)"
            findings.reasons.append(note(.minCases, text, "\(all.count)", limit))
        } else if observed < rule.minCases {
            let text = "only \(observed) of \(all.counted) could be observed, and the rule needs \(limit)"
            findings.reasons.append(note(.observedCases, text, "\(observed)", limit))
        }
    }

    private func judgeSuccess(_ findings: inout GateFindings) {
        guard counts.bad > 0 else { return }
        let share = Double(good.count) / Double(observed)
        let value = "\(good.count) of \(observed) (\(percent(share)))"
        guard share < rule.minSuccess else { return findings.tolerated += bad }
        findings.reasons += bad
        guard rule.minSuccess < 1 else { return }
        let limit = "at least \(percent(rule.minSuccess))"
        findings.reasons.append(
            note(.minSuccess, "\(value) of the cases are good, and it needs \(limit)", value, limit)
        )
    }

    private func judgeOpen(_ findings: inout GateFindings) {
        guard counts.open > 0 else { return }
        guard !rule.allowedInconclusive.permits(counts.open, of: all.count) else { return findings.tolerated += open }
        findings.reasons += open
        guard rule.allowedInconclusive != .count(0) else { return }
        let limit = "at most \(rule.allowedInconclusive)"
        let text = "\(counts.open) of \(all.counted) left something open, and \(limit) may"
        findings.reasons.append(note(.allowance, text, "\(counts.open)", limit))
    }

    /// The good case that came nearest to a limit.
    private func worst(_ threshold: GateThreshold) -> GateFact? {
        let measured = good.filter { $0.results.verdict != .unsupported || threshold.figure.metric.isOfCase }
        let values = measured.compactMap { one in threshold.figure.value(in: one.results).map { (one.name, $0) } }
        let worst = threshold.comparison.isUpper ? values.max { $0.1 < $1.1 } : values.min { $0.1 < $1.1 }
        guard let (name, value) = worst else { return nil }
        let nearest = "\(threshold.words(for: value)) in \(name)"
        return GateFact("\(threshold): \(values.count > 1 ? "at worst \(nearest)" : nearest)", rule: rule.name)
    }
}

extension [GateCase] {
    fileprivate var counted: String { count == 1 ? "1 case" : "\(count) cases" }
}

extension GatePolicy.Allowance: CustomStringConvertible {
    package var description: String {
        switch self {
        case .count(let count): "\(count)"
        case .share(let share): percent(share)
        }
    }
}

/// Judges one case by one rule.
private struct CaseJudge {
    private let one: GateCase
    private let rule: GatePolicy.Rule

    init(_ one: GateCase, _ rule: GatePolicy.Rule) {
        self.one = one
        self.rule = rule
    }

    /// What is not as the rule has it; nothing of a good case.
    var reasons: [GateReason] {
        switch one.results.status {
        case .interrupted, .notRun:
            let why = one.results.reason.map { ": \($0)" } ?? ""
            return [one.reason(.unfinished, "\(one.results.status.rawValue)\(why)", rule: rule)]
        case .met, .notMet, .inconclusive: return verdict + declaration + rule.thresholds.compactMap(figure)
        }
    }

    private var verdict: [GateReason] {
        let results = one.results
        let why = results.reason.map { ": \($0)" } ?? ""
        let limit: String
        let isAsRequired: Bool?
        switch rule.required {
        case .met:
            limit = results.planned.expectation.rawValue
            isAsRequired = results.status == .inconclusive ? nil : results.status == .met
        case .verdicts(let verdicts):
            limit = "\(rule.required)"
            isAsRequired = results.verdict == .inconclusive ? nil : verdicts.contains(results.verdict)
        }
        guard isAsRequired != true else { return [] }
        let text =
            if isAsRequired == false {
                "is \(results.verdict.rawValue), and must be \(limit)\(why)"
            } else if results.verdict == .inconclusive {
                "could not be observed\(why)"
            } else {
                "is \(results.verdict.rawValue), and nobody can say whether that is \(limit)\(why)"
            }
        var reason = one.reason(isAsRequired == nil ? .inconclusive : .verdict, text, rule: rule)
        reason.value = results.verdict.rawValue
        reason.limit = limit
        return [reason]
    }

    private var declaration: [GateReason] {
        guard rule.refusesDeclaredMismatch, one.results.agreesWithDeclaration == false else { return [] }
        let declared = one.results.declaredSupport == true ? "supported" : "unsupported"
        let text = "is \(one.results.verdict.rawValue), and its type is declared \(declared)"
        var reason = one.reason(.declaredMismatch, text, rule: rule)
        reason.value = one.results.verdict.rawValue
        reason.limit = declared
        return [reason]
    }

    private func figure(_ threshold: GateThreshold) -> GateReason? {
        // Where there is proof that no clock is there, its figures are those of something else.
        if one.results.verdict == .unsupported, !threshold.figure.metric.isOfCase { return nil }
        let value = threshold.figure.value(in: one.results)
        if let value, threshold.holds(for: value) { return nil }
        // What was not observed says so itself.
        if value == nil, one.results.verdict == .unsupported || one.results.verdict == .inconclusive { return nil }
        let words = value.map(threshold.words) ?? "not measured"
        let text = "\(threshold.figure) is \(words), and must be \(threshold.limitInWords)"
        var reason = one.reason(value == nil ? .notMeasured : .threshold, text, rule: rule)
        reason.figure = "\(threshold.figure)"
        reason.value = words
        reason.limit = threshold.limitInWords
        return reason
    }
}
