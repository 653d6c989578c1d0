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
            "tolerates_inconclusive": .bool(toleratesInconclusive),
            "prices": .object(RunPlan.json(prices)),
            "budget": .object(budget.json),
            "cases": .array(cases.map { .object($0.json) }),
            "configuration": .array(configuration.map { .object($0.json) }),
        ]
    }

    private static func json(_ prices: [String: Money]) -> JSONObject {
        var object = JSONObject()
        for (type, price) in prices.sorted(by: { $0.key < $1.key }) { object[type] = .string(price.description) }
        return object
    }

    /// Reads a plan: its cases may be many, so they are read without a tree in between.
    init(_ line: inout JSONLine) throws(JSONError) {
        let runID = try line.string("run")
        let environment = try line.string("environment")
        let concurrency = try line.integer("concurrency")
        guard let keep = KeepPolicy(try line.string("keep")) else {
            throw JSONError("\"keep\" has an unexpected value")
        }
        let timeToLive = try line.duration("time_to_live_seconds")
        let cleanupTimeout = try line.duration("cleanup_timeout_seconds")
        // Older journals do not know it.
        let tolerance = try line.optionalValue("tolerates_inconclusive")?.bool ?? false
        // Nor these.
        var prices: [String: Money] = [:]
        for member in try line.optionalValue("prices")?.object?.members ?? [] {
            prices[member.key] = member.value.string.flatMap { Money($0) }
        }
        let budget = try line.optionalValue("budget")?.object.map { Budget($0) } ?? Budget()
        let cases = try line.list("cases") { element throws(JSONError) in try InstanceCase(&element) }
        let configuration = try line.list("configuration") { element throws(JSONError) in try EffectiveValue(&element) }
        guard concurrency >= 1, Set(cases.map(\.id)).count == cases.count else {
            throw JSONError("not a plan: its cases or its concurrency are impossible")
        }
        self.init(
            runID: runID,
            environment: environment,
            cases: cases,
            concurrency: concurrency,
            keep: keep,
            timeToLive: timeToLive,
            cleanupTimeout: cleanupTimeout,
            toleratesInconclusive: tolerance,
            prices: prices,
            budget: budget,
            configuration: configuration
        )
    }
}

extension RunPlan.EffectiveValue {
    var json: JSONObject { ["key": .string(key), "value": .string(value), "source": .string(source)] }

    init(_ line: inout JSONLine) throws(JSONError) {
        self.init(key: try line.string("key"), value: try line.string("value"), source: try line.string("source"))
    }
}

extension Budget {
    var json: JSONObject {
        let object: JSONObject = [
            "max_cost_usd": JSONValue(money?.description), "max_instance_seconds": JSONValue(seconds),
        ]
        return object.withoutNulls
    }

    init(_ json: JSONObject) {
        self.init(
            money: json["max_cost_usd"]?.string.flatMap { Money($0) },
            seconds: json["max_instance_seconds"]?.integer.map { Int($0) }
        )
    }
}

extension InstanceCase {
    /// The case as it stands in a plan.
    package var json: JSONObject {
        let sorted = labels.sorted { $0.key < $1.key }
        var labels = JSONObject()
        for (name, value) in sorted { labels[name] = .string(value) }
        let object: JSONObject = [
            "type": .string(type), "index": .integer(Int64(index)), "quantity": .integer(Int64(quantity)),
            "expect": .string(expectation.rawValue), "timeout_seconds": timeout.json, "labels": .object(labels),
            "machine": JSONValue(machine),
        ]
        return object.withoutNulls
    }

    /// Reads what `json` wrote.
    package init(_ json: JSONObject) throws(JSONError) {
        let bytes = JSONValue.object(json).text()
        var line = try JSONLine(bytes, 0..<bytes.count)
        try self.init(&line)
    }

    init(_ line: inout JSONLine) throws(JSONError) {
        let type = try line.string("type")
        let index = try line.integer("index")
        let quantity = try line.integer("quantity")
        guard index >= 1, index <= quantity else { throw JSONError("case \(index) of \(quantity)") }
        let expectation: Expectation = try line.word("expect")
        let timeout = try line.duration("timeout_seconds")
        var labels: [String: String] = [:]
        for member in try line.members(of: "labels").members { labels[member.key] = member.value.string }
        let machine = try line.optionalString("machine")
        self.init(
            type: type,
            index: index,
            of: quantity,
            machine: machine,
            expectation: expectation,
            timeout: timeout,
            labels: labels
        )
    }
}

extension JSONLine {
    fileprivate mutating func duration(_ name: String) throws(JSONError) -> Duration {
        guard let duration = Duration(json: try value(name)) else { throw JSONError("\"\(name)\" is not a duration") }
        return duration
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
