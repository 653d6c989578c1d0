import Files
import Orchestration
import Reports

/// The reports of a big run: from its history in memory to the bytes of a file.
enum Reporting {
    private static let cases = 10_000
    /// A tenth of a second's work for us, some seconds for PyYAML.
    private static let casesForPeer = 50

    static func measure() throws -> [Figure] {
        let history = history(cases)
        let folding = medianSeconds { RunReport(history) }
        let report = RunReport(history)
        let limits: [String: Double] = ["json": 0.4, "yaml": 0.8, "junit": 0.5, "markdown": 0.5, "html": 1.5]
        let figures = Rendering.all.map { rendering in
            Figure.atMost(
                limits[rendering.name] ?? 1,
                "report of \(cases) cases: \(rendering.file)",
                medianSeconds { rendering.render(report) },
                "s"
            )
        }
        let fold = Figure.atMost(0.2, "report of \(cases) cases: counted, once for all forms", folding, "s")
        return [fold] + figures + [try besidePyYAML()]
    }

    private static func history(_ cases: Int) -> RunHistory {
        SimulatedRun.conduct(
            SimulatedRun.plan(cases: cases),
            verifiedBy: Content(),
            seed: 1,
            storage: MemoryJournal()
        ).history
    }

    private static func medianSeconds<Made>(_ make: () -> Made) -> Double {
        let times = (1...5).map { _ in seconds(make).0 }
        return times.sorted()[times.count / 2]
    }

    /// How much faster our YAML is written than PyYAML writes the same data.
    private static func besidePyYAML() throws -> Figure {
        let what = "rate of report.yaml, as a multiple of PyYAML's"
        let report = RunReport(history(casesForPeer))
        let path = "/tmp/ptp-bench-report-\(Child.ownID).json"
        try Files.write(report.renderJSON(), to: path)
        defer { try? Files.remove(path) }
        guard let peer = try? Child.run("/usr/bin/python3", "fixtures/benchmarks/write_yaml.py", path) else {
            return .notMeasured(what, "it needs PyYAML for /usr/bin/python3, and a start at the top of the source tree")
        }
        let times = peer.words.split(separator: "\n").compactMap { Double($0) }
        let ours = medianSeconds { report.renderYAML() }
        let peers = zip(["pyyaml_seconds", "pyyaml_in_c_seconds"], times).map { Peer($0, $1) }
        return Figure.atLeast(20, what, (times.first ?? 0) / ours, "").beside(peers + [Peer("our_seconds", ours)])
    }
}
