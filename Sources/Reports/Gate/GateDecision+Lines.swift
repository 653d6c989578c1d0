import Orchestration

extension GateDecision {
    /// The decision in lines for people: what it is, the reasons by rule, and what was as it should be.
    ///
    /// - Parameter policy: what the policy is called.
    package func lines(policy: String) -> [String] {
        var lines = [headline(policy)]
        for run in runs {
            let cases = run.cases == 1 ? "1 case" : "\(run.cases) cases"
            lines.append("run \(run.id): \(cases) on \(run.environment), last record \(run.lastAt)")
        }
        lines += Self.section("in the way", reasons.map { ($0.rule, $0.text) }, mark: "-")
        lines += Self.section("allowed", tolerated.map { ($0.rule, $0.text) }, mark: "~")
        lines += Self.section("as it should be", satisfied.map { ($0.rule, $0.text) }, mark: "+")
        return lines.map(ConsoleReporter.printable).map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
    }

    private func headline(_ policy: String) -> String {
        let count = reasons.count == 1 ? "1 reason" : "\(reasons.count) reasons"
        let end = reasons.isEmpty ? "" : ", for \(count)"
        return "gate: \(outcome.rawValue.uppercased()) by \(policy)\(end)"
    }

    /// Remarks grouped by rule, those without one first.
    private static func section(_ title: String, _ remarks: [(rule: String?, text: String)], mark: String) -> [String] {
        var rules: [String?] = [nil]
        for remark in remarks where !rules.contains(remark.rule) { rules.append(remark.rule) }
        return rules.flatMap { rule -> [String] in
            let own = remarks.filter { $0.rule == rule }
            guard !own.isEmpty else { return [] }
            return ["\(title)\(rule.map { ", rule \($0)" } ?? ""):"] + own.map { "  \(mark) \($0.text)" }
        }
    }
}
