import Orchestration
import PTPVerify
import Testing

@Suite struct ToolBudgetTests {
    private static let three = ["--provider", "simulated", "--instance-types", "c7i.large:2,m7g.medium"]

    @Test func `a plan tells what it may take, in words and as JSON`() async throws {
        let bench = try Bench()
        let plan = await bench.tool(["plan", "--prices", "c7i.large=0.08925,m7g.medium=0.0408"] + Self.three)
        #expect(plan.code == 0)
        // 45 minutes each: 2 x 0.0669375 + 0.0306.
        #expect(plan.output.contains("take all their time: 2.25 instance hours, $0.164476"), "\(plan.output)")
        #expect(plan.output.contains("until it ends itself: 6.00 instance hours, $0.4386"), "\(plan.output)")

        let partly = await bench.tool(["plan", "--json", "--prices", "c7i.large=0.08925"] + Self.three)
        let json = try JSONParser.parse(Array(partly.output.utf8))
        #expect(json["expense"]?["at_least"]?["instance_seconds"] == 180)
        #expect(json["expense"]?["at_worst"]?["cost_usd_at_least"] == "0.357")
        #expect(json["expense"]?["at_worst"]?["unpriced_types"] == ["m7g.medium"])
        #expect(json["expense"]?["at_worst"]?["cost_usd"] == nil)
        #expect(
            await bench.tool(["plan"] + Self.three).output.contains("2.25 instance hours\n"),
            "nobody spoke of money"
        )
    }

    @Test func `a budget that nothing fits into is refused before anything is made`() async throws {
        let bench = try Bench()
        for command in ["plan", "run"] {
            let end = await bench.tool([command, "--max-instance-hours", "0.04"] + Self.three)
            #expect(end.code == 2)
            let said = end.output + end.complaints
            #expect(said.contains("0.05 instance hours, of which 0.04 may be used"), "\(said)")
            #expect(said.contains("Raise max_instance_hours"))
        }
        #expect(try RunDirectory.all(in: bench.runs).isEmpty)
    }

    @Test func `a budget of money needs every price`() async throws {
        let bench = try Bench()
        let end = await bench.tool(["plan", "--max-cost", "5", "--prices", "c7i.large=0.1"] + Self.three)
        #expect(end.code == 2)
        #expect(end.complaints.contains("--max-cost: max_cost needs the price of m7g.medium"), "\(end.complaints)")
    }

    @Test func `a budget stops a run on the simulated fleet, and the report tells why and how much was spent`()
        async throws
    {
        let bench = try Bench()
        let types = ["--provider", "simulated", "--instance-types", "c7i.large:5", "--prices", "c7i.large=36"]
        // A cent a second: 11 minutes may be taken by each, and a little more in all.
        let limits = ["--case-timeout-minutes", "10", "--cleanup-timeout-minutes", "1", "--max-cost", "8.50"]
        let run = await bench.tool(["run"] + types + limits)
        #expect(run.code == ExitCode.inconclusive, "\(run.complaints)")
        let report = try JSONParser.parse(Array(await bench.tool("report", "--json").output.utf8))
        let cases = try #require(report["cases"]?.array)
        let begun = cases.prefix { $0["status"] == "met" }.count
        #expect((1...4).contains(begun), "\(begun) cases")
        for (position, verified) in cases.enumerated() where position >= begun {
            #expect(verified["status"] == "not-run")
            #expect(verified["failure"]?["code"] == "budget")
            #expect(verified["failure"]?["next"] == "Raise max_cost and run the rest again.")
            #expect(verified["billed_seconds"] == nil && verified["cost_usd"] == nil)
        }
        let billed = try #require(report["summary"]?["billed"])
        let seconds = try #require(billed["seconds"]?.integer)
        #expect(seconds >= 60 * begun && billed["instances"] == JSONValue(begun))
        #expect(billed["cost_usd"]?.string == Money(micros: 10_000 * seconds).description)
        #expect(run.output.contains("billed: \(seconds) s in \(begun) "), "\(run.output)")
    }
}
