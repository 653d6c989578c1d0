import Orchestration

/// How a metric went on over the runs of weeks and months, for each type, zone, kernel or whatever tells cases apart.
///
/// Evidence of different kinds is never in one series.
public struct Trend: Sendable, Equatable {
    /// What it takes to call something a change.
    public struct Rules: Sendable, Equatable {
        /// How often at most a change may be seen in any of the series where there is none.
        public var significance = 0.01
        /// A change that matters, as a share of the median before.
        public var tolerance = 0.1
        /// What chance follows from.
        public var seed: UInt64 = 1

        /// The rules that are usual.
        public init() {}
    }

    /// What was measured.
    public let metric: Metric
    /// By what values are told apart.
    public let grouping: [Grouping]
    /// The rules that were followed.
    public let rules: Rules
    /// What the evidence is of.
    public let environments: [String]
    /// What happened in each group, in the order of their names.
    public let series: [TrendSeries]

    /// Follows a metric.
    ///
    /// - Parameters:
    ///   - observations: in any order.
    ///   - toolVersions: the version of the tool that made a run, by the name of the run.
    public init(
        _ observations: [Observation],
        of metric: Metric,
        by grouping: [Grouping] = [.type],
        toolVersions: [String: String] = [:],
        rules: Rules = Rules()
    ) {
        self.metric = metric
        self.grouping = grouping
        self.rules = rules
        environments = Set(observations.compactMap(\.setting.environment)).sorted()
        var groups: [[String]: [Observation]] = [:]
        let told = grouping + (grouping.contains(.environment) ? [] : [.environment])
        for observation in observations where observation.value.isFinite {
            let key = told.map {
                $0.value(
                    observation.type,
                    observation.setting,
                    toolVersion: toolVersions[observation.runID]
                ) ?? TrendSeries.unknown
            }
            groups[key, default: []].append(observation)
        }
        // Where all is of one kind, there is no need to say so each time.
        let isOneKind = Set(groups.keys.map(\.last)).count <= 1 && !grouping.contains(.environment)
        let histories = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, observations in
            (
                name: (isOneKind ? Array(key.dropLast()) : key).joined(separator: ", "),
                runs: RunOfSeries.all(observations, toolVersions)
            )
        }
        let tested = histories.count { $0.runs.count >= TrendSeries.fewestRuns }
        // Each series is looked at twice: for changes, and for a drift.
        let level = rules.significance / Double(2 * max(1, tested))
        series = histories.map { TrendSeries($0.name, $0.runs, of: metric, level: level, rules) }
    }

    /// Follows metrics through runs.
    public static func all(
        _ runs: [RunResults],
        of metrics: [Metric],
        by grouping: [Grouping] = [.type],
        rules: Rules = Rules()
    ) -> [Trend] {
        let versions = Dictionary(runs.map { ($0.runID, $0.toolVersion) }, uniquingKeysWith: { first, _ in first })
        return metrics.map { metric in
            Trend(
                runs.flatMap { $0.observations(of: metric.name) },
                of: metric,
                by: grouping,
                toolVersions: versions,
                rules: rules
            )
        }
    }
}

/// What one run adds to a series.
struct RunOfSeries: Sendable {
    let point: TrendSeries.Point
    /// What most of its cases ran on.
    let surroundings: [Grouping: String]

    /// The runs of some observations, the oldest first.
    static func all(_ observations: [Observation], _ toolVersions: [String: String]) -> [RunOfSeries] {
        struct Key: Hashable {
            let startedAt: Timestamp
            let runID: String
        }
        return Dictionary(grouping: observations) { Key(startedAt: $0.startedAt, runID: $0.runID) }
            .sorted { ($0.key.startedAt, $0.key.runID) < ($1.key.startedAt, $1.key.runID) }
            .compactMap { key, observations in
                RunOfSeries(key.runID, key.startedAt, observations, toolVersions[key.runID])
            }
    }

    private init?(
        _ runID: String,
        _ startedAt: Timestamp,
        _ observations: [Observation],
        _ toolVersion: String?
    ) {
        guard let median = SortedValues(observations.lazy.map(\.value)).median else { return nil }
        point = TrendSeries.Point(runID: runID, startedAt: startedAt, value: median, count: observations.count)
        var surroundings: [Grouping: String] = [:]
        for grouping in Grouping.surroundings + [.tool] {
            surroundings[grouping] = mostFrequent(
                observations.map { grouping.value($0.type, $0.setting, toolVersion: toolVersion) }
            )
        }
        self.surroundings = surroundings
    }
}

/// What more than half of all have; `nil` where nothing is so frequent, or that is not known.
func mostFrequent(_ values: [String?]) -> String? {
    let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
    return counts.first { $0.value * 2 > values.count }?.key
}
