import Foundation

/// A directory of its own for a test, and the processes that work in it.
package final class Directory: Sendable {
    /// Where it is.
    package let path: String

    /// Makes an empty one.
    package init() throws {
        path = "\(NSTemporaryDirectory())/ptp-verify-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Starts a program there, with nothing of this process's environment.
    package func start(
        _ executable: String,
        _ arguments: [String],
        _ variables: [String: String] = [:]
    ) throws -> Child {
        let base = ["PATH": "/usr/bin:/bin", "HOME": path]
        return try Child(executable, arguments, base.merging(variables) { $1 }, in: path)
    }

    /// Writes a file there.
    package func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }
}
