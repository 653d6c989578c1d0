/// A database that could not be used, in words: what was attempted, on what, what happened, and what to do next.
package struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of thing went wrong.
    package enum Code: Sendable, CaseIterable {
        /// Somebody else has it locked.
        case busy
        /// The disk has no room left.
        case full
        /// It may not be written.
        case readOnly
        /// What is in it contradicts itself.
        case corrupt
        /// The file is something else.
        case notADatabase
        /// It could not even be opened.
        case cannotOpen
        /// The system refused to read or write.
        case inputOutput
        /// A value is larger than SQLite takes.
        case tooBig
        /// There is not enough memory.
        case outOfMemory
        /// Our own mistake.
        case ours
    }

    /// The class of the problem.
    package let code: Code
    /// What was attempted, such as "read".
    package let attempt: String
    /// On which file.
    package let path: String
    /// What came of it.
    package let message: String
    /// What the reader can do now.
    package let next: String

    /// Puts an error into words.
    package init(_ code: Code, attempt: String, path: String, message: String, next: String) {
        self.code = code
        self.attempt = attempt
        self.path = path
        self.message = message
        self.next = next
    }

    package var description: String { "cannot \(attempt) \(path): \(message). \(next)" }
}

extension SQLiteError.Code {
    /// What helps against it.
    ///
    /// - Parameter repair: how a file that is broken is made anew.
    func advice(repair: String) -> String {
        switch self {
        case .busy: "Wait until the other program is done with it, and try again."
        case .full: "Make room on the disk and try again; what was there before still is."
        case .readOnly: "Make the file and its directory writable, or name another file."
        case .corrupt, .notADatabase: repair
        case .cannotOpen: "Name a file in a directory that exists and that you may use."
        case .inputOutput: "See what is wrong with the disk, and try again; what was there before still is."
        case .tooBig: "Leave out what is that long."
        case .outOfMemory: "Try again where there is more memory."
        case .ours: "Please report this as a defect."
        }
    }
}
