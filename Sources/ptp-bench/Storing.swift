import Files
import Orchestration
import Reports

/// The results store with results of 10,000 runs of 100 cases of 50 types in it, a million.
///
/// Each measurement opens the store anew, as each call of the tool does.
enum Storing {
    private static let cases = 100
    private static let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)
    private static let types = (0..<50).map { "t\($0).large" }

    static func measure(runs: Int) throws -> [Figure] {
        let folder = "/tmp/ptp-bench-store-\(Child.ownID)"
        try Files.makeDirectory(folder)
        defer { _ = try? Child.run("/bin/rm", "-rf", folder) }
        let path = "\(folder)/results.sqlite"
        let each = runs * cases / types.count
        try build(path, runs: runs)
        let size = Double(try Child.run("/usr/bin/stat", "-c", "%s", path).words.trimmedNumber) / 1e6
        return [
            .atMost(1000, "results store: its size", size, "MB"),
            try lookUp(path, "list of the newest 50 runs", expecting: 50...50) { try $0.runs(limit: 50).count },
            try lookUp(path, "list of the newest 50 runs with a rare case", expecting: 1...50) {
                try $0.runs(rare, limit: 50).count
            },
            try lookUp(path, "list of runs with a case that none has", expecting: 0...0) {
                try $0.runs(missing, limit: 50).count
            },
            try lookUp(path, "reading two runs to compare them", expecting: 2 * cases...2 * cases) {
                try $0.results(named: name(17)).cases.count + $0.results(named: name(runs - 17)).cases.count
            },
            try lookUp(path, "trend of a type", expecting: each...each) {
                try $0.observations(of: "figure-20", type: types[7]).count
            },
            try add(path),
        ]
    }

    private static func build(_ path: String, runs: Int) throws {
        let store = try ResultsStore(path)
        for first in stride(from: 0, to: runs, by: 200) {
            try store.add(contentsOf: (first..<min(first + 200, runs)).lazy.map { run($0, cases: cases) })
        }
    }

    private static var rare: RunFilter {
        var filter = RunFilter()
        filter.type = Glob("t4?.*")
        filter.verdict = .partial
        return filter
    }

    private static var missing: RunFilter {
        var filter = RunFilter()
        filter.zone = "eu-central-1a"
        filter.verdict = .unsupported
        filter.label = RunFilter.Label("team", "clocks")
        return filter
    }

    /// The median of some look-ups.
    private static func lookUp(
        _ path: String,
        _ what: String,
        expecting expected: ClosedRange<Int>,
        _ look: (borrowing ResultsStore) throws -> Int
    ) throws -> Figure {
        let times = try (1...5).map { _ in
            let (elapsed, count) = try seconds { try look(ResultsStore(reading: path)) }
            precondition(expected.contains(count), "\(what): \(count)")
            return elapsed
        }
        return .atMost(0.1, "results store: \(what)", times.sorted()[times.count / 2], "s")
    }

    private static func add(_ path: String) throws -> Figure {
        let times = try (1...5).map { number in
            let big = run(1_000_000 + number, cases: 1000)
            return try seconds { _ = try ResultsStore(path).add(big) }.0
        }
        return .atMost(0.3, "results store: adding a run of 1000 cases", times.sorted()[times.count / 2], "s")
    }
}

// MARK: - What is stored

extension Storing {
    private static func name(_ number: Int) -> String { "run-\(100_000 + number)" }

    private static func run(_ number: Int, cases: Int) -> RunResults {
        var random = SeededGenerator(seed: 1).derived(number)
        let started = start + .seconds(number * 3600)
        return RunResults(
            runID: name(number),
            fingerprint: String(random.next(), radix: 16),
            toolVersion: "1.0",
            planDigest: "7",
            environment: "ec2",
            startedAt: started,
            lastAt: started + .seconds(1800),
            isComplete: true,
            exitCode: 0,
            cases: (0..<cases).map { result($0, of: number, started, &random) }
        )
    }

    private static func result(
        _ place: Int,
        of run: Int,
        _ started: Timestamp,
        _ random: inout SeededGenerator
    ) -> CaseResults {
        let isRare = Int.random(in: 0..<2000, using: &random) == 0
        var setting = CaseResults.Setting()
        setting.environment = "ec2"
        setting.region = "us-east-1"
        setting.zone = ["us-east-1a", "us-east-1b"][run % 2]
        setting.architecture = "x86_64"
        setting.kernel = "6.1.\(run / 200)-1.amzn2023.x86_64"
        setting.driver = "2.\(run / 1000).0g"
        setting.system = "Amazon Linux 2023"
        return CaseResults(
            planned: InstanceCase(type: types[place % types.count], index: place / types.count + 1, of: 20),
            setting: setting,
            status: isRare ? .notMet : .met,
            verdict: isRare ? .partial : .supported,
            disposal: .terminated,
            reason: "the clock disciplines the system: offset \(Int.random(in: 0..<5000, using: &random)) ns",
            declaredSupport: true,
            startedAt: started + .seconds(place),
            endedAt: started + .seconds(place + 90),
            cost: Money(micros: 4000),
            rungs: rungs,
            conclusions: isRare ? [.init(id: "F03", cause: "the driver is old", remedy: "Build a newer one")] : [],
            figures: figures.map { Orchestration.Figure($0, Double.random(in: 0..<1e-5, using: &random), unit: "s") }
        )
    }

    private static let figures = (0..<35).map { "figure-\($0)" }
    private static let rungs = ["device", "driver", "node", "chrony", "selected", "synchronised"].map {
        CaseResults.Rung(id: $0, status: .held)
    }
}

extension String {
    fileprivate var trimmedNumber: Int { Int(prefix { $0.isNumber }) ?? 0 }
}
