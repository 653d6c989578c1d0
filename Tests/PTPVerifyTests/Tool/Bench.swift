import Files
import Foundation
import PTPVerify
import Synchronization

/// The tool in this process, on a directory of its own.
final class Bench: Sendable {
    private final class Said: Sendable {
        let lines = Mutex<(output: [String], complaints: [String])>(([], []))
    }

    private let path = "\(NSTemporaryDirectory())/ptp-verify-\(UUID().uuidString)"

    init() throws { try Files.makeDirectory(path) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Where its runs are.
    var runs: String { "\(path)/runs" }

    /// Writes a file beside them, and returns its path.
    func file(_ name: String, _ text: String) throws -> String {
        try Files.write(Array(text.utf8), to: "\(path)/\(name)")
        return "\(path)/\(name)"
    }

    func tool(_ arguments: String...) async -> (code: Int, output: String, complaints: String) { await tool(arguments) }

    /// Calls the tool and tells what it said.
    func tool(
        _ arguments: [String],
        _ variables: [String: String] = [:]
    ) async -> (code: Int, output: String, complaints: String) {
        let said = Said()
        let console = Console(
            write: { line in said.lines.withLock { $0.output.append(line) } },
            complain: { line in said.lines.withLock { $0.complaints.append(line) } }
        )
        let code = await Tool(console: console, environment: variables.merging(["PTP_REPORT_DIR": runs]) { $1 })
            .run(arguments)
        return said.lines.withLock { lines in
            (code, lines.output.joined(separator: "\n"), lines.complaints.joined(separator: "\n"))
        }
    }
}
