import Orchestration

/// Holds figures against those of an earlier run: by type, and the middle one of its cases.
struct RegressionJudge {
    private let baseline: RunResults
    /// The baseline's cases of each rule.
    private let groups: [[GateCase]]

    /// Prepares the comparison; `nil` where there is none to make, which is noted if the policy asks for one.
    init?(_ policy: GatePolicy, baseline: RunResults?, _ runs: [RunResults], _ findings: inout GateFindings) {
        guard policy.needsBaseline else { return nil }
        guard let baseline else {
            let text = "the policy limits how much figures may grow, and there is no baseline: give --baseline RUN"
            findings.reasons.append(GateReason(.notCompared, text))
            return nil
        }
        let complaints = runs.compactMap { Self.complaint(about: baseline, for: $0) }
        findings.reasons += complaints.map { GateReason(.baseline, of: baseline, $0) }
        guard complaints.isEmpty else { return nil }
        self.baseline = baseline
        groups = policy.groups(GateCase.all(of: [baseline])).cases
    }

    private static func complaint(about baseline: RunResults, for run: RunResults) -> String? {
        if baseline.isSameRun(as: run) {
            return "the baseline is the run itself"
        }
        if baseline.environment != run.environment {
            return "the baseline is evidence of \(baseline.environment), and \(run.runID) of \(run.environment)"
        }
        return baseline.isComplete ? nil : "the baseline did not live to its end"
    }

    func judge(_ rule: GatePolicy.Rule, at index: Int, _ cases: [GateCase], _ findings: inout GateFindings) {
        guard !rule.regressions.isEmpty else { return }
        var types: [String] = []
        for one in cases where !types.contains(one.results.planned.type) { types.append(one.results.planned.type) }
        for type in types {
            let now = cases.filter { $0.results.planned.type == type }
            let then = groups[index].filter { $0.results.planned.type == type }
            for regression in rule.regressions { judge(regression, type, now, then, rule, &findings) }
        }
    }

    private func judge(
        _ regression: GatePolicy.Regression,
        _ type: String,
        _ now: [GateCase],
        _ then: [GateCase],
        _ rule: GatePolicy.Rule,
        _ findings: inout GateFindings
    ) {
        let figure = regression.figure
        // Of what is proven to be absent nothing can be measured.
        guard now.contains(where: { $0.results.verdict != .unsupported }) || figure.metric.isOfCase else {
            let text = "\(type): \(figure) is not compared, because no case has a clock"
            return findings.satisfied.append(GateFact(text, rule: rule.name))
        }
        var reason: GateReason
        if let value = Self.middle(now, figure), let before = Self.middle(then, figure) {
            let unit = figure.unit(for: max(value, before))
            let words = "from \(unit.words(for: before)) to \(unit.words(for: value))\(Self.growth(before, value))"
            let limit = "at most +\(percent(regression.allowed)) since \(baseline.runID)"
            guard value > before * (1 + regression.allowed) else {
                let text = "\(type): \(figure) went \(words); allowed is \(limit)"
                return findings.satisfied.append(GateFact(text, rule: rule.name))
            }
            reason = GateReason(.regression, "\(type): \(figure) rose \(words); allowed is \(limit)")
            reason.value = unit.words(for: value)
            reason.limit = limit
        } else {
            let side = Self.middle(now, figure) == nil ? "now" : "in the baseline \(baseline.runID)"
            reason = GateReason(.notCompared, "\(type): \(figure) was not measured \(side)")
            reason.value = "not measured"
        }
        reason.type = type
        reason.rule = rule.name
        reason.figure = "\(figure)"
        findings.reasons.append(reason)
    }

    /// The median over the cases that measured it.
    private static func middle(_ cases: [GateCase], _ figure: GateFigure) -> Double? {
        SortedValues(cases.compactMap { figure.value(in: $0.results) }).median
    }

    private static func growth(_ before: Double, _ value: Double) -> String {
        guard before > 0 else { return "" }
        let share = ((value / before - 1) * 1000).rounded() / 1000
        return " (\(share < 0 ? "" : "+")\(percent(share)))"
    }
}

extension GateFigure {
    /// The largest unit in which an amount is not less than one, or the smallest one.
    fileprivate func unit(for value: Double) -> GateUnit {
        let units = metric.dimension.units.filter { $0 != .minutes && $0 != .hours }
        return units.last { value >= $0.recorded(1) } ?? units.first ?? .one
    }
}
