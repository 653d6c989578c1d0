import Orchestration

/// Tells what drives the bill, and judges whether the budget allows any of it.
struct CostCheck {
    let configuration: Configuration
    /// What the price list said; `nil` where it was not asked.
    let listed: ListedPrices?

    var findings: [PreflightFinding] {
        let count = configuration.plannedCount
        guard count > 0 else { return [] }
        let minutes = configuration.ttlMinutes.value
        let hours = Double(count * minutes) / 60
        let total = hours == hours.rounded() ? String(Int(hours)) : String((hours * 10).rounded() / 10)
        let words = "\(count) \(count == 1 ? "instance" : "instances") of at most \(minutes) minutes each"
        return [.ok(.cost, "instances", "\(words): \(total) instance hours at worst")] + refusal + needless
    }

    /// What a run would be refused for.
    private var refusal: [PreflightFinding] {
        let listed = listed ?? .none
        let plan = configuration.plan(runID: "", environment: EC2Site.environment, listed: listed.prices)
        // Whoever has not asked for prices does not know whether they are missing.
        if self.listed == nil, configuration.needsListedPrices { return [] }
        return listed.refusal(of: plan).map { [.problem(.cost, "budget", $0.happened, $0.next)] } ?? []
    }

    /// Prices of what nobody plans: most likely one of the two is misspelt.
    private var needless: [PreflightFinding] {
        let planned = Set(configuration.instanceTypes.value.map(\.type))
        return configuration.prices.value.keys.filter { !planned.contains($0) }.sorted().map { type in
            let remedy = "Check its spelling in prices (\(configuration.prices.source)) and in instance_types."
            return .warning(.cost, type, "a price is given for it, but none of it is planned", remedy)
        }
    }
}
