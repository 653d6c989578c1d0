import Files
import Orchestration
import PTP

/// Judges recorded outputs again: of runs, or of commands that somebody pasted into files.
struct DiagnoseCommand {
    /// More than anybody pastes; logs may be long.
    private static let mostBytes = 64 << 20

    let tool: Tool
    let configuration: Configuration

    func perform(_ names: [String], asJSON: Bool) async throws -> Int {
        let runs = names.isEmpty ? [try find(nil)] : names.compactMap { try? find($0) }
        let files = try names.filter { (try? find($0)) == nil }.flatMap(files)
        var diagnoses: [HostDiagnosis] = []
        for run in runs {
            diagnoses += try await tool.history(of: run).cases.map {
                HostDiagnosis($0, thresholds: configuration.thresholds.value)
            }
        }
        var recognised: [JSONValue] = []
        if !files.isEmpty { diagnoses.append(try judge(files, &recognised, asJSON: asJSON)) }
        guard !diagnoses.isEmpty else {
            throw RunError(
                .notFound,
                attempt: "diagnose \(runs.map(\.name).joined(separator: ", "))",
                happened: "its journal tells of no case",
                next: "Name a run that has begun; `ptp-verify report` tells how far this one came."
            )
        }
        tell(diagnoses, recognised, asJSON: asJSON)
        return diagnoses.allSatisfy(\.agreesWithRecord) ? ExitCode.success : ExitCode.notAsExpected
    }

    private func find(_ name: String?) throws -> RunDirectory {
        try RunDirectory.find(name, in: configuration.reportDirectory.value)
    }

    /// A file is itself, a directory all that is in it.
    private func files(_ name: String) throws -> [String] {
        guard Files.isDirectory(name) else { return [name] }
        // What we write about runs is nobody's output.
        let inside = try Files.names(in: name).filter { !RunDirectory.files.contains($0) }.sorted()
            .map { "\(name)/\($0)" }.filter { !Files.isDirectory($0) }
        guard !inside.isEmpty else {
            throw RunError(
                .notFound,
                attempt: "diagnose \(name)",
                happened: "it is neither a run nor a directory with files",
                next: "Name a run, files, or a directory with outputs."
            )
        }
        return inside
    }

    /// Everything in the files is taken for what one host said.
    private func judge(_ files: [String], _ recognised: inout [JSONValue], asJSON: Bool) throws -> HostDiagnosis {
        var texts: [PastedText] = []
        for file in files {
            let content = file == "-" ? tool.console.readInput() : try Files.read(file, limit: Self.mostBytes)
            let pasted = PastedText(content)
            for output in pasted.outputs {
                let words = "\(file):\(output.lines.lowerBound): \(output.kind)"
                if !asJSON { tool.console.write(words + (output.problem.map { ": \($0)" } ?? "")) }
                let object: JSONObject = [
                    "file": .string(file), "kind": .string("\(output.kind)"),
                    "first_line": .integer(Int64(output.lines.lowerBound)),
                    "last_line": .integer(Int64(output.lines.upperBound)), "problem": JSONValue(output.problem),
                ]
                recognised.append(.object(object.withoutNulls))
            }
            if pasted.outputs.isEmpty { tool.console.complain("\(file): nothing in it was recognised") }
            texts.append(pasted)
        }
        let name = files.joined(separator: ", ")
        return HostDiagnosis(name, PastedText(texts).situation, thresholds: configuration.thresholds.value)
    }

    private func tell(_ diagnoses: [HostDiagnosis], _ recognised: [JSONValue], asJSON: Bool) {
        guard asJSON else {
            for line in diagnoses.flatMap(\.lines) { tool.console.write(line) }
            return
        }
        // Whoever asks about one host finds its verdict at the top.
        var object: JSONObject = diagnoses.count == 1 ? diagnoses[0].json : [:]
        if diagnoses.count != 1 { object["cases"] = .array(diagnoses.map { .object($0.json) }) }
        if !recognised.isEmpty { object["recognised"] = .array(recognised) }
        tool.console.write(JSONValue.object(object).indented)
    }
}
