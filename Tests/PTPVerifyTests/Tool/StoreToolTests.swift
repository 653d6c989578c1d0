import Files
import Orchestration
import PTPTesting
import PTPVerify
import Reports
import Testing

/// Runs that go into the results store by themselves, and what the store's commands take.
@Suite struct StoreToolTests {
    @Test func `a finished run is in the store, also one that was cut anywhere`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run").code == 0)
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        let history = try await directory.read().history
        let path = try bench.file("results.sqlite", "")
        let reporter = StoreReporter(store: path, of: directory)
        try await reporter.finish(RunHistory())
        #expect(try Files.read(path, limit: 1).isEmpty)
        try await reporter.finish(history)
        try await reporter.finish(history)
        let results = try #require(RunReport(history).results)
        #expect(try ResultsStore(reading: path).runs() == [StoredRun(results)])
        #expect(try ResultsStore(reading: path).results(named: results.runID) == results)
    }

    @Test func `a store that takes nothing is told of, with how to add the run later`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run").code == 0)
        let directory = try #require(try RunDirectory.all(in: bench.runs).first)
        let history = try await directory.read().history
        let path = try bench.file("notes.txt", "no database at all, but long enough to look like one; ")
        let error = await #expect(throws: RunError.self) {
            try await StoreReporter(store: path, of: directory).finish(history)
        }
        #expect(error?.happened.contains("it is no database") == true)
        #expect(error?.next == "Add it later with `ptp-verify store add \(directory.path)`.")
    }

    @Test func `the store is where the setting says, else beside the runs`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run").code == 0)
        #expect(await bench.tool("store", "add").code == 0)
        #expect(Files.exists("\(bench.runs)/results.sqlite"))
        let elsewhere = try bench.file("elsewhere", "")
        #expect(await bench.tool(["store", "add"], ["PTP_STORE": elsewhere]).code == 0)
        #expect(try ResultsStore(reading: elsewhere).counts().runs == 1)
        let list = await bench.tool(["store", "list", "--json", "--type", "m7g.*", "--since", "2025-12-31"])
        #expect(list.output.contains("\"m7g.medium\": {"), "\(list)")
        let none = await bench.tool(["store", "list", "--json", "--until", "2025-12-31"])
        #expect(none.output == "[]")
    }

    @Test func `a run is removed by its name, and can be added again`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run").code == 0)
        #expect(await bench.tool("store", "add").code == 0)
        #expect(await bench.tool("store", "remove").code == ExitCode.usage)
        #expect(await bench.tool("store", "remove", "nothing").code == ExitCode.usage)
        let gone = await bench.tool("store", "remove", "sim-")
        #expect(gone.code == 0 && gone.output.contains("removed"), "\(gone)")
        #expect(await bench.tool("store", "list", "--json").output == "[]")
        #expect(await bench.tool("store", "add").output.contains(": added, "))
        let elsewhere = await bench.tool("store", "remove", "sim-", "--store", "\(bench.runs)/nowhere.sqlite")
        #expect(elsewhere.code == ExitCode.usage && !Files.exists("\(bench.runs)/nowhere.sqlite"))
    }

    @Test func `what an export says is imported again`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("run").code == 0)
        #expect(await bench.tool("store", "add").code == 0)
        let export = await bench.tool("store", "export")
        let file = try bench.file("export.jsonl", export.output)
        let again = await bench.tool("store", "import", file)
        #expect(again.output == "\(bench.runs)/results.sqlite: 0 added, 1 unchanged, 0 replaced", "\(again)")
        let broken = try bench.file("broken.jsonl", String(export.output.dropLast(100)))
        let refused = await bench.tool("store", "import", broken)
        #expect(refused.code == 2 && refused.complaints.contains("broken.jsonl, line 2, byte "), "\(refused)")
    }
}
