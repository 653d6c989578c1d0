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
            names: { () async throws in try ResultsStore(reading: path).names },
            results: { (name: String?) async throws in try ResultsStore(reading: path).newest(orNamed: name) },
            observations: { (metric: Metric, chosen: [String]?) async throws in
                try ResultsStore(reading: path).observed(metric, in: chosen)
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

    fileprivate func newest(orNamed name: String?) throws -> RunResults {
        try results(named: name ?? names.last ?? "")
    }

    /// What a metric was in the runs that are named, or in all.
    fileprivate func observed(_ metric: Metric, in chosen: [String]?) throws -> RunSource.Observed {
        var observed = RunSource.Observed()
        if let chosen {
            for name in chosen { observed.add(try results(named: name), metric) }
            return observed
        }
        let runs = try runs()
        for run in runs { observed.toolVersions[run.runID] = run.toolVersion }
        let types: Set<String> = Set(runs.flatMap { run in run.types.map { share in share.type } })
        for type in types.sorted() { observed.values += try observations(of: metric.name, type: type) }
        return observed
    }
}
