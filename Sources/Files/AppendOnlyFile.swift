import Glibc

/// A file that only grows, written by one living process at a time.
package final class AppendOnlyFile: Sendable {
    /// Thrown when another living process writes the file.
    package struct InUse: Error {
        package let path: String
    }

    /// The control character that means: what stands before me on this line does not count.
    private static let cancel: UInt8 = 0x18

    private let file: FileHandle

    /// Opens or makes a file and takes its lock.
    ///
    /// - Throws: `InUse` when another process has the lock, otherwise `FileError`.
    package init(_ path: String) throws {
        let file = try FileHandle(path, O_RDWR | O_CREAT | O_APPEND, attempt: "open")
        guard try Self.lock(file) else { throw InUse(path: path) }
        // What a killed process left half written must not swallow the next line, nor count as a whole one from now on.
        if try file.status().size > 0 {
            try file.seek(fromEnd: -1)
            if try file.read(upTo: 1) != [UInt8(ascii: "\n")] { try file.write([Self.cancel, UInt8(ascii: "\n")]) }
        }
        self.file = file
    }

    /// Whoever only asks whether the file is in use holds the lock for an instant: that is worth waiting for.
    private static func lock(_ file: borrowing FileHandle) throws(FileError) -> Bool {
        for _ in 0..<20 {
            if try file.tryLock(for: .writing) { return true }
            usleep(5_000)
        }
        return false
    }

    /// Adds bytes at the end; when `durable`, they are on disk before this returns.
    package func append(_ bytes: [UInt8], durable: Bool) throws(FileError) {
        try file.write(bytes)
        if durable { try file.synchronize() }
    }

    /// Whether a living process writes the file.
    package static func isInUse(_ path: String) throws(FileError) -> Bool {
        try FileHandle(path, O_RDONLY, attempt: "look at").tryLock(for: .looking) == false
    }
}
