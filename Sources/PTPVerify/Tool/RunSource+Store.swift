import Reports

extension RunSource {
    /// Where a configuration says that runs are: in the results store where it names one, else in the report directory.
    static func configured(_ configuration: Configuration, _ tool: Tool) -> RunSource {
        configuration.store.value.map { store($0) } ?? directories(configuration.reportDirectory.value, tool)
    }

    /// The runs of a results store.
    private static func store(_ path: String) -> RunSource {
        RunSource(
            place: path,
            names: { try ResultsStore(reading: path).names },
            results: { name in
                let store = try ResultsStore(reading: path)
                return try store.results(named: name ?? store.names.last ?? "")
            },
            observations: { metric, chosen in
                let store = try ResultsStore(reading: path)
                var observed = Observed()
                if let chosen {
                    for run in try chosen.map(store.results(named:)) { observed.add(run, metric) }
                    return observed
                }
                let runs = try store.runs()
                for run in runs { observed.toolVersions[run.runID] = run.toolVersion }
                for type in Set(runs.flatMap(\.types).map(\.type)).sorted() {
                    observed.values += try store.observations(of: metric.name, type: type)
                }
                return observed
            }
        )
    }
}

extension ResultsStore {
    /// The names of all runs, the oldest first; those that runs share come with their fingerprints.
    fileprivate var names: [String] {
        get throws {
            let runs = try runs().reversed()
            let counts = Dictionary(grouping: runs, by: \.runID).mapValues(\.count)
            return runs.map { counts[$0.runID] == 1 ? $0.runID : "\($0.runID)@\($0.fingerprint)" }
        }
    }
}
