/// A file operation that failed, in words: what was attempted, on what, and why it did not work.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Why it did not work.
    package enum Cause: Sendable, Equatable {
        /// The kernel refused, with this error number.
        case refused(Int32, reason: String)
        /// It is a directory.
        case directory
        /// It is neither a file nor a directory.
        case notRegular
        /// It has more bytes than are accepted.
        case tooLarge(limit: Int)
        /// A file stands where a directory should be.
        case inTheWay
    }

    /// What was attempted, such as "read".
    package let attempt: String
    /// On which path.
    package let path: String
    /// Why it did not work.
    package let cause: Cause

    package init(_ attempt: String, _ path: String, _ cause: Cause) {
        self.attempt = attempt
        self.path = path
        self.cause = cause
    }

    /// The cause in words.
    package var reason: String {
        switch cause {
        case .refused(_, let reason): reason
        case .directory: "it is a directory"
        case .notRegular: "it is not a regular file"
        case .tooLarge(let limit): "it has more than the \(limit) bytes that are accepted"
        case .inTheWay: "a file is in its place"
        }
    }

    package var description: String { "cannot \(attempt) \(path): \(reason)" }
}
