import Files
import Orchestration
import Reports

/// Tells what is in the results store, and moves it from one to another.
struct StoreCommand {
    private static let usualLimit = 50

    let tool: Tool
    let configuration: Configuration

    private var path: String { configuration.storePath }

    /// Shows the newest runs that are meant.
    func list(_ invocation: Invocation) throws -> Int {
        let limit = invocation.value(.limit).flatMap { Int($0) } ?? Self.usualLimit
        let store = try ResultsStore(reading: path)
        let runs = try store.runs(invocation.filter(now: now), limit: limit)
        if invocation.has(.json) {
            tool.console.write(JSONValue.array(runs.map { .object($0.json) }).indented)
        } else {
            for line in aligned(runs.map(\.row)) { tool.console.write(line) }
            if runs.isEmpty { tool.console.write("no such runs in \(path)") }
        }
        return ExitCode.success
    }

    /// Shows one run.
    func show(_ name: String?, asJSON: Bool) throws -> Int {
        guard let name else {
            throw UsageError(problems: ["which run? `ptp-verify store list` shows them"])
        }
        let results = try ResultsStore(reading: path).results(named: name)
        if asJSON {
            tool.console.write(JSONValue.object(results.json).indented)
        } else {
            for line in results.lines { tool.console.write(line) }
        }
        return ExitCode.success
    }

    /// Removes one run; its directory stays.
    func remove(_ name: String?) throws -> Int {
        guard let name else {
            throw UsageError(problems: ["which run? `ptp-verify store list` shows them"])
        }
        // Who mistypes the name of a store must not get an empty one.
        let results = try ResultsStore(reading: path).results(named: name)
        try ResultsStore(path).remove("\(results.runID)@\(results.fingerprint)")
        tool.console.write("\(path): \(results.runID) removed; its directory, where there is one, is as it was")
        return ExitCode.success
    }

    /// Gives everything that is meant to the standard output.
    func export(_ invocation: Invocation) throws -> Int {
        RunWatch.surviveFailedWrites()
        try ResultsStore(reading: path).export(invocation.filter(now: now)) { try tool.console.output($0) }
        return ExitCode.success
    }

    /// Takes in what was exported, all of it or nothing.
    func importing(_ name: String?) throws -> Int {
        guard let name else { throw UsageError(problems: ["which file? - is the standard input"]) }
        RunWatch.surviveFailedWrites()
        let counts: [ResultsStore.Addition: Int]
        if name == "-" {
            var input = [tool.console.readInput()]
            counts = try ResultsStore(path).importLines(of: "the standard input") { input.popLast() ?? [] }
        } else {
            let pieces = try FilePieces(of: name)
            counts = try ResultsStore(path).importLines(of: name) { try pieces.next() }
        }
        let words = ResultsStore.Addition.allCases.map { "\(counts[$0] ?? 0) \($0.rawValue)" }
        tool.console.write("\(path): \(words.joined(separator: ", "))")
        return ExitCode.success
    }

    private var now: Timestamp { Surroundings.system().clock.now }
}
