/// Something that went wrong, in words that help: what was attempted, on what, what happened, and what to do next.
public struct RunError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of thing went wrong; decides nothing about a verdict but that there is none.
    public enum Code: String, Sendable, CaseIterable {
        case configuration
        case credentials
        case permission
        case capacity
        case quota
        case unsupportedRequest = "unsupported-request"
        case throttled
        case notFound = "not-found"
        case conflict
        case network
        case instanceLost = "instance-lost"
        case connection
        case command
        case timeout
        case budget
        case interrupted
        case journal
        case ours = "defect"
    }

    /// The class of the problem.
    public let code: Code
    /// What was being done, such as "launch c7i.large#1".
    public let attempt: String
    /// What came of it.
    public let happened: String
    /// What the reader can do now.
    public let next: String

    /// Puts an error into words.
    public init(_ code: Code, attempt: String, happened: String, next: String) {
        self.code = code
        self.attempt = attempt
        self.happened = happened
        self.next = next
    }

    /// The sentences, of which one that ends by itself, with a full stop or a list, needs no other end.
    public var description: String { sentences("\(attempt): \(happened)", next) }

    /// Any error as one of these: what already is one stays, the rest says what was attempted.
    public init(_ error: any Error, attempt: String) {
        switch error {
        case let known as RunError: self = known
        case is CancellationError:
            self.init(
                .interrupted,
                attempt: attempt,
                happened: "interrupted before it was done",
                next: "Run the case again."
            )
        case let late as DeadlinePassed:
            self.init(
                .timeout,
                attempt: attempt,
                happened: "\(late)",
                next: late.setting.map { "Raise \($0) if it only needs more time." } ?? "See what it waits for."
            )
        case let journal as JournalError:
            self.init(
                .journal,
                attempt: attempt,
                happened: "\(journal)",
                next: "Make room for the run directory; nothing is launched without a journal."
            )
        default:
            self.init(.ours, attempt: attempt, happened: "\(error)", next: "Please report this as a defect.")
        }
    }
}
