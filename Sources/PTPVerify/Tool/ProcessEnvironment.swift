import Files
import Glibc

/// The variables that this process was started with.
///
/// Read from the kernel: the C library's list is a mutable global, and Foundation would cost half of the tool's
/// start-up.
package enum ProcessEnvironment {
    private static let path = "/proc/self/environ"

    /// The number of this process.
    static var processID: Int { Int(getpid()) }

    /// All of them.
    package static func read() throws -> [String: String] {
        variables(in: try Files.read(path, limit: 16 << 20))
    }

    static func variables(in bytes: [UInt8]) -> [String: String] {
        var variables: [String: String] = [:]
        for entry in bytes.split(separator: 0) {
            let parts = entry.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            variables[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
        }
        return variables
    }
}
