/// What an analyzer rule concluded.
public struct Finding: Sendable, Equatable {
    /// How much it matters.
    public enum Severity: String, Sendable, CaseIterable {
        case note
        case warning
        case cause
    }

    /// The rule, such as `F03`.
    public let id: String
    /// How much it matters.
    public let severity: Severity
    /// Why things are as they are.
    public let cause: String
    /// What to do about it.
    public let remedy: String
    /// The lines that the conclusion rests on.
    public let evidence: [String]

    /// Notes a conclusion.
    public init(id: String, severity: Severity = .cause, cause: String, remedy: String, evidence: [String] = []) {
        self.id = id
        self.severity = severity
        self.cause = cause
        self.remedy = remedy
        self.evidence = evidence
    }
}
