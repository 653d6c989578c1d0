import AWS
package import Orchestration

/// The prices that AWS was asked for, because nobody had configured them.
package struct ListedPrices: Sendable {
    /// The key under which the plan tells what came of asking.
    private static let key = "price_list"

    /// What was found.
    package let prices: [String: Money]
    /// What was found, and what was not and why, for the plan.
    package let facts: [RunPlan.EffectiveValue]

    /// Why prices are missing, if some are.
    let trouble: String?
    /// What AWS answered in place of prices.
    let failure: AWSError?

    /// Nothing was asked.
    package static let none = ListedPrices(prices: [:], facts: [], trouble: nil, failure: nil)

    private init(
        prices: [String: Money],
        facts: [RunPlan.EffectiveValue],
        trouble: String?,
        failure: AWSError?
    ) {
        self.prices = prices
        self.facts = facts
        self.trouble = trouble
        self.failure = failure
    }

    /// Why nobody can run a plan with these prices, if nobody can; where they are missing, why they are.
    package func refusal(of plan: RunPlan) -> RunError? {
        guard let refusal = plan.refusal, let trouble, !plan.typesInNeedOfPrice.isEmpty else { return plan.refusal }
        return RunError(
            refusal.code,
            attempt: refusal.attempt,
            happened: "\(refusal.happened); the price list of AWS was asked in vain: \(trouble)",
            next: refusal.next
        )
    }

    /// Asks for the prices that a configuration lacks.
    ///
    /// Money is good to know, but no reason not to run: whatever goes wrong is only told.
    package static func ask(
        _ configuration: Configuration,
        region: String,
        _ hourlyPrice: (_ type: String) async throws -> Money?
    ) async -> ListedPrices {
        let missing = configuration.unpricedTypes
        guard configuration.mayAskForPrices, !missing.isEmpty else { return none }
        guard PriceList.covers(region: region) else {
            return told(configuration, [:], "it does not know the region \(region)")
        }
        var prices: [String: Money] = [:]
        do {
            for type in missing { prices[type] = try await hourlyPrice(type) }
        } catch {
            // What refused one type refuses the others.
            return told(configuration, prices, "\(error)", error as? AWSError)
        }
        let unknown = missing.filter { prices[$0] == nil }
        return told(
            configuration,
            prices,
            unknown.isEmpty ? nil : "it has no price for \(unknown.joined(separator: ", "))"
        )
    }

    private static func told(
        _ configuration: Configuration,
        _ prices: [String: Money],
        _ trouble: String?,
        _ failure: AWSError? = nil
    ) -> ListedPrices {
        let all = prices.merging(configuration.prices.value) { $1 }
        let given = configuration.prices.value.isEmpty ? "" : "\(configuration.prices.source), "
        let listed = RunPlan.EffectiveValue(
            key: "prices",
            value: SettingDecoder.prices.show(all),
            source: "\(given)price list of AWS"
        )
        let note = RunPlan.EffectiveValue(
            key: key,
            value: trouble.map { "asked in vain: \($0)" } ?? "asked",
            source: configuration.priceList.source.description
        )
        return ListedPrices(
            prices: prices,
            facts: prices.isEmpty ? [note] : [listed, note],
            trouble: trouble,
            failure: failure
        )
    }
}
