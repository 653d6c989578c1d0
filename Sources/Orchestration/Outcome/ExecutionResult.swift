/// What an executor found out about one environment, whatever framework did the work.
public struct ExecutionResult: Sendable, Equatable {
    /// What was observed.
    public var verdict: Verdict
    /// The reason for the verdict in one sentence.
    public var summary: String
    /// The single proofs, in the order in which they build on each other.
    public var checks: [Check]
    /// The raw observations that the proofs rest on, each once.
    public var evidence: [Evidence]
    /// Measured figures by name; what was not measured is not here.
    public var figures: [Figure]
    /// Files that belong to the result.
    public var artifacts: [Artifact]
    /// Whatever else the executor wants to say.
    public var metadata: JSONObject
    /// When the work began.
    public var startedAt: Timestamp
    /// When it ended.
    public var endedAt: Timestamp
    /// What spares an analyzer to read the evidence again; never recorded.
    public var insight: Insight?

    /// Collects a result.
    public init(
        verdict: Verdict,
        summary: String,
        checks: [Check] = [],
        evidence: [Evidence] = [],
        figures: [Figure] = [],
        artifacts: [Artifact] = [],
        metadata: JSONObject = [:],
        startedAt: Timestamp,
        endedAt: Timestamp,
        insight: Insight? = nil
    ) {
        self.verdict = verdict
        self.summary = summary
        self.checks = checks
        self.evidence = evidence
        self.figures = figures
        self.artifacts = artifacts
        self.metadata = metadata
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.insight = insight
    }

    /// The same without what is not recorded.
    var recorded: ExecutionResult {
        var result = self
        result.insight = nil
        return result
    }

    /// Whether the thing under test fully works.
    public var isSuccess: Bool { verdict == .supported }
}

/// One proof with what it rests on.
public struct Check: Sendable, Equatable {
    /// How a proof came out.
    public enum Status: String, Sendable, CaseIterable {
        case held
        case failed
        case notMeasured = "not-measured"
    }

    /// A stable name, such as `device`.
    public let id: String
    /// What the proof says, in words.
    public let title: String
    /// How it came out.
    public let status: Status
    /// What was seen, in words.
    public let detail: String
    /// The ids of the observations that it rests on.
    public let evidence: [String]

    /// Notes one proof.
    public init(id: String, title: String, status: Status, detail: String, evidence: [String] = []) {
        self.id = id
        self.title = title
        self.status = status
        self.detail = detail
        self.evidence = evidence
    }
}

/// A raw observation: which command said what, when.
public struct Evidence: Sendable, Equatable, Identifiable {
    /// What was asked, such as `tracking`.
    public let id: String
    /// The command as it was run.
    public let command: String
    /// Its exit status; `nil` when it was ended by a signal.
    public let exitStatus: Int?
    /// What it printed, cut at a limit.
    public let output: String
    /// When it was started.
    public let at: Timestamp

    /// Notes one observation.
    public init(id: String, command: String, exitStatus: Int?, output: String, at: Timestamp) {
        self.id = id
        self.command = command
        self.exitStatus = exitStatus
        self.output = output
        self.at = at
    }
}

/// A measured number with its unit.
public struct Figure: Sendable, Equatable {
    /// What was measured, such as `root_dispersion`.
    public let name: String
    /// How much.
    public let value: Double
    /// Of what, such as `s`.
    public let unit: String

    /// Notes one figure.
    public init(_ name: String, _ value: Double, unit: String) {
        self.name = name
        self.value = value
        self.unit = unit
    }
}

/// A file that belongs to a result.
public struct Artifact: Sendable, Equatable {
    /// What it is called.
    public let name: String
    /// Where it is, below the run directory.
    public let path: String
    /// What it holds.
    public let mediaType: String

    /// Names a file.
    public init(name: String, path: String, mediaType: String) {
        self.name = name
        self.path = path
        self.mediaType = mediaType
    }
}
