/// How events stand in a journal line. Names once written are never changed.
extension RunEvent {
    /// The word that says what a line is about.
    enum Kind: String, CaseIterable {
        case runBegan = "run.began"
        case runMoved = "run.moved"
        case stopRequested = "stop"
        case caseMoved = "case.moved"
        case environmentReady = "case.ready"
        case machineSeen = "case.machine"
        case retrying = "retry"
        case resourceIntended = "res.intended"
        case resourceMade = "res.made"
        case resourceEnding = "res.ending"
        case resourceGone = "res.gone"
        case resourceKept = "res.kept"
        case resourceUnconfirmed = "res.unconfirmed"
        case executed = "case.executed"
        case analyzed = "case.analyzed"
        case caseEnded = "case.ended"
        case noted = "note"
        case runEnded = "run.ended"

        private static let spelled = allCases.map { (word: Array($0.rawValue.utf8), kind: $0) }

        /// The kind whose word stands at a place; read in every line, so no string is made of it.
        static func named(_ bytes: [UInt8], _ range: Range<Int>) -> Kind? {
            spelled.first { $0.word.count == range.count && bytes[range].elementsEqual($0.word) }?.kind
        }
    }

    var kind: Kind {
        switch self {
        case .runBegan: .runBegan
        case .runMoved: .runMoved
        case .stopRequested: .stopRequested
        case .caseMoved: .caseMoved
        case .environmentReady: .environmentReady
        case .machineSeen: .machineSeen
        case .retrying: .retrying
        case .resourceIntended: .resourceIntended
        case .resourceMade: .resourceMade
        case .resourceEnding: .resourceEnding
        case .resourceGone: .resourceGone
        case .resourceKept: .resourceKept
        case .resourceUnconfirmed: .resourceUnconfirmed
        case .executed: .executed
        case .analyzed: .analyzed
        case .caseEnded: .caseEnded
        case .noted: .noted
        case .runEnded: .runEnded
        }
    }

    func writeMembers(to line: inout JSONWriter) {
        switch self {
        case .runBegan(let plan, let toolVersion, let processID):
            line.member("tool", toolVersion)
            line.member("pid", processID)
            line.member("plan", plan)
        case .runMoved(let from, let to, let reason):
            line.member("from", from.rawValue)
            line.member("to", to.rawValue)
            line.member("reason", ifPresent: reason)
        case .stopRequested(let cause): line.member("cause", cause.text)
        case .caseMoved(let id, let stage):
            line.member("case", id.text)
            line.member("stage", stage.rawValue)
        case .environmentReady(let id, let info):
            line.member("case", id.text)
            line.member("environment", info)
        case .machineSeen(let id, let machine):
            line.member("case", id.text)
            line.member("machine", machine)
        case .retrying(let id, let what, let attempt, let pause, let reason):
            line.member("case", ifPresent: id?.text)
            line.member("what", what)
            line.member("attempt", attempt)
            line.member("pause", pause.json)
            line.member("because", reason)
        case .resourceIntended, .resourceMade, .resourceEnding, .resourceGone, .resourceKept, .resourceUnconfirmed:
            writeResourceMembers(to: &line)
        case .executed(let id, let result):
            line.member("case", id.text)
            line.member("result", result)
        case .analyzed(let id, let findings):
            line.member("case", id.text)
            line.member("findings", findings)
        case .caseEnded(let id, let outcome):
            line.member("case", id.text)
            line.member("outcome", outcome)
        case .noted(let text): line.member("text", text)
        case .runEnded(let exitCode): line.member("exit", exitCode)
        }
    }

    private func writeResourceMembers(to line: inout JSONWriter) {
        switch self {
        case .resourceIntended(let resource):
            line.member("token", resource.token)
            line.member("resource", resource.kind.rawValue)
            line.member("case", ifPresent: resource.caseID?.text)
            line.member("expires", ifPresent: resource.expiresAt)
        case .resourceMade(let token, let id):
            line.member("token", token)
            line.member("id", id)
        case .resourceEnding(let token), .resourceGone(let token): line.member("token", token)
        case .resourceKept(let token, let until):
            line.member("token", token)
            line.member("until", ifPresent: until)
        case .resourceUnconfirmed(let token, let reason, let remedy):
            line.member("token", token)
            line.member("reason", reason)
            line.member("remedy", remedy)
        case .runBegan, .runMoved, .stopRequested, .caseMoved, .environmentReady, .machineSeen, .retrying, .executed,
            .analyzed, .caseEnded, .noted, .runEnded:
            preconditionFailure("\(kind) is not about a resource")
        }
    }

    init(_ kind: Kind, from line: inout JSONLine) throws {
        switch kind {
        case .runBegan:
            self = .runBegan(
                try line.plan(),
                toolVersion: try line.string("tool"),
                processID: try line.integer("pid")
            )
        case .runMoved:
            self = .runMoved(
                from: try line.word("from"),
                to: try line.word("to"),
                reason: try line.optionalString("reason")
            )
        case .stopRequested: self = .stopRequested(try StopCause(text: try line.string("cause")))
        case .caseMoved: self = .caseMoved(try line.caseID(), try line.word("stage"))
        case .environmentReady:
            self = .environmentReady(try line.caseID(), try EnvironmentInfo(json: try line.members(of: "environment")))
        case .machineSeen:
            self = .machineSeen(try line.caseID(), try MachineInfo(json: try line.members(of: "machine")))
        case .retrying:
            self = .retrying(
                try line.optionalString("case").map { CaseID($0) },
                what: try line.string("what"),
                attempt: try line.integer("attempt"),
                pause: Duration(json: try line.value("pause")) ?? .zero,
                because: try line.string("because")
            )
        case .executed: self = .executed(try line.caseID(), try ExecutionResult(json: try line.members(of: "result")))
        case .analyzed:
            self = .analyzed(try line.caseID(), try line.object(at: "findings").map { try Finding(json: $0) })
        case .caseEnded: self = .caseEnded(try line.caseID(), try CaseOutcome(try line.object("outcome"), of: line))
        case .noted: self = .noted(try line.string("text"))
        case .runEnded: self = .runEnded(exitCode: try line.integer("exit"))
        case .resourceIntended, .resourceMade, .resourceEnding, .resourceGone, .resourceKept, .resourceUnconfirmed:
            self = try Self.resourceEvent(kind, from: &line)
        }
    }

    private static func resourceEvent(_ kind: Kind, from line: inout JSONLine) throws -> RunEvent {
        let token = try line.string("token")
        switch kind {
        case .resourceIntended:
            return .resourceIntended(
                Resource(
                    token: token,
                    kind: try line.word("resource"),
                    caseID: try line.optionalString("case").map { CaseID($0) },
                    expiresAt: try line.optionalMoment("expires")
                )
            )
        case .resourceMade: return .resourceMade(token: token, id: try line.string("id"))
        case .resourceEnding: return .resourceEnding(token: token)
        case .resourceGone: return .resourceGone(token: token)
        case .resourceKept: return .resourceKept(token: token, until: try line.optionalMoment("until"))
        case .resourceUnconfirmed:
            return .resourceUnconfirmed(
                token: token,
                reason: try line.string("reason"),
                remedy: try line.string("remedy")
            )
        case .runBegan, .runMoved, .stopRequested, .caseMoved, .environmentReady, .machineSeen, .retrying, .executed,
            .analyzed, .caseEnded, .noted, .runEnded:
            preconditionFailure("\(kind) is not about a resource")
        }
    }
}

extension JSONLine {
    fileprivate mutating func caseID() throws(JSONError) -> CaseID { CaseID(try string("case")) }

    mutating func word<Word: RawRepresentable<String>>(_ name: String) throws(JSONError) -> Word {
        let text = try string(name)
        guard let word = Word(rawValue: text) else { throw JSONError("\"\(name)\" is \"\(text)\", which is no word") }
        return word
    }

    mutating func members(of name: String) throws(JSONError) -> JSONObject {
        guard let object = try value(name).object else { throw JSONError("\"\(name)\" is not an object") }
        return object
    }

    fileprivate mutating func plan() throws(JSONError) -> RunPlan {
        var members = try JSONLine(bytes, try object("plan"))
        let plan = try RunPlan(&members)
        try members.finish()
        return plan
    }

    fileprivate mutating func object(at name: String) throws(JSONError) -> [JSONObject] {
        try value(name).array?.compactMap(\.object) ?? []
    }
}

extension StopCause {
    /// The cause as one word, or a word and a detail.
    public var text: String {
        switch self {
        case .signal(let number): "signal \(number)"
        case .request: "request"
        case .cancelled: "cancelled"
        case .orphaned: "orphaned"
        case .journalFailed(let reason): "journal \(reason)"
        }
    }

    fileprivate init(text: String) throws(JSONError) {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        switch (words.first, words.dropFirst().first) {
        case ("signal", let number?): self = .signal(Int(number) ?? 0)
        case ("request", nil): self = .request
        case ("cancelled", nil): self = .cancelled
        case ("orphaned", nil): self = .orphaned
        case ("journal", let reason): self = .journalFailed(reason ?? "")
        default: throw JSONError("\"\(text)\" is no reason to stop")
        }
    }
}
