/// How results stand in a journal. Reports use the same words.
extension ExecutionResult: JSONDescribed {
    @inlinable
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("verdict", verdict.rawValue)
        sink.member("summary", summary)
        sink.member("started", startedAt)
        sink.member("ended", endedAt)
        sink.member("checks", checks)
        sink.member("evidence", evidence)
        // JSON has no word for a number that is none; what was not measured is not there.
        sink.member("figures", figures.filter(\.value.isFinite))
        sink.member("artifacts", artifacts)
        sink.member("metadata", .object(metadata))
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

extension Check: JSONDescribed {
    @inlinable
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("id", id)
        sink.member("title", title)
        sink.member("status", status.rawValue)
        sink.member("detail", detail)
        sink.member("evidence", evidence)
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

extension Evidence: JSONDescribed {
    @inlinable
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("id", id)
        sink.member("command", command)
        if let exitStatus { sink.member("exit_status", exitStatus) } else { sink.member("exit_status", JSONValue.null) }
        sink.member("output", output)
        sink.member("at", at)
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

extension Figure: JSONDescribed {
    @inlinable
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("name", name)
        sink.member("value", .number(value))
        sink.member("unit", unit)
    }

    init(json: JSONObject) throws(JSONError) {
        self.init(
            try json.string("name"),
            try json.required("value", \.number),
            unit: try json.string("unit")
        )
    }
}

extension Artifact: JSONDescribed {
    @inlinable
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("name", name)
        sink.member("path", path)
        sink.member("media_type", mediaType)
    }

    init(json: JSONObject) throws(JSONError) {
        self.init(
            name: try json.string("name"),
            path: try json.string("path"),
            mediaType: try json.string("media_type")
        )
    }
}

extension Finding: JSONDescribed {
    @inlinable
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("id", id)
        sink.member("severity", severity.rawValue)
        sink.member("cause", cause)
        sink.member("remedy", remedy)
        sink.member("evidence", evidence)
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

extension RunError: JSONDescribed {
    @inlinable
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("code", code.rawValue)
        sink.member("attempt", attempt)
        sink.member("happened", happened)
        sink.member("next", next)
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

extension CaseOutcome: JSONDescribed {
    @inlinable
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("status", status.rawValue)
        sink.member("verdict", verdict.rawValue)
        sink.member("disposal", disposal.rawValue)
        if let failure { sink.member("failure", failure) } else { sink.member("failure", JSONValue.null) }
    }

    /// Reads an outcome from its place in a line: every case has one, so it is read without a tree in between.
    init(_ range: Range<Int>, of line: JSONLine) throws(JSONError) {
        var members = try JSONLine(line.bytes, range)
        let status: Status = try members.word("status")
        let verdict: Verdict = try members.word("verdict")
        let disposal: Disposal = try members.word("disposal")
        let failure = try members.value("failure")
        try members.finish()
        self.init(
            status: status,
            verdict: verdict,
            disposal: disposal,
            failure: try failure.object.map { object throws(JSONError) in try RunError(json: object) }
        )
    }
}

extension MachineInfo: JSONDescribed {
    @inlinable
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("name", name)
        sink.member("emulated", .bool(isEmulated))
    }

    init(json: JSONObject) throws(JSONError) {
        self.init(name: try json.string("name"), isEmulated: try json.required("emulated", \.bool))
    }
}

extension EnvironmentInfo: JSONDescribed {
    @inlinable
    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("id", id)
        sink.member("provider", provider)
        sink.member("region", JSONValue(region))
        sink.member("host", access.host)
        sink.member("port", access.port)
        sink.member("user", access.user)
        sink.member("declared_support", JSONValue(declaredSupport))
        sink.member("properties", .object(properties))
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
