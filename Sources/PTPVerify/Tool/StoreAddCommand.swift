import Files
import Orchestration
import Reports

/// Adds runs to the results store, or makes the store anew from all of them.
struct StoreAddCommand {
    let tool: Tool
    let configuration: Configuration

    private var reportDirectory: String { configuration.reportDirectory.value }

    /// Adds the runs that are named, all runs of a directory that is named, or the newest run.
    func perform(_ names: [String]) async throws -> Int {
        RunWatch.surviveFailedWrites()
        let directories = names.isEmpty ? [try find(nil)] : try names.flatMap(runs)
        let store = try ResultsStore(configuration.storePath)
        return try await add(directories, to: store) == directories.count ? ExitCode.success : ExitCode.notAsExpected
    }

    private func find(_ name: String?) throws -> RunDirectory { try RunDirectory.find(name, in: reportDirectory) }

    /// A run is itself, any other directory all runs in it.
    private func runs(_ name: String) throws -> [RunDirectory] {
        do {
            return [try find(name)]
        } catch {
            let inside = try RunDirectory.all(in: name)
            guard !inside.isEmpty else { throw error }
            return inside
        }
    }

    /// Adds each run whose journal tells what it is, and says what came of it; returns how many those were.
    private func add(_ directories: [RunDirectory], to store: borrowing ResultsStore) async throws -> Int {
        var added = 0
        for directory in directories {
            guard let results = try await results(of: directory) else { continue }
            let addition = try store.add(results)
            tool.console.write("\(results.runID): \(addition.rawValue), \(results.cases.map(\.planned).counted)")
            added += 1
        }
        return added
    }

    /// What a run came to; `nil`, which is said, where nobody can tell.
    private func results(of directory: RunDirectory) async throws -> RunResults? {
        do {
            let report = RunReport(try await tool.history(of: directory))
            if let results = try RunResults.told(by: report) { return results }
            tool.console.complain("\(directory.path): left out, because its journal does not tell what was planned")
        } catch {
            tool.console.complain("\(directory.path): left out, because its journal cannot be read: \(error)")
        }
        return nil
    }
}

// MARK: - Making it anew

extension StoreAddCommand {
    /// Makes the store anew from all run directories; the old one is replaced at the end, or not at all.
    func rebuild() async throws -> Int {
        RunWatch.surviveFailedWrites()
        let directories = try RunDirectory.all(in: reportDirectory)
        guard !directories.isEmpty else {
            throw RunError(
                .notFound,
                attempt: "rebuild the results store \(configuration.storePath)",
                happened: "there are no runs in \(reportDirectory)",
                next: "Nothing was changed. Set report_dir to where the runs are."
            )
        }
        let path = configuration.storePath
        let draft = "\(path).rebuild-\(ProcessEnvironment.processID)"
        ResultsStore.delete(draft)
        defer { ResultsStore.delete(draft) }
        let new = try ResultsStore(draft)
        let added = try await add(directories, to: new)
        tell(try new.replace(path), of: path)
        let counts = try new.counts()
        tool.console.write("\(path): \(counts.runs) runs with \(counts.results) results")
        return added == directories.count ? ExitCode.success : ExitCode.notAsExpected
    }

    private func tell(_ replacement: ResultsStore.Replacement, of path: String) {
        for run in replacement.kept {
            tool.console.write("\(run): kept, although it has no directory in \(reportDirectory)")
        }
        guard let damage = replacement.damage, let place = replacement.place else { return }
        tool.console.complain(
            "the old \(path) was broken: \(damage); it is \(place) now, and what was in it alone is not taken over"
        )
    }
}
