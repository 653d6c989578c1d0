import Orchestration
import PTPVerify
import Testing

@Suite struct ListedPriceTests {
    @Test func `only prices that are not configured are asked for, and the plan tells where each is from`() async throws
    {
        let configuration = configuration(prices: ["c7i.large": Money(micros: 5)])
        let listed = await ListedPrices.ask(configuration, region: "eu-west-1") { type in
            #expect(type == "m7g.medium")
            return Money("0.0408")
        }
        let plan = plan(configuration, listed)
        #expect(plan.prices == ["c7i.large": Money(micros: 5), "m7g.medium": Money(micros: 40_800)])
        let value = plan.configuration.filter { $0.key == "prices" }
        #expect(value.map(\.value) == ["c7i.large=0.000005,m7g.medium=0.0408"])
        #expect(value.map(\.source) == ["PTP_PRICES, price list of AWS"])
    }

    @Test func `a list that does not answer leaves prices unknown, and the plan tells why`() async {
        let configuration = configuration(prices: [:])
        let listed = await ListedPrices.ask(configuration, region: "eu-west-1") { _ in
            throw RunError(.permission, attempt: "ask", happened: "AWS says no", next: "Name prices.")
        }
        let plan = plan(configuration, listed)
        #expect(plan.prices.isEmpty)
        #expect(plan.configuration.contains { $0.key == "price_list" && $0.value.contains("AWS says no") })
    }

    @Test func `a type that the list does not have is named`() async {
        let listed = await ListedPrices.ask(configuration(prices: [:]), region: "eu-west-1") { type in
            type == "c7i.large" ? Money(micros: 1) : nil
        }
        #expect(listed.facts.last?.value == "asked in vain: it has no price for m7g.medium")
    }

    @Test func `nothing is asked where it is switched off, needless, or the list knows nothing`() async {
        var off = configuration(prices: [:])
        off.priceList = Setting(false)
        let known = configuration(prices: ["c7i.large": Money(micros: 1), "m7g.medium": Money(micros: 1)])
        for (configuration, region) in [
            (off, "eu-west-1"), (known, "eu-west-1"), (configuration(prices: [:]), "cn-north-1"),
        ] {
            let listed = await ListedPrices.ask(configuration, region: region) { type in
                Issue.record("\(type) was asked for")
                return nil
            }
            #expect(listed.prices.isEmpty)
        }
    }

    private func configuration(prices: [String: Money]) -> Configuration {
        var configuration = Configuration()
        configuration.provider = Setting(.ec2)
        configuration.instanceTypes = Setting([
            InstanceTypeRequest(type: "c7i.large", quantity: 2), InstanceTypeRequest(type: "m7g.medium", quantity: 1),
        ])
        configuration.prices = Setting(prices, source: .environment("PTP_PRICES"))
        return configuration
    }

    private func plan(_ configuration: Configuration, _ listed: ListedPrices) -> RunPlan {
        configuration.plan(runID: "r", environment: "ec2", facts: listed.facts, listed: listed.prices)
    }
}
