import Orchestration
import YAML

/// A threshold with its place.
struct PlacedThreshold {
    let threshold: GateThreshold
    let mark: YAMLMark
}

/// What nobody can follow: said with both places, so that somebody can choose.
extension PolicyReader {
    mutating func noteContradictions(_ thresholds: [PlacedThreshold], _ rule: GatePolicy.Rule) {
        for (index, later) in thresholds.enumerated() {
            guard let earlier = thresholds[..<index].first(where: { $0.threshold.contradicts(later.threshold) }) else {
                continue
            }
            refuse(
                "\(quoted("\(later.threshold)")) and \(quoted("\(earlier.threshold)")) at \(earlier.mark) "
                    + "can never hold together",
                at: later.mark,
                "leave one of them out"
            )
        }
        guard rule.required == .verdicts([.unsupported]) else { return }
        typealias Limit = (words: String, figure: GateFigure, mark: YAMLMark?)
        let limits: [Limit] =
            thresholds.map { ("\($0.threshold)", $0.threshold.figure, $0.mark) }
            + rule.regressions.map { ("the regression of \($0.figure)", $0.figure, rule.mark) }
        for limit in limits where !limit.figure.metric.isOfCase {
            refuse(
                "\(quoted(limit.words)) is about a clock, which by \(rule.place) is to be absent",
                at: limit.mark,
                "leave it out, or demand another verdict"
            )
        }
    }

    mutating func noteContradictions(_ rules: [GatePolicy.Rule]) {
        for (index, later) in rules.enumerated() {
            let before = rules[..<index]
            if !later.name.isEmpty, let earlier = before.first(where: { $0.name == later.name }) {
                refuse(
                    "the name \(quoted(later.name)) is there twice; the first is at \(earlier.place)",
                    at: later.mark,
                    "give each rule a name of its own"
                )
            }
            if let earlier = before.first(where: { $0.match.covers(later.match) }) {
                refuse(shadow(of: earlier, on: later), at: later.mark, "put special rules before general ones")
            }
        }
    }

    private func shadow(of earlier: GatePolicy.Rule, on later: GatePolicy.Rule) -> String {
        let names = (quoted(later.name), quoted(earlier.name))
        if earlier.match == later.match, earlier.required != later.required {
            return "the rules \(names.0) and \(names.1) at \(earlier.place) are for the same cases, "
                + "and demand \(later.required) and \(earlier.required)"
        }
        return "the rule \(names.0) can never judge a case: all that it matches are judged by \(names.1) "
            + "at \(earlier.place)"
    }
}

extension GatePolicy.Rule {
    fileprivate var place: String { mark.map { "\($0)" } ?? "the start" }
}

extension GatePolicy.Requirement: CustomStringConvertible {
    package var description: String {
        switch self {
        case .met: "what was expected"
        case .verdicts(let verdicts): verdicts.map(\.rawValue).joined(separator: " or ")
        }
    }
}
