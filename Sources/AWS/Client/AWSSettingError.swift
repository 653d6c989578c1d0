import Orchestration

/// Why a setting of environment or profile cannot be followed.
public struct AWSSettingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong.
    public let happened: String
    /// What to do.
    public let next: String

    /// States an error.
    public init(happened: String, next: String) {
        self.happened = happened
        self.next = next
    }

    public var description: String { sentences(happened, next) }
}
