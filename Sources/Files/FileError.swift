/// A file operation that failed, in words: what was attempted, on what, and why it did not work.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was attempted, such as "read".
    package let attempt: String
    /// On which path.
    package let path: String
    /// Why it did not work.
    package let reason: String

    package init(_ attempt: String, _ path: String, _ reason: String) {
        self.attempt = attempt
        self.path = path
        self.reason = reason
    }

    package var description: String { "cannot \(attempt) \(path): \(reason)" }
}
