public import Orchestration

extension Comparison {
    /// The version of the shape of `json`; grows when a key changes its meaning or goes away.
    public static let schemaVersion = 1

    /// The comparison for programs.
    public var json: JSONObject {
        [
            "schema_version": JSONValue(Self.schemaVersion),
            "baseline": .object(baseline.json), "candidate": .object(candidate.json),
            "rules": [
                "significance": .number(rules.significance), "tolerance": .number(rules.tolerance),
                "confidence": .number(rules.confidence), "draws": JSONValue(rules.draws),
                "seed": .string(String(rules.seed)), "allows_mixing": .bool(rules.allowsMixing),
            ],
            "worse": .bool(hasWorse), "tells_anything": .bool(tellsAnything), "exit_code": JSONValue(exitCode),
            "metrics": .array(metrics.map { .object($0.json) }),
            "support": .array(support.map { .object($0.json) }),
            "cases": .array(cases.map { .object($0.json) }),
            "differences": .object(differences.json), "notes": .array(notes.map(JSONValue.string)),
        ]
    }
}

extension Comparison.Side {
    fileprivate var json: JSONObject {
        [
            "runs": .texts(runs), "cases": JSONValue(cases), "environments": .texts(environments),
            "plan_digests": .texts(planDigests), "incomplete": .texts(incomplete),
        ]
    }
}

extension MetricChange {
    fileprivate var json: JSONObject {
        let object: JSONObject = [
            "type": .string(type), "metric": .string(metric.name), "unit": .string(metric.unit),
            "better": .string(metric.direction.rawValue), "primary": .bool(metric.isPrimary),
            "judgement": JSONValue(judgement?.rawValue), "reason": JSONValue(reason),
            "baseline": ["median": .number(baseline.median), "values": JSONValue(baseline.count)],
            "candidate": ["median": .number(candidate.median), "values": JSONValue(candidate.count)],
            "change": .finite(change), "change_at_least": .finite(changeAtLeast),
            "change_at_most": .finite(changeAtMost), "effect": .number(effect), "p": .number(p),
        ]
        return object.withoutNulls
    }
}

extension SupportChange {
    fileprivate var json: JSONObject {
        let object: JSONObject = [
            "type": .string(type), "judgement": .string(judgement.rawValue), "reason": JSONValue(reason),
            "baseline": .object(baseline.json), "candidate": .object(candidate.json), "p": JSONValue(p),
        ]
        return object.withoutNulls
    }
}

extension SupportChange.Count {
    fileprivate var json: JSONObject {
        ["supported": JSONValue(supported), "observed": JSONValue(observed), "cases": JSONValue(cases)]
    }
}

extension CaseChange {
    fileprivate var json: JSONObject {
        [
            "case": .string(id.text), "type": .string(type), "before": .string(before.rawValue),
            "after": .string(after.rawValue), "judgement": .string(judgement.rawValue),
        ]
    }
}

extension Differences {
    fileprivate var json: JSONObject {
        [
            "new_types": .texts(newTypes), "gone_types": .texts(goneTypes), "new_cases": .texts(newCases),
            "gone_cases": .texts(goneCases),
            "findings": .array(
                conclusions.map {
                    [
                        "id": .string($0.id), "type": .string($0.type), "cause": .string($0.cause),
                        "before": JSONValue($0.before), "after": JSONValue($0.after), "cases": JSONValue($0.cases),
                    ]
                }
            ),
            "surroundings": .array(
                surroundings.map {
                    [
                        "what": .string($0.what.rawValue), "types": .texts($0.types), "gone": .texts($0.gone),
                        "new": .texts($0.new),
                    ]
                }
            ),
        ]
    }
}

extension JSONValue {
    /// Texts as an array.
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

    /// A number, or `null` for what is none.
    static func finite(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .null }
}
