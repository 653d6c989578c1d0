import Orchestration
import Reports

// Results of runs that never were, for properties of whatever takes results.

/// What generated results are made of; small, so that things happen to be equal.
enum ResultsVocabulary {
    static let types = ["c7i.large", "c7i.xlarge", "m7g.medium", "r7i.large", "t3.micro"]
    static let regions = ["eu-central-1", "us-east-1"]
    static let kernels = ["6.1.161-183.298.amzn2023.x86_64", "6.12.48+deb13-amd64"]
    static let drivers = ["2.13.3g", "2.15.0g"]
    static let metrics = [
        ("offset", "s"), ("root_dispersion", "s"), ("error_bound", "s"), ("skew", "ppm"), ("reads", ""),
    ]
    static let environments = ["ec2", "hosts", "simulated", "emulated"]
    static let labels: [[String: String]] = [
        [:], [:], ["team": "clocks"], ["team": "racks"], ["team": "clocks", "build": "7"], ["it's \"it\"": ""],
    ]
    /// What no format and no query may trip over.
    static let hostile = [
        "", " ", "'; DROP TABLE run; --", "\"", "%_*?[a]", "a\u{0}b", "\u{0}", "two\r\nlines\n", "\u{1b}[31mred",
        "<script>alert(1)</script>", "]]>", "{{x}}", "😀 é e\u{301} \u{202e}", "\u{feff}", "NULL", "1e3", "~", "-0",
        "\\u0000",
    ]
}

extension RunResults {
    /// A run as it might have been.
    static func generated(_ random: inout SeededGenerator, mostCases: Int = 12) -> RunResults {
        let started = morning + .seconds(Int.random(in: -3...3, using: &random) * 86_400)
        let count = Int.random(in: 0...mostCases, using: &random)
        return RunResults(
            runID: "run-\(Int.random(in: 0..<1000, using: &random))" + .generatedEnd(&random),
            fingerprint: String(random.next(), radix: 16),
            toolVersion: "1.\(Int.random(in: 0...2, using: &random))",
            planDigest: String(random.next() % 3, radix: 16),
            environment: ResultsVocabulary.environments.one(&random),
            startedAt: started,
            lastAt: started + .milliseconds(Int.random(in: 0...100_000, using: &random)),
            isComplete: Bool.random(using: &random),
            exitCode: Int.random(in: 0...4, using: &random),
            cases: (0..<count).map { _ in .generated(&random) }
        )
    }
}

extension CaseResults {
    /// A case as it might have been.
    static func generated(_ random: inout SeededGenerator) -> CaseResults {
        let began = morning + .nanoseconds(Int64.random(in: 0...1_000_000_000_000, using: &random))
        let rungs = (0..<Int.random(in: 0...4, using: &random)).map { number in
            Rung(id: "rung-\(number)", status: Check.Status.allCases.one(&random))
        }
        let conclusions = (0..<Int.random(in: 0...2, using: &random)).map { _ in
            Conclusion(
                id: "F0\(Int.random(in: 1...9, using: &random))",
                cause: .generated(&random),
                remedy: .generated(&random)
            )
        }
        return CaseResults(
            planned: .generated(&random),
            setting: .generated(&random),
            status: CaseOutcome.Status.allCases.one(&random),
            verdict: Verdict.allCases.one(&random),
            disposal: CaseOutcome.Disposal.allCases.one(&random),
            reason: .maybe(.generated(&random), &random),
            declaredSupport: .maybe(Bool.random(using: &random), &random),
            startedAt: .maybe(began, &random),
            endedAt: .maybe(began + .milliseconds(Int.random(in: 0...900_000, using: &random)), &random),
            cost: .maybe(Money(micros: Int64.random(in: 0...9_000_000, using: &random)), &random),
            rungs: rungs,
            conclusions: conclusions,
            figures: Figure.generated(&random)
        )
    }
}

extension InstanceCase {
    fileprivate static func generated(_ random: inout SeededGenerator) -> InstanceCase {
        let quantity = Int.random(in: 1...3, using: &random)
        return InstanceCase(
            type: ResultsVocabulary.types.one(&random),
            index: Int.random(in: 1...quantity, using: &random),
            of: quantity,
            machine: Int.random(in: 0..<4, using: &random) == 0 ? .generated(&random) : nil,
            expectation: Expectation.allCases.one(&random),
            timeout: .seconds(Int.random(in: 0...3600, using: &random)),
            labels: ResultsVocabulary.labels.one(&random)
        )
    }
}

extension CaseResults.Setting {
    fileprivate static func generated(_ random: inout SeededGenerator) -> Self {
        var setting = Self()
        let region = ResultsVocabulary.regions.one(&random)
        setting.environment = .maybe(ResultsVocabulary.environments.one(&random), &random)
        setting.region = .maybe(region, &random)
        setting.zone = .maybe(region + ["a", "b"].one(&random), &random)
        setting.architecture = .maybe(["x86_64", "arm64"].one(&random), &random)
        setting.kernel = .maybe(ResultsVocabulary.kernels.one(&random), &random)
        setting.driver = .maybe(ResultsVocabulary.drivers.one(&random), &random)
        setting.system = .maybe(.generated(&random), &random)
        return setting
    }
}

extension Figure {
    /// Some of the metrics, each once, in any order.
    fileprivate static func generated(_ random: inout SeededGenerator) -> [Figure] {
        let chosen = ResultsVocabulary.metrics.filter { _ in Bool.random(using: &random) }.shuffled(using: &random)
        return chosen.map { name, unit in
            let value =
                switch Int.random(in: 0..<6, using: &random) {
                case 0: 0.0
                case 1: -0.0
                case 2: Double(Int.random(in: -1000...1000, using: &random))
                case 3: Double(bitPattern: random.next())
                default: Double.random(in: -1e-6...1e-6, using: &random)
                }
            return Figure(name, value, unit: unit)
        }
    }
}

extension String {
    /// A text that nobody would want to meet, or an ordinary one.
    fileprivate static func generated(_ random: inout SeededGenerator) -> String {
        Bool.random(using: &random)
            ? ResultsVocabulary.hostile.one(&random) + ResultsVocabulary.hostile.one(&random)
            : "text \(Int.random(in: 0..<100, using: &random))"
    }

    fileprivate static func generatedEnd(_ random: inout SeededGenerator) -> String {
        Int.random(in: 0..<8, using: &random) == 0 ? .generated(&random) : ""
    }
}

extension Optional {
    fileprivate static func maybe(_ value: Wrapped, _ random: inout SeededGenerator) -> Wrapped? {
        Int.random(in: 0..<4, using: &random) == 0 ? nil : value
    }
}

extension Array {
    /// One of the elements, of which there is at least one.
    fileprivate func one(_ random: inout SeededGenerator) -> Element {
        self[Int.random(in: 0..<count, using: &random)]
    }
}
