package import Foundation
import Glibc

/// A directory of its own for a test, and the processes that work in it.
package final class Directory: Sendable {
    /// Where it is.
    package let path: String

    /// Where whoever wants to search all outputs of a test run wants them kept.
    package static let outputs = ProcessInfo.processInfo.environment["PTP_TEST_OUTPUTS"].flatMap {
        $0.isEmpty ? nil : $0
    }

    private let isKept: Bool

    /// Makes an empty one.
    ///
    /// - Parameter holdsSecrets: then it is never kept with the outputs.
    package init(holdsSecrets: Bool = false) throws {
        isKept = Self.outputs != nil && !holdsSecrets
        let place = (isKept ? Self.outputs : nil) ?? NSTemporaryDirectory()
        path = "\(place)/ptp-verify-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { if !isKept { try? FileManager.default.removeItem(atPath: path) } }

    /// Lets whoever searches the kept outputs know what must be in none of them.
    package static func note(secret: String) throws {
        guard let outputs else { return }
        let file = unsafe open("\(outputs)/secrets", O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw POSIXError(.EACCES) }
        try FileHandle(fileDescriptor: file, closeOnDealloc: true).write(contentsOf: Data((secret + "\n").utf8))
    }

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

    /// Makes a file `lifeline` there, which is locked until the result is given up: the system lets go of it when this
    /// process ends in whatever way, and whoever watches it ends then.
    package func lifeline() throws -> FileHandle {
        try write("", to: "lifeline")
        let descriptor = unsafe open("\(path)/lifeline", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else { throw POSIXError(.ENOLCK) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
