import Files
import Foundation
import FoundationXML
import Orchestration
import PTPVerify
import Testing

@Suite struct HistoryToolTests {
    private static let words = ["--provider", "simulated", "--instance-types", "c7i.large,m7g.medium"]

    /// A bench with some simulated runs.
    private func bench(_ count: Int) async throws -> (Bench, [String]) {
        let bench = try Bench()
        for seed in 1...count {
            #expect(await bench.tool(["run", "--seed", "\(seed)"] + Self.words).code == 0)
        }
        return (bench, try RunDirectory.all(in: bench.runs).map(\.name))
    }

    @Test func `runs are found by the names that they were given`() async throws {
        let bench = try Bench()
        let types = ["run", "--provider", "simulated", "--instance-types", "c7i.large:2"]
        for seed in 1...4 {
            let name = seed <= 2 ? "before" : "after"
            #expect(await bench.tool(types + ["--seed", "\(seed)", "--name", name]).code == 0)
        }
        // The same run again, as seeds have it, stands beside the first one under nearly its name.
        #expect(await bench.tool(types + ["--seed", "1", "--name", "before", "--samples", "30"]).code == 0)
        let end = await bench.tool("compare", "*-before", "with", "*-after", "--json")
        let json = try JSONParser.parse(Array(end.output.utf8))
        #expect(json["baseline"]?["runs"]?.array?.count == 3 && json["candidate"]?["runs"]?.array?.count == 2, "\(end)")
    }

    @Test func `a run is compared with the newest one, and what cannot be told is said`() async throws {
        let (bench, names) = try await bench(2)
        let end = await bench.tool("compare", names[0])
        #expect((end.code, end.complaints) == (0, ""), "\(end)")
        #expect(end.output.hasPrefix("baseline: \(names[0]); 2 cases on simulated\ncandidate: \(names[1]);"), "\(end)")
        #expect(end.output.contains("note: SIMULATED evidence proves nothing about real hardware"))
        #expect(end.output.contains("cannot tell: too few cases: at least "))
        #expect(end.output.contains("recommended: R15 "))
        let json = await bench.tool("compare", names[0], "\(bench.runs)/\(names[1])", "--json")
        let value = try JSONParser.parse(Array(json.output.utf8))
        #expect(value["exit_code"] == 0 && value["baseline"]?["runs"] == [.string(names[0])])
        #expect(value["recommendations"]?.array?.first?["rule"] == "R15")
    }

    @Test func `sides are lists, patterns or paths with a word between them`() async throws {
        let (bench, names) = try await bench(4)
        let pattern = await bench.tool("compare", "\(names[0]),\(names[1])", "with", "sim-*-3", "\(bench.runs)/sim-*-4")
        #expect(pattern.code == 4, "\(pattern)")
        #expect(pattern.output.contains("baseline: 2 runs: \(names[0]), \(names[1]); 4 cases"), "\(pattern)")
        #expect(pattern.output.contains("candidate: 2 runs: \(names[2]), \(names[3]); 4 cases"), "\(pattern)")
        #expect(pattern.output.hasSuffix("more runs, or raise the quantities, and compare all of them at once."))
    }

    @Test func `what is no comparison is refused with what would be one`() async throws {
        let (bench, names) = try await bench(1)
        let none = await bench.tool("compare")
        #expect(none.code == 2 && none.complaints.contains("a baseline is missing"))
        let itself = await bench.tool("compare", names[0])
        #expect(itself.code == 2 && itself.complaints.contains("which is the baseline itself"), "\(itself)")
        let three = await bench.tool("compare", "a", "with", "b", "with", "c")
        #expect(three.code == 2 && three.complaints.contains("only two sides"))
        let unknown = await bench.tool("compare", "may-*", "with", names[0])
        #expect(unknown.code == 2 && unknown.complaints.contains("there are only \(names[0])"), "\(unknown)")
        let tolerance = await bench.tool("compare", names[0], "--tolerance", "much")
        #expect(tolerance.code == 2 && tolerance.complaints.contains("per cent above 0"))
    }

    @Test func `a trend of many runs has a plot, and one of few says how many it takes`() async throws {
        let (bench, names) = try await bench(10)
        let picture = try bench.file("trend.svg", "")
        let end = await bench.tool("trend", "--metric", "phc_error_bound,duration", "--svg", picture)
        #expect((end.code, end.complaints) == (0, ""), "\(end)")
        #expect(end.output.contains("c7i.large: 10 runs, from "), "\(end.output)")
        let text = try Files.read(picture, limit: 1 << 20)
        #expect(XMLParser(data: Data(text)).parse())
        #expect(String(decoding: text, as: UTF8.self).components(separatedBy: "<circle").count == 41)
        let few = await bench.tool("trend", names[0], "sim-*-2", "--type", "m7g.*", "--json")
        #expect(few.code == 4, "\(few)")
        let value = try JSONParser.parse(Array(few.output.utf8))
        let series = value["trends"]?.array?.first?["series"]?.array ?? []
        #expect(series.map { $0["name"] } == ["m7g.medium"] && series.first?["points"]?.array?.count == 2)
        let zones = await bench.tool("trend", "--by", "zone")
        #expect(zones.output.contains("total_error_bound by type and zone"), "\(zones)")
    }

    @Test func `what nobody has measured cannot be followed`() async throws {
        let bench = try Bench()
        #expect(await bench.tool("trend").complaints.contains("there are no runs"))
        #expect(await bench.tool("run").code == 0)
        let typo = await bench.tool("trend", "--metric", "total_error_bond")
        #expect(typo.code == 2 && typo.complaints.contains("Did you mean total_error_bound?"), "\(typo)")
        let type = await bench.tool("trend", "--type", "x9z.huge")
        #expect(type.code == 2 && type.complaints.contains("it was measured only of c7i.large"), "\(type)")
        let by = await bench.tool("trend", "--by", "moon")
        #expect(by.code == 2 && by.complaints.contains("environment, region, zone"), "\(by)")
    }
}
