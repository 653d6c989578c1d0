/// What a history takes in of one line of a journal; what takes much room stays as it stands there.
struct HistoryEntry: Sendable {
    /// What happened, as far as a history looks into it.
    enum Content {
        case event(RunEvent)
        case environment(CaseID, Recorded<EnvironmentInfo>)
        case result(CaseID, Recorded<ExecutionResult>)
        case retried(CaseID?)
    }

    /// What one case told is the model for the others near it.
    struct Models {
        fileprivate var environment: [UInt8] = []
        fileprivate var result: [UInt8] = []
    }

    let at: Timestamp
    let content: Content

    /// What a record says.
    init(_ record: JournalRecord) {
        at = record.at
        content =
            switch record.event {
            case .environmentReady(let id, let environment): .environment(id, .made(environment))
            case .executed(let id, let result): .result(id, .made(result))
            case .retrying(let id, _, _, _, _): .retried(id)
            default: .event(record.event)
            }
    }

    private init(at moment: Timestamp, _ content: Content) {
        at = moment
        self.content = content
    }

    /// What a line says; `nil` for one of an unknown kind.
    static func read(_ line: inout JournalLine, _ models: inout Models) throws -> HistoryEntry? {
        let content: Content
        switch line.kind {
        case .environmentReady:
            let id = CaseID(try line.members.string("case"))
            content = .environment(
                id,
                .written(try line.members.rest(from: "environment", similarTo: &models.environment))
            )
        case .executed:
            let id = CaseID(try line.members.string("case"))
            let text = try line.members.rest(from: "result", similarTo: &models.result)
            content = .result(id, .written(text))
        case .retrying:
            content = .retried(try line.members.optionalString("case").map { CaseID($0) })
            try line.members.finish()
        default: return try line.record().map { HistoryEntry($0) }
        }
        return HistoryEntry(at: line.at, content)
    }
}
