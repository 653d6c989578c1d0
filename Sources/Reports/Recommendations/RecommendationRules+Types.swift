/// What results say about types and places, and what they are too few to say.
extension RecommendationRule {
    /// So many values of each type it takes to prefer one.
    private static let fewestToPrefer = 5
    /// So many times the error of another type is far more.
    private static let farMore = 2.0

    static let types = [
        RecommendationRule("R09", "declared to have a clock, never seen with one that works") { circumstances in
            circumstances.tallies.filter { $0.declared.supported > 0 && $0.observed > 0 && $0.supported == 0 }.map {
                Advice(
                    about: $0.type,
                    because: "EC2 declares a clock, and none of \(observed($0)) shows one that works",
                    text: "See the findings for why; if they blame the host, try another zone, then ask AWS."
                )
            }
        },
        RecommendationRule("R10", "declared to have no clock, seen with one") { circumstances in
            circumstances.tallies.filter { $0.declared.unsupported > 0 && $0.supported > 0 }.map {
                Advice(
                    about: $0.type,
                    because: "EC2 declares no clock, and \($0.supported) of \(observed($0)) show one that works",
                    text: "Go by what was observed; a declaration may be older than the hardware."
                )
            }
        },
        RecommendationRule("R11", "a place without capacity") { circumstances in
            circumstances.withoutCapacity.filter { $0.value.hits > 0 && $0.value.hits * 10 >= $0.value.cases }
                .sorted { $0.key < $1.key }.map { place, count in
                    Advice(
                        about: place,
                        because: "\(count.inWords) found no capacity",
                        text: "Give subnets in more zones with subnet_id, or try at another time."
                    )
                }
        },
        RecommendationRule("R12", "much that could not be observed") { circumstances in
            circumstances.unobserved.filter { $0.value.hits > 0 && $0.value.hits * 5 >= $0.value.cases }
                .sorted { $0.key < $1.key }.map { type, count in
                    let reasons = circumstances.obstacles[type] ?? [:]
                    let reason = reasons.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
                    return Advice(
                        about: type,
                        because: "\(count.inWords) could not be observed, mostly: \(reason)",
                        text: "A failure to observe says nothing about a clock: remove the obstacle and run it again."
                    )
                }
        },
        RecommendationRule("R13", "a far better clock in another type of the same size") { circumstances in
            let sizes = Dictionary(grouping: circumstances.tallies.filter { size($0) != nil }) { size($0) ?? "" }
            return sizes.sorted { $0.key < $1.key }.flatMap { preferences($0.value) }
        },
    ]

    private static func observed(_ tally: TypeTally) -> String {
        tally.observed == 1 ? "1 observed case" : "\(tally.observed) observed cases"
    }

    /// What comes behind the family: `large` of `c7i.large`.
    private static func size(_ tally: TypeTally) -> Substring? {
        let parts = tally.type.split(separator: ".", maxSplits: 1)
        return parts.count == 2 ? parts[1] : nil
    }

    /// The best of some types before those that are far from it.
    private static func preferences(_ tallies: [TypeTally]) -> [Advice] {
        let metric = Metric.headline
        let measured = tallies.map { (type: $0.type, sample: $0.sample(metric.name)) }
            .filter { $0.sample.count >= fewestToPrefer }
        guard let best = measured.min(by: { ($0.sample.median ?? 0, $0.type) < ($1.sample.median ?? 0, $1.type) }),
            let least = best.sample.median
        else { return [] }
        return measured.compactMap { other in
            guard let median = other.sample.median, median >= farMore * least, median > least,
                let test = MannWhitney(best.sample, other.sample), test.p * Double(measured.count) <= 0.05
            else { return nil }
            return Advice(
                about: best.type,
                because: "\(metric.name) is \(metric.inWords(least)) in \(best.sample.count) cases of \(best.type), "
                    + "\(metric.inWords(median)) in \(other.sample.count) of \(other.type)",
                text: "Prefer \(best.type) to \(other.type) where time matters."
            )
        }
    }

    static let insufficient = [
        RecommendationRule("R14", "fewer samples than were planned") { circumstances in
            circumstances.tallies.compactMap { tally in
                let taken = (tally.values["samples"] ?? []).reduce(0, +)
                let planned = (tally.values["samples_planned"] ?? []).reduce(0, +)
                guard planned > 0, taken < 0.9 * planned else { return nil }
                return Advice(
                    about: tally.type,
                    because:
                        "\(rounded(taken, digits: 6)) of \(rounded(planned, digits: 6)) planned samples were taken",
                    text: "See in the evidence why readings are missing; quantiles of few samples say little."
                )
            }
        },
        RecommendationRule("R15", "too few values to compare") { circumstances in
            guard let comparison = circumstances.comparison else { return [] }
            let reasons =
                comparison.metrics.compactMap { change in change.reason.map { (change.type, $0) } }
                + comparison.support.compactMap { change in change.reason.map { (change.type, $0) } }
            guard !reasons.isEmpty else { return [] }
            var types: [String] = []
            for (type, _) in reasons where !types.contains(type) { types.append(type) }
            return [
                Advice(
                    about: scope(types),
                    because: "of \(reasons.count) questions the comparison leaves open, the first is: \(reasons[0].1)",
                    text: "Make more runs, or raise the quantities, and compare all of them at once."
                )
            ]
        },
        RecommendationRule("R16", "too few runs for a trend") { circumstances in
            circumstances.trends.flatMap { trend in
                let short = trend.series.filter { !$0.isLongEnough }
                guard let most = short.map(\.points.count).max() else { return [Advice]() }
                return [
                    Advice(
                        about: Comparison.named(short.map(\.name)),
                        because: "\(trend.metric.name) was measured in \(most == 1 ? "1 run" : "\(most) runs") at most",
                        text: "Make at least \(TrendSeries.fewestRuns) runs before a change can be told from chance."
                    )
                ]
            }
        },
    ]
}
