import Orchestration
import Reports

/// The report of a big run: from its history in memory to the bytes of a file.
enum Reporting {
    private static let cases = 10_000

    static func measure() -> [Figure] {
        let run = SimulatedRun.conduct(
            SimulatedRun.plan(cases: cases),
            verifiedBy: Content(),
            seed: 1,
            storage: MemoryJournal()
        )
        let report = RunReport(run.history)
        return [
            .atMost(0.4, "report of \(cases) cases as JSON", medianSeconds { report.renderJSON() }, "s"),
            .atMost(0.8, "report of \(cases) cases as YAML", medianSeconds { report.renderYAML() }, "s"),
        ]
    }

    private static func medianSeconds(_ render: () -> [UInt8]) -> Double {
        let times = (1...5).map { _ in
            let (elapsed, bytes) = seconds(render)
            precondition(bytes.count > cases, "a report of every case")
            return elapsed
        }
        return times.sorted()[times.count / 2]
    }
}
