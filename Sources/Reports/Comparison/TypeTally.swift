import Orchestration

/// What the cases of one type came to, in one or more runs.
struct TypeTally: Sendable {
    /// How often a rule concluded something, and what there is to do about it.
    struct Conclusion: Sendable {
        var count = 0
        let cause: String
        let remedy: String
    }

    /// The type.
    let type: String
    /// How many cases there are.
    private(set) var cases = 0
    /// How many have a verdict that says something.
    private(set) var observed = 0
    /// How many of those are supported.
    private(set) var supported = 0
    /// How many cases the provider declares to have a clock, and to have none.
    private(set) var declared = (supported: 0, unsupported: 0)
    /// The values of each metric.
    private(set) var values: [String: [Double]] = [:]
    /// The units of figures.
    private(set) var units: [String: String] = [:]
    /// What was concluded, by rule.
    private(set) var conclusions: [String: Conclusion] = [:]
    /// What the cases ran on, and how many on each.
    private(set) var surroundings: [Grouping: [String: Int]] = [:]

    /// The share of the observed cases that are supported.
    var support: SharesTest.Share { SharesTest.Share(supported, of: observed) }

    fileprivate init(_ type: String) { self.type = type }

    fileprivate mutating func add(_ results: CaseResults, toolVersion: String) {
        cases += 1
        if results.verdict != .inconclusive { observed += 1 }
        if results.verdict == .supported { supported += 1 }
        if let declares = results.declaredSupport {
            if declares { declared.supported += 1 } else { declared.unsupported += 1 }
        }
        for figure in results.figures {
            values[figure.name, default: []].append(figure.value)
            if units[figure.name] == nil { units[figure.name] = figure.unit }
        }
        // How long it took to find out nothing is the length of a time-out.
        if results.verdict != .inconclusive, let duration = results.value(of: CaseResults.durationMetric) {
            values[CaseResults.durationMetric, default: []].append(duration)
        }
        // That a clock is missing where none is expected is nothing to be mended. A rule counts once a case.
        if results.status == .met, results.verdict == .unsupported { return addSurroundings(of: results, toolVersion) }
        for (index, conclusion) in results.conclusions.enumerated()
        where !results.conclusions[..<index].contains(where: { $0.id == conclusion.id }) {
            conclusions[
                conclusion.id,
                default: Conclusion(cause: conclusion.cause, remedy: conclusion.remedy)
            ].count += 1
        }
        addSurroundings(of: results, toolVersion)
    }

    private mutating func addSurroundings(of results: CaseResults, _ toolVersion: String) {
        for grouping in Grouping.surroundings + [.tool] {
            guard let value = grouping.value(type, results.setting, toolVersion: toolVersion) else { continue }
            surroundings[grouping, default: [:]][value, default: 0] += 1
        }
    }
}

extension TypeTally {
    /// Counts all cases of runs, by type in the order in which types turn up.
    static func all(_ runs: [RunResults]) -> [TypeTally] {
        var tallies: [TypeTally] = []
        var places: [String: Int] = [:]
        for run in runs {
            for index in run.cases.indices {
                let type = run.cases[index].planned.type
                let place = places[type] ?? tallies.count
                if place == tallies.count {
                    places[type] = place
                    tallies.append(TypeTally(type))
                }
                tallies[place].add(run.cases[index], toolVersion: run.toolVersion)
            }
        }
        return tallies
    }

    /// The values of a metric in their order.
    func sample(_ metric: String) -> SortedValues { SortedValues(values[metric] ?? []) }

    /// The metrics that were measured, in the order of the table.
    var metrics: [Metric] {
        values.keys.map { Metric.named($0, unit: units[$0] ?? "") }.sorted {
            ($0.place, $0.name) < ($1.place, $1.name)
        }
    }
}
