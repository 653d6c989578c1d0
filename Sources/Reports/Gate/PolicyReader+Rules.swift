import Orchestration
import YAML

/// Reading rules.
extension PolicyReader {
    private static let mostRules = 200

    private enum RuleKey: String, CaseIterable {
        case name
        case match
        case verdict
        case minSuccess = "min_success"
        case allowInconclusive = "allow_inconclusive"
        case declaredMismatch = "declared_mismatch"
        case thresholds
        case minCases = "min_cases"
        case regression
    }

    mutating func rules(_ node: YAMLNode) -> [GatePolicy.Rule] {
        guard case .sequence(let items) = node.content else {
            refuse("rules must be a list", at: node.mark, "begin each rule with - name: …")
            return []
        }
        guard (1...Self.mostRules).contains(items.count) else {
            refuse(
                items.isEmpty ? "there is no rule: nothing is demanded of any case" : "there are too many rules",
                at: node.mark,
                items.isEmpty ? "add one" : "at most \(Self.mostRules) are allowed"
            )
            return []
        }
        let rules = items.map { rule($0) }
        noteContradictions(rules)
        return rules
    }

    private mutating func rule(_ node: YAMLNode) -> GatePolicy.Rule {
        var rule = GatePolicy.Rule(name: "", mark: node.mark)
        var thresholds: [PlacedThreshold] = []
        let entries = entries(node, "a rule", RuleKey.self)
        for entry in entries {
            switch entry.key {
            case .name: rule.name = text(entry.value, "name") ?? rule.name
            case .match: rule.match = match(entry.value)
            case .verdict: rule.required = requirement(entry.value) ?? rule.required
            case .minSuccess: rule.minSuccess = success(entry.value) ?? rule.minSuccess
            case .allowInconclusive: rule.allowedInconclusive = allowance(entry.value) ?? rule.allowedInconclusive
            case .declaredMismatch:
                rule.refusesDeclaredMismatch = refuses(entry.value, "declared_mismatch") ?? false
            case .thresholds: thresholds = self.thresholds(entry.value)
            case .minCases: rule.minCases = count(entry.value, "min_cases") ?? rule.minCases
            case .regression: rule.regressions = regressions(entry.value)
            }
        }
        if case .mapping = node.content, !entries.contains(where: { $0.key == .name }) {
            refuse("a rule has no name", at: node.mark, "reasons name their rule: write - name: …")
        }
        rule.thresholds = thresholds.map(\.threshold)
        noteContradictions(thresholds, rule)
        return rule
    }

    private mutating func requirement(_ node: YAMLNode) -> GatePolicy.Requirement? {
        let known = ["met", "any"] + Verdict.allCases.map(\.rawValue)
        let items = (list(node, "verdict") ?? []).compactMap { item in
            text(item, "verdict").flatMap { word($0, "verdict", known, at: item.mark) }
        }
        guard !items.isEmpty else {
            if case .sequence(let items) = node.content, items.isEmpty {
                refuse("verdict is an empty list: no case could be good", at: node.mark, "write met, or name verdicts")
            }
            return nil
        }
        guard items.count == 1 || !items.contains(where: { ["met", "any"].contains($0) }) else {
            refuse("met and any stand alone", at: node.mark, "write one of them, or verdicts")
            return nil
        }
        guard !items.contains(Verdict.inconclusive.rawValue) else {
            refuse("inconclusive cannot be demanded", at: node.mark, "allow_inconclusive says how many may be so")
            return nil
        }
        switch items[0] {
        case "met": return .met
        case "any": return .verdicts(Verdict.allCases.filter { $0 != .inconclusive })
        default: return .verdicts(Verdict.allCases.filter { items.contains($0.rawValue) })
        }
    }

    private mutating func success(_ node: YAMLNode) -> Double? {
        guard let share = share(node, "min_success") else { return nil }
        guard share > 0 else {
            refuse(
                "min_success of 0% demands nothing",
                at: node.mark,
                "write a share such as 95%, or leave the rule out"
            )
            return nil
        }
        return share
    }

    private mutating func allowance(_ node: YAMLNode) -> GatePolicy.Allowance? {
        guard let text = text(node, "allow_inconclusive") else { return nil }
        if let count = Self.count(text) { return .count(count) }
        if let share = Self.share(text), share <= 1 { return .share(share) }
        refuse("allow_inconclusive must be a number of cases such as 1, or a share such as 5%", at: node.mark)
        return nil
    }

    // MARK: - Which cases

    private mutating func match(_ node: YAMLNode) -> GatePolicy.Match {
        var match = GatePolicy.Match()
        let known = GatePolicy.Match.Property.allCases.map(\.rawValue) + ["labels"]
        for entry in mapping(node, "match") ?? [] {
            if entry.key == "labels" {
                for label in mapping(entry.value, "labels") ?? [] {
                    match.labels[label.key] = globs(label.value, "the label \(quoted(label.key))")
                }
            } else if let property = GatePolicy.Match.Property(rawValue: entry.key) {
                match.patterns[property] = globs(entry.value, entry.key)
            } else {
                let near = nearestName(to: entry.key, among: known).map { "did you mean \($0)?" }
                let all = "the keys are \(known.joined(separator: ", "))"
                refuse("unknown key \(quoted(entry.key)) in match", at: entry.keyMark, near ?? all)
            }
        }
        return match
    }

    private mutating func globs(_ node: YAMLNode, _ what: String) -> [Glob] {
        guard let items = list(node, what) else { return [] }
        if items.isEmpty { refuse("\(what) is an empty list: no case could match", at: node.mark, "leave it out") }
        return items.compactMap { item in
            guard let text = text(item, "a pattern of \(what)") else { return nil }
            guard text.unicodeScalars.count <= Glob.longest else {
                refuse("the pattern \(quoted(text)) is longer than \(Glob.longest) characters", at: item.mark)
                return nil
            }
            return Glob(text)
        }
    }

    // MARK: - Figures

    private mutating func thresholds(_ node: YAMLNode) -> [PlacedThreshold] {
        (list(node, "thresholds") ?? []).compactMap { item in
            guard let text = text(item, "a threshold") else { return nil }
            do throws(GateSyntaxError) {
                return PlacedThreshold(threshold: try GateThreshold(parsing: text), mark: item.mark)
            } catch {
                refuse("in \(quoted(text)): \(error.message)", at: item.place(of: error), error.remedy)
                return nil
            }
        }
    }

    private mutating func regressions(_ node: YAMLNode) -> [GatePolicy.Regression] {
        var seen: Set<GateFigure> = []
        return (mapping(node, "regression") ?? []).compactMap { entry in
            let allowed = share(entry.value, "the allowed growth of \(quoted(entry.key))", upTo: .infinity)
            do throws(GateSyntaxError) {
                let figure = try GateFigure(parsing: entry.key)
                if !seen.insert(figure).inserted {
                    refuse("\(figure) is there twice, under two names", at: entry.keyMark)
                }
                return allowed.map { GatePolicy.Regression(figure: figure, allowed: $0) }
            } catch {
                refuse("in \(quoted(entry.key)): \(error.message)", at: entry.keyMark, error.remedy)
                return nil
            }
        }
    }
}

extension YAMLNode {
    /// Where in the file an error of a text on one line is.
    fileprivate func place(of error: GateSyntaxError) -> YAMLMark {
        guard case .scalar(let scalar) = content, !scalar.text.contains(where: \.isNewline) else { return mark }
        return YAMLMark(line: mark.line, column: mark.column + error.offset + (scalar.isPlain ? 0 : 1))
    }
}
