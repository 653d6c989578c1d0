import Orchestration
import PTPVerify
import Testing

@Suite struct PriceSettingTests {
    @Test func `prices and budgets are read in every layer and shown as they would be written`() throws {
        let given = ["c7i.large": Money(micros: 89_250), "m7g.medium": Money(micros: 40_800)]
        let file = Layers(
            file: "prices: {c7i.large: 0.08925, m7g.medium: '0.0408'}\nmax_cost: 5\nmax_instance_hours: 1.5\n"
        )
        let variables = Layers(
            environment: [
                "PTP_PRICES": "c7i.large=0.08925, m7g.medium=0.0408", "PTP_MAX_COST": "5.00",
                "PTP_MAX_INSTANCE_HOURS": "1.50", "PTP_PROVIDER": "simulated",
            ]
        )
        for var layers in [file, variables] {
            layers.arguments = ["--instance-types=c7i.large", "--provider=simulated"]
            let configuration = try layers.configuration()
            #expect(configuration.prices.value == given)
            let plan = configuration.plan(runID: "r", environment: "simulated")
            #expect(plan.prices == ["c7i.large": Money(micros: 89_250)], "what is not planned has no price")
            #expect(plan.budget == Budget(money: Money(micros: 5_000_000), seconds: 5400))
            let shown = Dictionary(configuration.effectiveValues.map { ($0.key, $0.value) }) { first, _ in first }
            #expect(shown["prices"] == "c7i.large=0.08925,m7g.medium=0.0408")
            #expect(shown["max_cost"] == "5.00" && shown["max_instance_hours"] == "1.50")
        }
    }

    @Test(arguments: [
        ("--prices=c7i.large", "a price must look like type=dollars, not \"c7i.large\""),
        ("--prices=a.x=1,a.x=2", "the price of a.x is there twice"), ("--prices==1", "\"\" cannot be an instance type"),
        ("--prices=a.x=0", "the price of a.x must be more than 0"), ("--prices=a.x=1e3", "the price of a.x must be"),
        ("--prices=a.x=0.1234567", "with six decimals at most"), ("--max-cost=-1", "max_cost must be more than 0"),
        ("--max-instance-hours=0", "max_instance_hours must be more than 0"),
        ("--max-instance-hours=0.001", "with two decimals at most"),
        ("--max-cost=1", "max_cost needs the price of c7i.large, m7g.medium, r7i.large, t3.micro"),
    ])
    func `what is no price or no budget is refused`(argument: String, words: String) {
        let problems = Layers(arguments: [argument]).problems()
        #expect(problems.count == 1 && problems.first?.contains(words) == true, "\(problems)")
    }

    @Test func `on EC2 a missing price may come from the price list, unless that is switched off`() {
        let arguments = [
            "--instance-types=c7i.large", "--subnet-id=subnet-0123456789abcdef0", "--max-cost=1",
        ]
        #expect(Layers(arguments: arguments).problems().isEmpty)
        let problems = Layers(arguments: arguments + ["--price-list=no"]).problems()
        #expect(problems.count == 1 && problems[0].contains("max_cost needs the price of c7i.large"), "\(problems)")
    }
}
