public import Orchestration

extension RunResults {
    /// The version of the form in which results are exported.
    public static let formatVersion = 1

    /// The results as JSON; `init(json:)` reads them back.
    public var json: JSONObject {
        [
            "format": .integer(Int64(Self.formatVersion)), "run": .string(runID), "fingerprint": .string(fingerprint),
            "tool_version": .string(toolVersion), "plan_digest": .string(planDigest),
            "environment": .string(environment), "started": .string(startedAt.description),
            "last_record": .string(lastAt.description), "complete": .bool(isComplete),
            "exit_code": .integer(Int64(exitCode)), "cases": .array(cases.map { .object($0.json) }),
        ]
    }

    /// Reads what `json` wrote; of a newer form nothing is guessed.
    public init(json: JSONObject) throws(JSONError) {
        let format = try json.integer("format")
        guard format == Self.formatVersion else {
            throw JSONError("the results are in form \(format); this version reads form \(Self.formatVersion)")
        }
        self.init(
            runID: try json.string("run"),
            fingerprint: try json.string("fingerprint"),
            toolVersion: try json.string("tool_version"),
            planDigest: try json.string("plan_digest"),
            environment: try json.string("environment"),
            startedAt: try json.moment("started"),
            lastAt: try json.moment("last_record"),
            isComplete: try json.required("complete", \.bool),
            exitCode: try json.integer("exit_code"),
            cases: try json.list("cases") { object throws(JSONError) in try CaseResults(json: object) }
        )
    }
}

extension CaseResults {
    /// The results of the case as JSON; what is not known is absent.
    public var json: JSONObject {
        var figures = JSONObject()
        for figure in self.figures {
            figures[figure.name] = ["value": .number(figure.value), "unit": .string(figure.unit)]
        }
        let object: JSONObject = [
            "case": .object(planned.json), "status": .string(status.rawValue), "verdict": .string(verdict.rawValue),
            "disposal": .string(disposal.rawValue), "reason": JSONValue(reason),
            "declared_support": JSONValue(declaredSupport), "started": JSONValue(startedAt?.description),
            "ended": JSONValue(endedAt?.description), "cost_usd": JSONValue(cost?.description),
            "setting": .object(setting.json),
            "rungs": .array(rungs.map { ["id": .string($0.id), "status": .string($0.status.rawValue)] }),
            "findings": .array(
                conclusions.map {
                    ["id": .string($0.id), "cause": .string($0.cause), "remedy": .string($0.remedy)]
                }
            ),
            "figures": .object(figures),
        ]
        return object.withoutNulls
    }

    /// Reads what `json` wrote.
    init(json: JSONObject) throws(JSONError) {
        let figures = try (json.optional("figures", \.object) ?? [:]).members.map { member throws(JSONError) in
            guard let value = member.value["value"]?.number, let unit = member.value["unit"]?.string else {
                throw JSONError("the figure \"\(member.key)\" has no value or no unit")
            }
            return Figure(member.key, value, unit: unit)
        }
        self.init(
            planned: try InstanceCase(json.required("case", \.object)),
            setting: Setting(json: try json.optional("setting", \.object) ?? [:]),
            status: try json.word("status"),
            verdict: try json.word("verdict"),
            disposal: try json.word("disposal"),
            reason: try json.optional("reason", \.string),
            declaredSupport: try json.optional("declared_support", \.bool),
            startedAt: try json.optional("started") { $0.string.flatMap { Timestamp($0) } },
            endedAt: try json.optional("ended") { $0.string.flatMap { Timestamp($0) } },
            cost: try json.optional("cost_usd") { $0.string.flatMap { Money($0) } },
            rungs: try json.list("rungs") { object throws(JSONError) in
                Rung(id: try object.string("id"), status: try object.word("status"))
            },
            conclusions: try json.list("findings") { object throws(JSONError) in
                Conclusion(
                    id: try object.string("id"),
                    cause: try object.string("cause"),
                    remedy: try object.string("remedy")
                )
            },
            figures: figures
        )
    }
}

extension CaseResults.Setting {
    private static let names: [(name: String, path: any WritableKeyPath<Self, String?> & Sendable)] = [
        ("environment", \.environment), ("region", \.region), ("zone", \.zone), ("architecture", \.architecture),
        ("kernel", \.kernel), ("driver", \.driver), ("system", \.system),
    ]

    var json: JSONObject {
        var object = JSONObject()
        for (name, path) in Self.names { object[name] = self[keyPath: path].map(JSONValue.string) }
        return object
    }

    init(json: JSONObject) {
        self.init()
        for (name, path) in Self.names { self[keyPath: path] = json[name]?.string }
    }
}
