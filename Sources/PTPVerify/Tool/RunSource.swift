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

        mutating func add(_ run: RunResults, _ metric: Metric) {
            values += run.observations(of: metric.name)
            toolVersions[run.runID] = run.toolVersion
        }
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
                    observed.add(try await results(name), metric)
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
                guard let results = try RunResults.told(by: RunReport(try await tool.history(of: directory))) else {
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
            let meant = Glob(word).isPlain ? [word] : try await matches(Glob(word), word)
            for name in meant where !names.contains(name) { names.append(name) }
        }
        return names
    }

    private func matches(_ pattern: Glob, _ word: String) async throws -> [String] {
        let all = try await names()
        let matches = all.filter { name in
            // Runs that share their name are told apart behind it.
            let isShared = name.contains(/(@[0-9a-f]+|\.\d+)$/)
            let given = isShared ? String(name.prefix { $0 != "@" }).replacing(/\.\d+$/, with: "") : name
            return [name, given, "\(place)/\(name)"].contains { pattern.matches($0) }
        }
        guard matches.isEmpty else { return matches }
        throw RunError(
            .notFound,
            attempt: "find runs like \(word) in \(place)",
            happened: RunDirectory.inWords(all),
            next: "Name runs that are there, or set report_dir."
        )
    }
}
