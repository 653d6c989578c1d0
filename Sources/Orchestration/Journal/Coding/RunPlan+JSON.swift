/// The plan as it stands in `plan.json` and in the first line of a journal.
extension RunPlan {
    /// The plan as a JSON object.
    public var json: JSONObject {
        [
            "run": .string(runID),
            "environment": .string(environment),
            "concurrency": .integer(Int64(concurrency)),
            "keep": .string(keep.description),
            "time_to_live_seconds": timeToLive.json,
            "cleanup_timeout_seconds": cleanupTimeout.json,
            "cases": .array(cases.map { .object($0.json) }),
            "configuration": .array(configuration.map { .object($0.json) }),
        ]
    }

    init(json: JSONObject) throws(JSONError) {
        let cases = try json.list("cases", InstanceCase.init(json:))
        let concurrency = try json.integer("concurrency")
        guard concurrency >= 1, Set(cases.map(\.id)).count == cases.count else {
            throw JSONError("not a plan: its cases or its concurrency are impossible")
        }
        self.init(
            runID: try json.string("run"),
            environment: try json.string("environment"),
            cases: cases,
            concurrency: concurrency,
            keep: try json.required("keep") { $0.string.flatMap { KeepPolicy($0) } },
            timeToLive: try json.required("time_to_live_seconds") { Duration(json: $0) },
            cleanupTimeout: try json.required("cleanup_timeout_seconds") { Duration(json: $0) },
            configuration: try json.list("configuration", EffectiveValue.init(json:))
        )
    }
}

extension RunPlan.EffectiveValue {
    var json: JSONObject { ["key": .string(key), "value": .string(value), "source": .string(source)] }

    init(json: JSONObject) throws(JSONError) {
        self.init(key: try json.string("key"), value: try json.string("value"), source: try json.string("source"))
    }
}

extension InstanceCase {
    var json: JSONObject {
        let sorted = labels.sorted { $0.key < $1.key }
        var labels = JSONObject()
        for (name, value) in sorted { labels[name] = .string(value) }
        return [
            "type": .string(type), "index": .integer(Int64(index)), "quantity": .integer(Int64(quantity)),
            "expect": .string(expectation.rawValue), "timeout_seconds": timeout.json, "labels": .object(labels),
        ]
    }

    init(json: JSONObject) throws(JSONError) {
        let index = try json.integer("index")
        let quantity = try json.integer("quantity")
        guard index >= 1, index <= quantity else { throw JSONError("case \(index) of \(quantity)") }
        var labels: [String: String] = [:]
        for member in try json.required("labels", \.object).members { labels[member.key] = member.value.string }
        self.init(
            type: try json.string("type"),
            index: index,
            of: quantity,
            expectation: try json.word("expect"),
            timeout: try json.required("timeout_seconds") { Duration(json: $0) },
            labels: labels
        )
    }
}

extension KeepPolicy {
    init?(_ text: String) {
        switch text {
        case "none": self = .none
        case "all": self = .all
        case "functional": self = .functional
        case "ask": self = .ask
        default:
            let numbers = text.split(separator: ",").map { Int($0) }
            guard !numbers.contains(nil) else { return nil }
            self = .positions(Set(numbers.compactMap(\.self)))
        }
    }
}
