import Orchestration

/// What rules look at: the results, counted once.
struct Circumstances: Sendable {
    /// Cases of something, and how many of them are so.
    struct Count: Sendable {
        var hits = 0
        var cases = 0

        var inWords: String { "\(hits) of \(cases == 1 ? "1 case" : "\(cases) cases")" }
    }

    /// What the cases of each type came to.
    let tallies: [TypeTally]
    /// What the evidence is of, where it is not of real hardware.
    let pretences: [String]
    /// What was compared.
    let comparison: Comparison?
    /// What was followed.
    let trends: [Trend]
    /// How many runs there are.
    let runs: Int
    /// How many cases found no capacity, by the zone, or where none is known, by the type.
    private(set) var withoutCapacity: [String: Count] = [:]
    /// How many cases could not be observed for other reasons, by type.
    private(set) var unobserved: [String: Count] = [:]
    /// What kept most of them from being observed.
    private(set) var obstacles: [String: [String: Int]] = [:]
    /// The cases that may have left something behind.
    private(set) var unconfirmed: [String] = []

    init(_ runs: [RunResults], _ comparison: Comparison? = nil, _ trends: [Trend] = []) {
        tallies = TypeTally.all(runs)
        pretences = Set(runs.map(\.environment)).filter { Pretence(rawValue: $0) != nil }.sorted()
        self.comparison = comparison
        self.trends = trends
        self.runs = runs.count
        for run in runs {
            for index in run.cases.indices { add(run.cases[index], of: run) }
        }
    }

    private mutating func add(_ results: CaseResults, of run: RunResults) {
        let type = results.planned.type
        if results.disposal == .unconfirmed { unconfirmed.append("\(results.planned.id) of \(run.runID)") }
        // What was never begun says nothing.
        guard results.status != .notRun else { return }
        for place in [type, results.setting.zone].compactMap(\.self) {
            withoutCapacity[place, default: Count()].cases += 1
        }
        unobserved[type, default: Count()].cases += 1
        guard results.verdict == .inconclusive else { return }
        if results.lacksCapacity {
            withoutCapacity[results.setting.zone ?? type, default: Count()].hits += 1
        } else if results.status != .interrupted {
            unobserved[type, default: Count()].hits += 1
            obstacles[type, default: [:]][results.reason ?? "no reason is recorded", default: 0] += 1
        }
    }
}

extension CaseResults {
    /// The rule of the diagnosis for launches that found no room.
    private static let capacityRule = "F03"

    fileprivate var lacksCapacity: Bool {
        conclusions.contains { $0.id == Self.capacityRule }
            || (reason ?? "").contains("InsufficientInstanceCapacity")
    }
}
