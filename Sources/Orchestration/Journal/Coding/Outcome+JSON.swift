/// How results stand in a journal. Reports use the same words.
extension ExecutionResult {
    /// The result as a JSON object.
    public var json: JSONObject {
        [
            "verdict": .string(verdict.rawValue),
            "summary": .string(summary),
            "started": .string(startedAt.description),
            "ended": .string(endedAt.description),
            "checks": .array(checks.map { .object($0.json) }),
            "evidence": .array(evidence.map { .object($0.json) }),
            // JSON has no word for a number that is none; what was not measured is not there.
            "figures": .array(figures.filter(\.value.isFinite).map { .object($0.json) }),
            "artifacts": .array(artifacts.map { .object($0.json) }),
            "metadata": .object(metadata),
        ]
    }

    init(json: JSONObject) throws(JSONError) {
        self.init(
            verdict: try json.word("verdict"),
            summary: try json.string("summary"),
            checks: try json.list("checks", Check.init(json:)),
            evidence: try json.list("evidence", Evidence.init(json:)),
            figures: try json.list("figures", Figure.init(json:)),
            artifacts: try json.list("artifacts", Artifact.init(json:)),
            metadata: try json.required("metadata", \.object),
            startedAt: try json.moment("started"),
            endedAt: try json.moment("ended")
        )
    }
}

extension Check {
    /// The check as a JSON object.
    public var json: JSONObject {
        [
            "id": .string(id), "title": .string(title), "status": .string(status.rawValue), "detail": .string(detail),
            "evidence": .array(evidence.map(JSONValue.string)),
        ]
    }

    init(json: JSONObject) throws(JSONError) {
        self.init(
            id: try json.string("id"),
            title: try json.string("title"),
            status: try json.word("status"),
            detail: try json.string("detail"),
            evidence: try json.required("evidence", \.array).compactMap(\.string)
        )
    }
}

extension Evidence {
    /// The observation as a JSON object.
    public var json: JSONObject {
        [
            "id": .string(id), "command": .string(command), "exit_status": JSONValue(exitStatus),
            "output": .string(output),
            "at": .string(at.description),
        ]
    }

    init(json: JSONObject) throws(JSONError) {
        self.init(
            id: try json.string("id"),
            command: try json.string("command"),
            exitStatus: try json.optional("exit_status", \.integer).map { Int($0) },
            output: try json.string("output"),
            at: try json.moment("at")
        )
    }
}

extension Figure {
    /// The figure as a JSON object.
    public var json: JSONObject { ["name": .string(name), "value": .number(value), "unit": .string(unit)] }

    init(json: JSONObject) throws(JSONError) {
        self.init(
            try json.string("name"),
            try json.required("value", \.number),
            unit: try json.string("unit")
        )
    }
}

extension Artifact {
    var json: JSONObject { ["name": .string(name), "path": .string(path), "media_type": .string(mediaType)] }

    init(json: JSONObject) throws(JSONError) {
        self.init(
            name: try json.string("name"),
            path: try json.string("path"),
            mediaType: try json.string("media_type")
        )
    }
}

extension Finding {
    /// The finding as a JSON object.
    public var json: JSONObject {
        [
            "id": .string(id), "severity": .string(severity.rawValue), "cause": .string(cause),
            "remedy": .string(remedy), "evidence": .array(evidence.map(JSONValue.string)),
        ]
    }

    init(json: JSONObject) throws(JSONError) {
        self.init(
            id: try json.string("id"),
            severity: try json.word("severity"),
            cause: try json.string("cause"),
            remedy: try json.string("remedy"),
            evidence: try json.required("evidence", \.array).compactMap(\.string)
        )
    }
}

extension RunError {
    /// The error as a JSON object.
    public var json: JSONObject {
        [
            "code": .string(code.rawValue), "attempt": .string(attempt), "happened": .string(happened),
            "next": .string(next),
        ]
    }

    init(json: JSONObject) throws(JSONError) {
        self.init(
            try json.word("code"),
            attempt: try json.string("attempt"),
            happened: try json.string("happened"),
            next: try json.string("next")
        )
    }
}

extension CaseOutcome {
    var json: JSONObject {
        [
            "status": .string(status.rawValue), "verdict": .string(verdict.rawValue),
            "disposal": .string(disposal.rawValue), "failure": failure.map { .object($0.json) } ?? .null,
        ]
    }

    init(json: JSONObject) throws(JSONError) {
        var failure: RunError?
        if let object = try json.optional("failure", \.object) { failure = try RunError(json: object) }
        self.init(
            status: try json.word("status"),
            verdict: try json.word("verdict"),
            disposal: try json.word("disposal"),
            failure: failure
        )
    }
}

extension EnvironmentInfo {
    var json: JSONObject {
        [
            "id": .string(id), "provider": .string(provider), "region": JSONValue(region),
            "host": .string(access.host), "port": .integer(Int64(access.port)), "user": .string(access.user),
            "declared_support": JSONValue(declaredSupport), "properties": .object(properties),
        ]
    }

    init(json: JSONObject) throws(JSONError) {
        self.init(
            id: try json.string("id"),
            provider: try json.string("provider"),
            region: try json.optional("region", \.string),
            access: Access(
                host: try json.string("host"),
                port: try json.integer("port"),
                user: try json.string("user")
            ),
            declaredSupport: try json.optional("declared_support", \.bool),
            properties: try json.required("properties", \.object)
        )
    }
}
