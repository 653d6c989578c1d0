import Orchestration
import Reports

/// Runs with made-up figures that scatter as real ones do, for comparisons and trends.
struct ComparisonRuns {
    /// The types of each run, with what is added up to their usual total error.
    var types = [
        "c7i.large": 21e-6, "m7i.large": 24e-6, "m7g.medium": 28e-6, "r7iz.xlarge": 22e-6, "c6in.large": 31e-6,
    ]
    /// How many cases each run has of a type.
    var quantity = 1
    /// How far values scatter, as a share.
    var scatter = 0.12
    /// By what the errors of a type are multiplied.
    var factors: [String: Double] = [:]
    /// The share of cases that are supported, where that is not all.
    var supported: [String: Double] = [:]
    var environment = "hosts"
    var kernel = "6.1.0"
    var toolVersion = "1.0"
    var planDigest = "digest"
    /// What every case of a type is concluded.
    var conclusions: [String: [CaseResults.Conclusion]] = [:]

    /// Runs of one after the other day, from a number on.
    func runs(_ count: Int, from first: Int = 0, seed: UInt64 = 1) -> [RunResults] {
        let chance = SeededGenerator(seed: seed)
        return (first..<(first + count)).map { number in
            var chance = chance.derived(number)
            return run("run-\(number)", at: morning + .seconds(86_400 * number), &chance)
        }
    }

    private func run(_ name: String, at start: Timestamp, _ chance: inout SeededGenerator) -> RunResults {
        var cases: [CaseResults] = []
        for (type, usual) in types.sorted(by: { $0.key < $1.key }) {
            for index in 1...quantity { cases.append(results(type, usual, index, at: start, &chance)) }
        }
        return RunResults(
            runID: name,
            fingerprint: name,
            toolVersion: toolVersion,
            planDigest: planDigest,
            environment: environment,
            startedAt: start,
            lastAt: start + .seconds(600),
            isComplete: true,
            exitCode: 0,
            cases: cases
        )
    }

    private func results(
        _ type: String,
        _ usual: Double,
        _ index: Int,
        at start: Timestamp,
        _ chance: inout SeededGenerator
    ) -> CaseResults {
        func scattered(_ value: Double) -> Double { value * (1 + scatter * max(-3, min(3, chance.normal()))) }
        var setting = CaseResults.Setting()
        setting.environment = environment
        setting.kernel = kernel
        setting.zone = "zone-a"
        let total = scattered(usual) * (factors[type] ?? 1)
        let isSupported = Double.random(in: 0..<1, using: &chance) < supported[type] ?? 1
        return CaseResults(
            planned: InstanceCase(type: type, index: index, of: quantity),
            setting: setting,
            status: isSupported ? .met : .notMet,
            verdict: isSupported ? .supported : .unsupported,
            disposal: .terminated,
            declaredSupport: true,
            startedAt: start,
            endedAt: start + .milliseconds(Int(scattered(300) * 1000)),
            conclusions: conclusions[type] ?? [],
            figures: [
                Figure("total_error_bound", total, unit: "s"), Figure("total_error_bound_p99", total * 1.2, unit: "s"),
                Figure("phc_error_bound", scattered(usual / 2) * (factors[type] ?? 1), unit: "s"),
                Figure("system_time_median", scattered(4e-7) * (factors[type] ?? 1), unit: "s"),
                Figure("failed_readings", Double.random(in: 0..<1, using: &chance) < 0.9 ? 0 : 0.001, unit: "1"),
                Figure("samples", 60, unit: ""), Figure("samples_planned", 60, unit: ""),
            ]
        )
    }
}
