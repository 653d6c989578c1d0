import Foundation
import Orchestration
import Reports

/// A directory of its own for a test's store.
final class StoreFolder: Sendable {
    /// In memory where there is such a place: what is tested here is not the patience of a disk.
    private static let place =
        FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()

    private let path = "\(place)/ptp-store-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Where the store is.
    var store: String { file("results.sqlite") }

    /// The path of a file there.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The names of all files there.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

    func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: file(name))) }

    /// Sets who may do what with a file.
    func permit(_ permissions: Int, _ name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file(name))
    }
}

extension ResultsStore {
    /// Everything that is exported, in one piece.
    func exported(_ filter: RunFilter = RunFilter()) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try export(filter) { bytes += $0 }
        return bytes
    }

    /// Imports from memory, in pieces that fit nothing.
    @discardableResult
    func take(_ bytes: [UInt8], piece: Int = 1000) throws -> [Addition: Int] {
        var rest = bytes[...]
        return try importLines(of: "memory") {
            defer { rest = rest.dropFirst(piece) }
            return Array(rest.prefix(piece))
        }
    }
}

extension RunResults {
    /// The same run with other parts.
    func with(
        runID: String? = nil,
        fingerprint: String? = nil,
        startedAt: Timestamp? = nil,
        lastAt: Timestamp? = nil,
        exitCode: Int? = nil,
        cases: [CaseResults]? = nil
    ) -> RunResults {
        RunResults(
            runID: runID ?? self.runID,
            fingerprint: fingerprint ?? self.fingerprint,
            toolVersion: toolVersion,
            planDigest: planDigest,
            environment: environment,
            startedAt: startedAt ?? self.startedAt,
            lastAt: lastAt ?? self.lastAt,
            isComplete: isComplete,
            exitCode: exitCode ?? self.exitCode,
            cases: cases ?? self.cases
        )
    }

    /// A small run of that name, always the same.
    static func small(_ name: String = "run", fingerprint: String = "f0") -> RunResults {
        var random = SeededGenerator(seed: 5)
        let cases = (0..<3).map { _ in CaseResults.generated(&random) }
        return RunResults.generated(&random).with(
            runID: name,
            fingerprint: fingerprint,
            startedAt: morning,
            lastAt: morning + .seconds(60),
            cases: cases
        )
    }
}
