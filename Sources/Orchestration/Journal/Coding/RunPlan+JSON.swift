/// The plan as it stands in `plan.json` and in the first line of a journal.
extension RunPlan: JSONDescribed {
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("run", runID)
        describeConduct(to: &sink)
        sink.key("prices")
        sink.object { sink in
            for (type, price) in prices.sorted(by: { $0.key < $1.key }) { sink.member(type, price.description) }
        }
        sink.member("budget", .object(budget.json))
        sink.member("cases", cases)
        sink.member("configuration", configuration)
    }

    /// Tells what is verified and how; not what it is called, nor what it costs and who pays how much.
    func describeWork<Sink: JSONSink>(to sink: inout Sink) {
        describeConduct(to: &sink)
        sink.member("cases", cases)
    }

    private func describeConduct<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("environment", environment)
        sink.member("concurrency", concurrency)
        sink.member("keep", keep.description)
        sink.member("time_to_live_seconds", timeToLive.json)
        sink.member("cleanup_timeout_seconds", cleanupTimeout.json)
        sink.member("tolerates_inconclusive", .bool(toleratesInconclusive))
        // Only where it is so: plans of before it was known keep their digests.
        sink.member("fails_fast", ifPresent: failsFast ? true : nil)
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
        let failsFast = try line.optionalValue("fails_fast")?.bool ?? false
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
            failsFast: failsFast,
            prices: prices,
            budget: budget,
            configuration: configuration
        )
    }
}

extension RunPlan.EffectiveValue: JSONDescribed {
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("key", key)
        sink.member("value", value)
        sink.member("source", source)
    }

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

extension InstanceCase: JSONDescribed {
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("type", type)
        sink.member("index", index)
        sink.member("quantity", quantity)
        sink.member("expect", expectation.rawValue)
        sink.member("timeout_seconds", timeout.json)
        sink.key("labels")
        sink.object { sink in
            for (name, value) in labels.sorted(by: { $0.key < $1.key }) { sink.member(name, value) }
        }
        sink.member("machine", ifPresent: machine)
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
