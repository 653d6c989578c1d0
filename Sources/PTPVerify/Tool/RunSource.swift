import Orchestration
package import Reports

/// Where runs come from that are compared and followed: a report directory, or a store.
package struct RunSource: Sendable {
    /// Where that is, for people.
    package let place: String
    /// The names of all runs, the oldest first.
    package let names: @Sendable () async throws -> [String]
    /// What a run of that name or at that path came to; the newest one without a name.
    package let results: @Sendable (String?) async throws -> RunResults
    /// What a metric was in all runs, or in those that are named, for one type or all.
    package let observations: @Sendable (_ metric: Metric, _ names: [String]?) async throws -> Observed

    /// Values, and what made them.
    package struct Observed: Sendable {
        package var values: [Observation] = []
        /// The version of the tool, by the run.
        package var toolVersions: [String: String] = [:]

        package init() {}
    }

    /// A source that answers as these functions do.
    package init(
        place: String,
        names: @escaping @Sendable () async throws -> [String],
        results: @escaping @Sendable (String?) async throws -> RunResults,
        observations: (@Sendable (_ metric: Metric, _ names: [String]?) async throws -> Observed)? = nil
    ) {
        self.place = place
        self.names = names
        self.results = results
        self.observations =
            observations ?? { metric, chosen in
                var observed = Observed()
                let all = try await names()
                for name in chosen ?? all {
                    let run = try await results(name)
                    observed.values += run.observations(of: metric.name)
                    observed.toolVersions[run.runID] = run.toolVersion
                }
                return observed
            }
    }
}

extension RunSource {
    /// The runs of a report directory, by their journals.
    static func directories(_ path: String, _ tool: Tool) -> RunSource {
        RunSource(
            place: path,
            names: { try RunDirectory.all(in: path).map(\.name) },
            results: { name in
                let directory = try RunDirectory.find(name, in: path)
                guard let results = RunResults(RunReport(try await tool.history(of: directory))) else {
                    throw RunError(
                        .journal,
                        attempt: "read the results of \(directory.path)",
                        happened: "its journal does not even tell the plan",
                        next: "Leave it out, or run it again."
                    )
                }
                return results
            }
        )
    }

    /// The names that words stand for: names and paths as they are, lists taken apart, patterns filled in.
    func names(for words: [String]) async throws -> [String] {
        var names: [String] = []
        for word in words.flatMap({ $0.split(separator: ",").map(String.init) }) {
            let meant = Pattern(word).isPlain ? [word] : try await matches(Pattern(word), word)
            for name in meant where !names.contains(name) { names.append(name) }
        }
        return names
    }

    private func matches(_ pattern: Pattern, _ word: String) async throws -> [String] {
        let all = try await names()
        let matches = all.filter { pattern.matches($0) || pattern.matches("\(place)/\($0)") }
        guard matches.isEmpty else { return matches }
        throw RunError(
            .notFound,
            attempt: "find runs like \(word) in \(place)",
            happened: all.isEmpty ? "there are no runs" : "there are only \(all.suffix(5).joined(separator: ", "))",
            next: "Name runs that are there, or set report_dir."
        )
    }
}

/// A text in which `*` stands for any letters and `?` for one.
struct Pattern {
    private let text: [Character]

    init(_ text: String) { self.text = Array(text) }

    /// Whether it stands for itself only.
    var isPlain: Bool { !text.contains("*") && !text.contains("?") }

    func matches(_ name: String) -> Bool {
        let name = Array(name)
        var (place, position) = (0, 0)
        // Where to go on when a star has to take one letter more.
        var retry: (place: Int, position: Int)?
        while position < name.count {
            if place < text.count, text[place] == "*" {
                retry = (place, position)
                place += 1
            } else if place < text.count, text[place] == "?" || text[place] == name[position] {
                place += 1
                position += 1
            } else if let last = retry {
                place = last.place + 1
                position = last.position + 1
                retry = (last.place, position)
            } else {
                return false
            }
        }
        return text[place...].allSatisfy { $0 == "*" }
    }
}
