package import Orchestration

extension GateDecision {
    /// The version of the form in which decisions are told to programs.
    package static let formatVersion = 1

    /// The decision as JSON; what is not known is absent.
    ///
    /// - Parameter policy: what the policy is called.
    package func json(policy: String) -> JSONObject {
        [
            "format": .integer(Int64(Self.formatVersion)), "decision": .string(outcome.rawValue),
            "exit_code": .integer(Int64(exitCode)), "policy": .string(policy), "judged": .string(now.description),
            "runs": .array(runs.map { .object($0.json) }), "reasons": .array(reasons.map { .object($0.json) }),
            "tolerated": .array(tolerated.map { .object($0.json) }),
            "satisfied": .array(satisfied.map { .object($0.json) }),
        ]
    }
}

extension GateDecision.Run {
    fileprivate var json: JSONObject {
        [
            "run": .string(id), "environment": .string(environment), "cases": .integer(Int64(cases)),
            "last_record": .string(lastAt.description),
        ]
    }
}

extension GateReason {
    fileprivate var json: JSONObject {
        let object: JSONObject = [
            "kind": .string(kind.rawValue), "contradicts": .bool(kind.contradicts), "run": JSONValue(run),
            "rule": JSONValue(rule), "case": JSONValue(caseID?.text), "type": JSONValue(type),
            "figure": JSONValue(figure), "value": JSONValue(value), "limit": JSONValue(limit), "text": .string(text),
        ]
        return object.withoutNulls
    }
}

extension GateFact {
    fileprivate var json: JSONObject {
        let object: JSONObject = ["rule": JSONValue(rule), "text": .string(text)]
        return object.withoutNulls
    }
}
