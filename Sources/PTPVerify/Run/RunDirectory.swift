import Files
package import Orchestration
import Reports

/// Where a run lives on disk: `<report dir>/<run id>/`, with its journal, its plan and its reports.
package struct RunDirectory: Sendable {
    /// The name of the journal in it.
    package static let journalName = "journal.jsonl"
    private static let latestName = "latest"
    /// All that we write there.
    static let files = Set([journalName, "plan.json", "audit.jsonl", "id_ed25519"] + Rendering.all.map(\.file))

    /// The run's directory.
    package let path: String
    /// The name of the directory: the run's name, with a number where a run of that name was there before.
    package let name: String

    /// A directory that is there already.
    package init(path: String) {
        self.path = path.count > 1 && path.last == "/" ? String(path.dropLast()) : path
        name = self.path.split(separator: "/").last.map(String.init) ?? path
    }

    /// Makes the directory of a new run and opens its journal; the link `latest` points to it from now on.
    package static func create(for plan: RunPlan, in reportDirectory: String) throws -> (RunDirectory, FileJournal) {
        let directory = try unused(plan.runID, in: reportDirectory)
        let journal = try FileJournal(directory.journalPath)
        try Files.write(JSONValue.object(plan.json).text(indentation: 2), to: "\(directory.path)/plan.json")
        try Files.link("\(reportDirectory)/\(latestName)", to: directory.name)
        return (directory, journal)
    }

    /// Makes a directory for a run.
    ///
    /// Simulated runs of one seed share their name, but never their directory.
    private static func unused(_ runID: String, in reportDirectory: String) throws -> RunDirectory {
        for number in 1...10_000 {
            let path = "\(reportDirectory)/\(runID)" + (number == 1 ? "" : ".\(number)")
            if try Files.makeNewDirectory(path) { return RunDirectory(path: path) }
        }
        throw RunError(
            .configuration,
            attempt: "make a directory for the run \(runID) in \(reportDirectory)",
            happened: "there are more than ten thousand of that name",
            next: "Remove old runs, or set report_dir."
        )
    }

    /// Finds a run by its id, by a path to its directory, or the newest one.
    package static func find(_ name: String?, in reportDirectory: String) throws -> RunDirectory {
        let candidates = name.map { ["\(reportDirectory)/\($0)", $0] } ?? ["\(reportDirectory)/\(latestName)"]
        for candidate in candidates where Files.exists("\(candidate)/\(journalName)") {
            return RunDirectory(path: candidate)
        }
        let known = try all(in: reportDirectory)
        // The link to it gets lost where directories are copied from machine to machine.
        if name == nil, let newest = known.last { return newest }
        throw RunError(
            .notFound,
            attempt: "find the run \(name ?? latestName) in \(reportDirectory)",
            happened: inWords(known.map(\.name)),
            next: "Name a run, or set report_dir."
        )
    }

    /// Some of the runs that are there, in words; the last are mostly what somebody means.
    static func inWords(_ names: [String]) -> String {
        let shown = names.suffix(5).joined(separator: ", ")
        if names.isEmpty { return "there are no runs" }
        guard names.count > 5 else { return "there are only \(shown)" }
        return "there are \(names.count) others, the last of them \(shown)"
    }

    /// All runs of a report directory, oldest first.
    package static func all(in reportDirectory: String) throws -> [RunDirectory] {
        try Files.names(in: reportDirectory)
            // The link to the newest run has another name while it is being made.
            .filter { !$0.hasPrefix(latestName) && Files.exists("\(reportDirectory)/\($0)/\(journalName)") }
            .map { RunDirectory(path: "\(reportDirectory)/\($0)") }
    }

    /// The path of the journal.
    package var journalPath: String { "\(path)/\(Self.journalName)" }

    /// Whether the process that runs it is alive.
    package func isAlive() throws -> Bool { try AppendOnlyFile.isInUse(journalPath) }

    /// Reads the journal as far as it goes.
    package func read() async throws -> (history: RunHistory, reader: JournalReader) {
        let pieces = try FilePieces(of: journalPath)
        return try await JournalReader.history { try pieces.next() }
    }

    /// Writes a file into the directory, whole or not at all.
    package func write(_ bytes: [UInt8], to name: String) throws { try Files.write(bytes, to: "\(path)/\(name)") }
}

// MARK: - Requests from other processes

extension RunDirectory {
    /// What another process may ask of a run.
    package enum Request: String, Sendable, CaseIterable {
        case stop
        case pause
        case resume

        /// Each request has a file of its own, so that none replaces another.
        fileprivate var fileName: String { "request-\(rawValue)" }
    }

    /// Leaves a request for the process that runs it.
    package func request(_ request: Request) throws { try write([], to: request.fileName) }

    /// Takes the requests that were left, once each; to stop outweighs the others.
    package func takeRequests() -> [Request] {
        let left = Request.allCases.filter { Files.exists("\(path)/\($0.fileName)") }
        for request in left { try? Files.remove("\(path)/\(request.fileName)") }
        return left.contains(.stop) ? [.stop] : left
    }

}

/// The journal of a run on disk.
package struct FileJournal: JournalStorage {
    private let file: AppendOnlyFile
    private let path: String

    /// Opens or makes a journal; one writer at a time.
    package init(_ path: String) throws(JournalError) {
        do {
            file = try AppendOnlyFile(path)
        } catch is AppendOnlyFile.InUse {
            throw .inUse(path: path)
        } catch {
            throw .notWritable(path: path, reason: (error as? FileError)?.reason ?? "\(error)")
        }
        self.path = path
    }

    package func append(_ bytes: [UInt8], durable: Bool) throws(JournalError) {
        do throws(FileError) {
            try file.append(bytes, durable: durable)
        } catch {
            throw .notWritable(path: path, reason: error.reason)
        }
    }
}
