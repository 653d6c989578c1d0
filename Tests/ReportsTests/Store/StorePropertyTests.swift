import Orchestration
import PTPTesting
import Reports
import Testing

/// Whatever was put in comes out again, and lists tell what filtering by hand tells.
@Suite struct StorePropertyTests {
    @Test func `what is stored is given back equal, and adding it twice changes nothing`() async throws {
        try await checkProperty("store and load", runs: 60) { random in
            Runs(&random, most: 6)
        } shrink: {
            $0.smaller
        } refute: { runs in
            let folder = try StoreFolder()
            let store = try ResultsStore(folder.store)
            for run in runs.all where try store.add(run) != .added { return "\(run.runID) was there" }
            let before = try store.exported()
            for run in runs.all where try store.add(run) != .unchanged { return "\(run.runID) is not what it was" }
            guard try store.exported() == before else { return "adding twice changed something" }
            for run in runs.all {
                let loaded = try store.results(named: "\(run.runID)@\(run.fingerprint)")
                guard loaded == run else { return "\(run.runID) came back as \(loaded)" }
            }
            return nil
        }
    }

    @Test func `an export makes the same store elsewhere, and importing it again changes nothing`() async throws {
        try await checkProperty("export and import", runs: 40) { random in
            Runs(&random, most: 6)
        } shrink: {
            $0.smaller
        } refute: { runs in
            let folder = try StoreFolder()
            let one = try ResultsStore(folder.store)
            let other = try ResultsStore(folder.file("other"))
            for run in runs.all { try one.add(run) }
            let bytes = try one.exported()
            guard try other.take(bytes, piece: runs.pieces) == runs.counted(as: .added) else { return "not all added" }
            guard try other.take(bytes) == runs.counted(as: .unchanged) else { return "not all unchanged" }
            guard try other.exported() == bytes else { return "the exports differ" }
            return try other.runs() == one.runs() ? nil : "the lists differ"
        }
    }

    @Test func `filters of lists, exports and observations agree with filtering in memory`() async throws {
        try await checkProperty("filters", runs: 60) { random in
            FilteredRuns(
                runs: Runs(&random, most: 10),
                filter: .generated(&random),
                limit: Int.random(in: 1...8, using: &random)
            )
        } shrink: { input in
            input.runs.smaller.map { FilteredRuns(runs: $0, filter: input.filter, limit: input.limit) }
        } refute: { input in
            let folder = try StoreFolder()
            let store = try ResultsStore(folder.store)
            for run in input.runs.all { try store.add(run) }
            let meant = input.runs.newestFirst.filter { input.filter.admits($0) }
            let listed = try store.runs(input.filter, limit: input.limit)
            guard listed == meant.prefix(input.limit).map(StoredRun.init) else { return "listed \(listed)" }
            let expected = meant.reversed().map { JSONValue.object($0.json).text() }
            guard try store.exported(input.filter).split(separator: 10).dropFirst().map(Array.init) == expected else {
                return "exported otherwise"
            }
            return try input.wrongTrend(in: store)
        }
    }
}

// MARK: - Fixtures

/// Runs that differ in name or fingerprint.
private struct Runs: Sendable, CustomStringConvertible {
    let all: [RunResults]
    /// How long the pieces of an export are.
    let pieces: Int

    init(all: [RunResults], pieces: Int) {
        self.all = all
        self.pieces = pieces
    }

    init(_ random: inout SeededGenerator, most: Int) {
        all = (0..<Int.random(in: 0...most, using: &random)).map { _ in .generated(&random) }
        pieces = Int.random(in: 1...5000, using: &random)
    }

    var smaller: [Runs] {
        all.indices.map { index in
            var rest = all
            rest.remove(at: index)
            return Runs(all: rest, pieces: pieces)
        }
    }

    func counted(as addition: ResultsStore.Addition) -> [ResultsStore.Addition: Int] {
        all.isEmpty ? [:] : [addition: all.count]
    }

    /// As the store lists them: by bytes, where Swift compares what texts look like.
    var newestFirst: [RunResults] {
        all.sorted { one, other in
            guard one.startedAt == other.startedAt else { return one.startedAt > other.startedAt }
            let (name, otherName) = (Array(one.runID.utf8), Array(other.runID.utf8))
            guard name == otherName else { return otherName.lexicographicallyPrecedes(name) }
            return other.fingerprint.utf8.lexicographicallyPrecedes(one.fingerprint.utf8)
        }
    }

    var description: String { "\(all)" }
}

private struct FilteredRuns: Sendable {
    let runs: Runs
    let filter: RunFilter
    let limit: Int

    /// What is wrong with the trends of all types and metrics.
    func wrongTrend(in store: borrowing ResultsStore) throws -> String? {
        let metrics = ResultsVocabulary.metrics.map(\.0) + [CaseResults.durationMetric, "unknown"]
        for type in ResultsVocabulary.types + ["unknown"] {
            for metric in metrics {
                let found = try store.observations(of: metric, type: type, filter)
                // Runs that began at the same moment come in the order in which they were added.
                let expected = runs.all.enumerated().sorted {
                    ($0.element.startedAt, $0.offset) < ($1.element.startedAt, $1.offset)
                }.flatMap { observations(of: metric, type, in: $0.element) }
                guard found == expected else { return "\(metric) of \(type): \(found) and not \(expected)" }
            }
        }
        return nil
    }

    private func observations(of metric: String, _ type: String, in run: RunResults) -> [Observation] {
        let meant = run.cases.filter { $0.planned.type == type && filter.admits($0) }
        guard filter.admits(run) else { return [] }
        return run.with(cases: meant).observations(of: metric)
    }
}

extension RunFilter {
    fileprivate static func generated(_ random: inout SeededGenerator) -> RunFilter {
        func pick<Value>(_ values: [Value]) -> Value? {
            Int.random(in: 0..<4, using: &random) == 0 ? values.randomElement(using: &random) : nil
        }
        var filter = RunFilter()
        filter.run = pick(["run-*", "*5*", "run-??", "nothing", "*"]).map { Glob($0) }
        filter.environment = pick(ResultsVocabulary.environments)
        filter.since = pick([-2, 0, 1]).map { morning + .seconds($0 * 86_400) }
        filter.until = pick([-1, 0, 2]).map { morning + .seconds($0 * 86_400) }
        filter.type = pick(["c7i.*", "*.large", "t3.micro", "?7?.*", "x*"]).map { Glob($0) }
        filter.region = pick(ResultsVocabulary.regions)
        filter.zone = pick(["eu-central-1a", "us-east-1b"])
        filter.verdict = pick(Verdict.allCases)
        filter.status = pick(CaseOutcome.Status.allCases)
        filter.label = pick([Label("team"), Label("team", "clocks"), Label("it's \"it\"", ""), Label("other")])
        return filter
    }
}
