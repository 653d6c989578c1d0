public import Orchestration

extension Trend {
    /// The version of the shape of `json`; grows when a key changes its meaning or goes away.
    public static let schemaVersion = 1

    /// The trend for programs.
    public var json: JSONObject {
        [
            "schema_version": JSONValue(Self.schemaVersion), "metric": .string(metric.name),
            "unit": .string(metric.unit), "better": .string(metric.direction.rawValue),
            "by": .texts(grouping.map(\.rawValue)), "environments": .texts(environments),
            "rules": [
                "significance": .number(rules.significance), "tolerance": .number(rules.tolerance),
                "seed": .string(String(rules.seed)), "fewest_runs": JSONValue(TrendSeries.fewestRuns),
            ],
            "series": .array(series.map { .object($0.json) }),
        ]
    }
}

extension TrendSeries {
    fileprivate var json: JSONObject {
        let object: JSONObject = [
            "name": .string(name), "enough_runs": .bool(isLongEnough),
            "points": .array(
                points.map {
                    [
                        "run": .string($0.runID), "started": .string($0.startedAt.description),
                        "median": .number($0.value), "values": JSONValue($0.count),
                    ]
                }
            ),
            "changes": .array(changes.map { .object($0.json) }),
            "drift": drift.map { .object($0.json) } ?? .null,
        ]
        return object.withoutNulls
    }
}

extension TrendSeries.Change {
    fileprivate var json: JSONObject {
        let object: JSONObject = [
            "index": JSONValue(index), "run": .string(runID), "started": .string(startedAt.description),
            "before": .number(before), "after": .number(after), "change": .finite(share), "p": .number(p),
            "judgement": JSONValue(judgement?.rawValue),
            "with": .array(
                shifts.map {
                    ["what": .string($0.what.rawValue), "before": .string($0.before), "after": .string($0.after)]
                }
            ),
        ]
        return object.withoutNulls
    }
}

extension TrendSeries.Drift {
    fileprivate var json: JSONObject {
        let object: JSONObject = [
            "per_day": .number(perDay), "change": .finite(share), "p": .number(p),
            "judgement": JSONValue(judgement?.rawValue),
        ]
        return object.withoutNulls
    }
}
