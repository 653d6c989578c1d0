import Foundation
import PTP

/// Outputs that people published from real machines, where they are at hand; they stay outside the project.
enum Transcripts {
    struct Capture: Sendable {
        let name: String
        /// What the index says that it is.
        let kind: String
        let verdict: String
        let bytes: [UInt8]
    }

    /// All captures by name; none when their folder is not there.
    static let all: [String: Capture] = {
        guard let index = try? Data(contentsOf: folder.appending(path: "index.json")),
            let entries = try? JSONDecoder().decode([Entry].self, from: index)
        else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: entries.compactMap { entry in
                guard let bytes = try? Data(contentsOf: folder.appending(path: entry.file)) else { return nil }
                return (
                    entry.file, Capture(name: entry.file, kind: entry.kind, verdict: entry.verdict, bytes: Array(bytes))
                )
            }
        )
    }()

    static var isThere: Bool { !all.isEmpty }

    private struct Entry: Decodable {
        let file: String
        let kind: String
        let verdict: String
    }

    private static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["PTP_TRANSCRIPTS"] { return URL(filePath: path) }
        // Tests/PTPTests/Outputs/Transcripts.swift, from the top of the tree.
        let top = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        return top.appending(path: "../shared/domain/transcripts").standardized
    }()
}
