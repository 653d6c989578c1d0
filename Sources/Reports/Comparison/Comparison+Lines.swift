import Orchestration

extension Comparison {
    /// The comparison for people.
    ///
    /// - Parameter isComplete: whether metrics are shown, too, by which nothing is judged.
    public func lines(isComplete: Bool = false) -> [String] {
        var lines = ["baseline: \(baseline.inWords)", "candidate: \(candidate.inWords)"]
        lines += notes.map { "note: \($0)" }
        for judgement in [Judgement.worse, .better] {
            lines += told(judgement)
        }
        lines += sames + openQuestions + differences.lines
        if isComplete { lines += ["all metrics:"] + metrics.map { "  \($0.type) \($0.inWords)" } }
        lines.append(verdict)
        // Names and causes may be the words of hosts.
        return lines.map(ConsoleReporter.printable)
    }

    private func told(_ judgement: Judgement) -> [String] {
        cases.filter { $0.judgement == judgement }.map {
            "\(judgement.rawValue): \($0.id): \($0.after.rawValue), was \($0.before.rawValue)"
        } + support.filter { $0.judgement == judgement }.map { "\(judgement.rawValue): \($0.inWords)" }
            + metrics.filter { $0.judgement == judgement }.map { "\(judgement.rawValue): \($0.type) \($0.inWords)" }
    }

    /// What stayed the same, a line a type.
    private var sames: [String] {
        support.map(\.type).compactMap { type in
            let verdicts = cases.count { $0.type == type && $0.judgement == .same }
            var names = verdicts == 0 ? [] : ["the verdict of \(verdicts == 1 ? "1 case" : "\(verdicts) cases")"]
            names += support.filter { $0.type == type && $0.judgement == .same }.map(\.counts)
            names += metrics.filter { $0.type == type && $0.judgement == .same }.map(\.metric.name)
            return names.isEmpty ? nil : "same: \(type): \(names.joined(separator: ", "))"
        }
    }

    /// What could not be told, with each reason once.
    private var openQuestions: [String] {
        let questions =
            cases.filter { $0.judgement == .cannotTell }.map {
                (name: "\($0.id)", reason: "\($0.after.rawValue), was \($0.before.rawValue)")
            }
            + support.compactMap { change in change.reason.map { (name: "\(change.type) \(change.counts)", reason: $0) }
            }
            + metrics.compactMap { change in
                change.reason.map { (name: "\(change.type) \(change.metric.name) \(change.medians)", reason: $0) }
            }
        var reasons: [String] = []
        for question in questions where !reasons.contains(question.reason) { reasons.append(question.reason) }
        return reasons.flatMap { reason in
            ["cannot tell: \(reason)"] + questions.filter { $0.reason == reason }.map { "  \($0.name)" }
        }
    }

    private var verdict: String {
        if hasWorse { return "something is worse" }
        return tellsAnything ? "nothing is worse, as far as that can be told" : "nothing can be told"
    }
}

extension Comparison.Side {
    fileprivate var inWords: String {
        let count = runs.count == 1 ? "" : "\(runs.count) runs: "
        return "\(count)\(Comparison.named(runs)); \(cases == 1 ? "1 case" : "\(cases) cases") on "
            + environments.joined(separator: ", ")
    }
}

extension MetricChange {
    /// Both medians.
    fileprivate var medians: String {
        "\(metric.inWords(baseline.median)) -> \(metric.inWords(candidate.median))"
    }

    /// All figures of the change.
    fileprivate var inWords: String {
        let span = "between \(Reports.inWords(change: changeAtLeast)) and \(Reports.inWords(change: changeAtMost))"
        return "\(metric.name) \(medians) (\(Reports.inWords(change: change)), \(span)), "
            + "\(Reports.inWords(p: p)), effect \(rounded(effect, digits: 2)), "
            + "\(baseline.count) and \(candidate.count) values"
    }
}

extension SupportChange {
    fileprivate var counts: String {
        "\(baseline.supported) of \(baseline.observed) supported -> \(candidate.supported) of \(candidate.observed)"
    }

    fileprivate var inWords: String { "\(type) \(counts)" + (p.map { ", \(Reports.inWords(p: $0))" } ?? "") }
}

extension Differences {
    fileprivate var lines: [String] {
        var lines: [String] = []
        for (what, names) in [
            ("new types", newTypes), ("gone types", goneTypes), ("new cases", newCases), ("gone cases", goneCases),
        ] where !names.isEmpty {
            lines.append("\(what): \(Comparison.named(names))")
        }
        lines += conclusions.map {
            let count = "in \(max($0.before, $0.after)) of \($0.cases) cases"
            return "\($0.isNew ? "new" : "gone") finding: \($0.id) \(count) of \($0.type): \($0.cause)"
        }
        return lines
            + surroundings.map {
                let (gone, new) = (Comparison.named($0.gone), Comparison.named($0.new))
                let change = gone.isEmpty ? "also \(new)" : new.isEmpty ? "no more \(gone)" : "\(gone) -> \(new)"
                return "other \($0.what.rawValue): \(change) (\(Comparison.named($0.types)))"
            }
    }
}

/// How likely something is by chance, in words.
func inWords(p: Double) -> String { p < 0.001 ? "p < 0.001" : "p = \(rounded(p, digits: 2))" }
