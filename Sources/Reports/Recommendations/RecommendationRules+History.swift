import Orchestration

/// What became worse, since another run or over time.
extension RecommendationRule {
    static let comparisons = [
        RecommendationRule("R04", "fewer cases work than before") { circumstances in
            guard let comparison = circumstances.comparison else { return [] }
            let cases = comparison.cases.filter { $0.judgement == .worse }.map { change in
                Advice(
                    about: change.id.text,
                    because: "it is \(change.after.rawValue) and was \(change.before.rawValue)"
                        + comparison.surroundings(of: change.type),
                    text: "See its findings with `ptp-verify report`, and run it again as it was before."
                )
            }
            return cases
                + comparison.support.filter { $0.judgement == .worse }.map { change in
                    Advice(
                        about: change.type,
                        because: "\(change.candidate.supported) of \(change.candidate.observed) cases are supported, "
                            + "\(change.baseline.supported) of \(change.baseline.observed) were"
                            + comparison.surroundings(of: change.type),
                        text: "See what the new findings say, and run the type again as it was before."
                    )
                }
        },
        RecommendationRule("R05", "a type measures worse than before") { circumstances in
            guard let comparison = circumstances.comparison else { return [] }
            return comparison.metrics.filter { $0.judgement == .worse }.map { change in
                let metric = change.metric
                return Advice(
                    about: change.type,
                    because: "\(metric.name) is \(metric.inWords(change.candidate.median)), "
                        + "\(inWords(change: change.change)) from \(metric.inWords(change.baseline.median))"
                        + comparison.surroundings(of: change.type),
                    text: "Run the type once more as it was before, to see whether what it runs on is why."
                )
            }
        },
    ]

    static let trends = [
        RecommendationRule("R06", "a change for the worse came together with something new") { circumstances in
            circumstances.changes.filter { !$0.change.shifts.isEmpty }.map { metric, series, change in
                let shift = change.shifts.first { [.kernel, .driver].contains($0.what) } ?? change.shifts[0]
                return Advice(
                    about: series.name,
                    because: "\(metric.name): \(change.inWords(of: metric))",
                    text: "Try \(shift.what.rawValue) \(shift.before) again; if that is better, stay with it "
                        + "and report \(shift.after)."
                )
            }
        },
        RecommendationRule("R07", "a change for the worse came with nothing known") { circumstances in
            circumstances.changes.filter(\.change.shifts.isEmpty).map { metric, series, change in
                Advice(
                    about: series.name,
                    because: "\(metric.name): \(change.inWords(of: metric))",
                    text: "Region, zone, kernel, driver, system and tool stayed the same: "
                        + "look at the host's part, and follow it `--by zone`."
                )
            }
        },
        RecommendationRule("R08", "values become worse little by little") { circumstances in
            circumstances.trends.flatMap { trend in
                trend.series.compactMap { series in
                    guard let drift = series.drift, drift.judgement == .worse else { return nil }
                    return Advice(
                        about: series.name,
                        because: "\(trend.metric.name): \(drift.inWords(of: trend.metric))",
                        text: "Set a limit for it before it is too late, and look for what grows with it."
                    )
                }
            }
        },
    ]
}

extension Circumstances {
    /// The last change of each series, where it is for the worse and lasts.
    fileprivate var changes: [(metric: Metric, series: TrendSeries, change: TrendSeries.Change)] {
        trends.flatMap { trend in
            trend.series.compactMap { series in
                guard let change = series.changes.last, change.judgement == .worse else { return nil }
                return (trend.metric, series, change)
            }
        }
    }
}

extension Comparison {
    /// What is new about what a type runs on, in words that go on a sentence.
    fileprivate func surroundings(of type: String) -> String {
        let changes = differences.surroundings.filter { $0.types.contains(type) && !$0.new.isEmpty }
        guard !changes.isEmpty else { return "" }
        let words = changes.map { "\($0.what.rawValue) \(Comparison.named($0.new))" }
        return "; new are \(words.joined(separator: ", "))"
    }
}
