public import Orchestration

/// Is told of every call of AWS as it goes over the wire; writes the audit log.
public protocol CallObserver: Sendable {
    /// Takes note of one attempt, answered or not.
    func observe(_ attempt: CallAttempt)
}

/// One attempt of a call: everything about it but secrets, user data and the words of errors, which may quote both.
public struct CallAttempt: Sendable, Equatable, JSONDescribed {
    /// When it was sent.
    public let at: Timestamp
    /// Who was called.
    public let service: AWSService
    /// Where.
    public let region: String
    /// What was called.
    public let action: AWSAction
    /// Whether EC2 was only asked whether it would do it.
    public let isRehearsal: Bool
    /// What it was about, and what it made.
    public let ids: [String]
    /// Which try of the caller's it belongs to, counted from 1.
    public let attempt: Int
    /// Why it was sent again within that try.
    public let again: String?
    /// The status of HTTP, if an answer came.
    public let status: Int?
    /// The code of the error, if it is one.
    public let error: String?
    /// What AWS's support asks for.
    public let requestID: String?
    /// Until the whole answer was there.
    public let duration: Duration

    public func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("time", at)
        sink.member("service", service.rawValue)
        sink.member("region", region)
        sink.member("action", action.rawValue)
        if isRehearsal { sink.member("dry_run", .bool(true)) }
        sink.member("ids", ids)
        sink.member("attempt", attempt)
        sink.member("again", ifPresent: again)
        sink.member("status", JSONValue(status))
        sink.member("error", ifPresent: error)
        sink.member("request_id", ifPresent: requestID)
        sink.member("ms", .number(Double(duration.nanoseconds / 1000) / 1000))
    }

    /// The attempt as a line of JSON, its end included.
    public var line: [UInt8] {
        var writer = JSONWriter()
        writer.object { describe(to: &$0) }
        writer.newline()
        return writer.bytes
    }
}
