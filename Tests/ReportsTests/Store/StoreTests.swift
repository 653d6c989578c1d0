import Orchestration
import Reports
import SQLite
import Testing

/// How a store takes runs in, and finds them again.
@Suite struct StoreTests {
    private let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    @Test func `a run whose journal grew replaces what was there, and an older state does not`() throws {
        let store = try ResultsStore(folder.store)
        let whole = RunResults.small()
        let early = whole.with(lastAt: whole.startedAt, exitCode: 4, cases: Array(whole.cases.prefix(1)))
        #expect(try store.add(early) == .added)
        #expect(try store.add(whole) == .replaced)
        #expect(try store.add(early) == .unchanged)
        #expect(try store.results(named: "run") == whole)
        // The same journal, read by a version that finds more in it.
        #expect(try store.add(whole.with(exitCode: 3)) == .replaced)
        #expect(try store.counts() == (1, 3))
    }

    @Test func `a name stands for a run as soon as it tells it from all others`() throws {
        let store = try ResultsStore(folder.store)
        for name in ["alpha", "alpha-2", "beta", "we@home"] { try store.add(.small(name)) }
        try store.add(.small("beta", fingerprint: "f1"))
        #expect(try store.results(named: "alpha").runID == "alpha")
        #expect(try store.results(named: "alpha-").runID == "alpha-2")
        #expect(try store.results(named: "beta@f1").fingerprint == "f1")
        #expect(try store.results(named: "we@home").runID == "we@home")
        #expect(try store.results(named: "we@home@f0").runID == "we@home")
        let several = #expect(throws: RunError.self) { try store.results(named: "beta") }
        #expect(several?.happened == "it may be beta@f1, beta@f0")
        #expect(throws: RunError.self) { try store.results(named: "al") }
        let none = #expect(throws: RunError.self) { try store.results(named: "gamma") }
        #expect(none?.code == .notFound)
        #expect(none?.next.contains("store list") == true)
    }

    @Test func `several runs are added together, or none of them`() throws {
        let store = try ResultsStore(folder.store)
        try store.add(contentsOf: ["one", "two", "two"].map { RunResults.small($0) })
        #expect(try store.counts() == (2, 6))
        let other = try Database.open(folder.store, for: .writing, patience: .zero, repair: "")
        let refusal = "BEGIN SELECT raise(ABORT, 'no'); END"
        try other.execute("CREATE TRIGGER t BEFORE INSERT ON run WHEN new.name = 'bad' \(refusal)")
        #expect(throws: SQLiteError.self) { try store.add(contentsOf: [.small("good"), .small("bad")]) }
        #expect(try store.counts() == (2, 6))
    }

    @Test func `a run that is removed is gone with all its results, and the others stay`() throws {
        let store = try ResultsStore(folder.store)
        for name in ["one", "two"] { try store.add(.small(name)) }
        try store.remove("one")
        #expect(try store.runs().map(\.runID) == ["two"])
        #expect(try store.counts() == (1, 3))
        let database = try Database.open(folder.store, for: .reading, patience: .zero, repair: "")
        #expect(try database.integer("SELECT count(*) FROM result") == 3)
        #expect(try store.results(named: "two") == .small("two"))
        #expect(throws: RunError.self) { try store.remove("one") }
    }

    @Test func `ten megabytes of reason come back equal, and burden nobody who does not ask for them`() throws {
        let store = try ResultsStore(folder.store)
        let reason = String(repeating: "no'\"\u{0}😀", count: 1 << 20)
        let results = RunResults.small()
        let case0 = results.cases[0]
        let big = CaseResults(
            planned: case0.planned,
            status: .notMet,
            verdict: .partial,
            reason: reason,
            conclusions: [.init(id: "F01", cause: String(reason.prefix(100_000)), remedy: "")],
            figures: [Figure("offset", 1, unit: "s")]
        )
        try store.add(results.with(cases: [big]))
        let loaded = try store.results(named: "run").cases[0]
        #expect(loaded.reason?.utf8.elementsEqual(reason.utf8) == true)
        #expect(loaded == big)
        #expect(try store.observations(of: "offset", type: case0.planned.type).map(\.value) == [1])
    }

    @Test func `several threads that add at once lose nothing`() async throws {
        let (writers, each) = (4, 15)
        let path = folder.store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in 0..<each { try ResultsStore(path).add(.small("\(writer)-\(number)")) }
                }
            }
            try await group.waitForAll()
        }
        let store = try ResultsStore(reading: folder.store)
        #expect(try store.counts() == (writers * each, writers * each * 3))
    }

    @Test func `readers see a moment, and not half of what somebody is writing`() throws {
        let store = try ResultsStore(folder.store)
        try store.add(.small("one"))
        let reader = try ResultsStore(reading: folder.store)
        let other = try Database.open(folder.store, for: .writing, patience: .zero, repair: "")
        try other.transaction(.writing) { () throws in
            try other.execute("UPDATE run SET name = 'changed'")
            #expect(try reader.runs().map(\.runID) == ["one"])
        }
        #expect(try reader.runs().map(\.runID) == ["changed"])
    }

    @Test func `nothing is left beside the file when it is closed`() throws {
        do {
            let store = try ResultsStore(folder.store)
            try store.add(.small())
        }
        #expect(folder.names == ["results.sqlite"])
    }

    @Test func `a pattern is as people know it from files`() {
        for (pattern, yes, no) in [
            ("c7i.*", ["c7i.large", "c7i."], ["c7i", "xc7i.large"]), ("*", ["", "a"], []), ("", [""], ["a"]),
            ("?", ["a", "é"], ["", "ab"]), ("*.large", ["c7i.large", ".large.large"], ["c7i.large.", "large"]),
            ("a*b*c", ["abc", "aXbbYc"], ["acb", "ab"]), ("[a]", ["[a]"], ["a"]),
        ] {
            for name in yes { #expect(Glob(pattern).matches(name), "\(pattern) \(name)") }
            for name in no { #expect(!Glob(pattern).matches(name), "\(pattern) \(name)") }
        }
    }
}
