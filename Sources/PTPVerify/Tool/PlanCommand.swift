import Orchestration

/// Shows what would run.
struct PlanCommand {
    let tool: Tool
    let configuration: Configuration

    func perform(asJSON: Bool) throws -> Int {
        let plan = configuration.plan(runID: "", environment: configuration.provider.value.rawValue)
        if asJSON {
            var object = plan.json
            object["run"] = nil
            if configuration.launches {
                object["expense"] = [
                    "at_least": .object(plan.leastExpense.json), "within_timeouts": .object(plan.patientExpense.json),
                    "at_worst": .object(plan.worstExpense.json),
                ]
            }
            object["refused"] = JSONValue(refusal(plan)?.description)
            object["confirmation_needed"] = JSONValue(configuration.confirmationNeeded)
            tool.console.write(JSONValue.object(object).indented)
        } else {
            for line in lines(plan) { tool.console.write(line) }
        }
        return refusal(plan) == nil ? ExitCode.success : ExitCode.usage
    }

    /// Why the plan would be refused, as far as that is known before AWS was asked for prices.
    private func refusal(_ plan: RunPlan) -> RunError? {
        configuration.mayAskForPrices && !plan.typesInNeedOfPrice.isEmpty ? nil : plan.refusal
    }

    private func lines(_ plan: RunPlan) -> [String] {
        let cases = plan.cases.enumerated().map { position, planned in
            ["\(position + 1)", planned.id.text] + (planned.machine == nil ? [planned.description] : [])
                + ["expected \(planned.expectation.rawValue)"]
        }
        let keep = configuration.launches ? "; keep: \(plan.keep)" : ""
        return ["\(plan.cases.counted) on \(plan.environment), \(plan.concurrency) at a time\(keep)"]
            + aligned(cases)
            + (configuration.launches ? ["time to live: \(configuration.ttlMinutes.value) minutes"] : [])
            + configuration.expectations(of: plan)
            + ["reports: \(configuration.reportDirectory.value)"]
            + [configuration.confirmationNeeded ?? "no confirmation is needed"]
            + (refusal(plan).map { ["refused: \($0)"] } ?? [])
    }
}

extension Configuration {
    /// What a plan may take, in lines for people.
    func expectations(of plan: RunPlan) -> [String] {
        guard launches else { return ["these machines run already: nothing is launched, terminated or billed"] }
        let isFree = provider.value == .simulated && plan.prices.isEmpty
        let words = { (expense: Expense) in isFree ? expense.time : "\(expense.time), \(expense.cost)" }
        let kept = keep == .none ? "" : ", and all is kept that may be"
        var lines = [
            "if every case and its cleanup take all their time\(kept): \(words(plan.patientExpense))",
            "at worst, if every instance lives until it ends itself: \(words(plan.worstExpense))",
        ]
        if mayAskForPrices, !unpricedTypes.isEmpty { lines.append("AWS is asked for the other prices before a launch") }
        let limits = [
            maxCost.value.map { "$\($0)" },
            maxInstanceTime.value.map { "\(SettingDecoder.hours.show($0)) instance hours" },
        ].compactMap(\.self)
        if !limits.isEmpty {
            lines.append("budget: \(limits.joined(separator: " and ")) (\(SettingTable.whatCounts))")
        }
        return lines
    }
}

extension JSONValue {
    /// The value as indented text without a line break at its end.
    var indented: String {
        let bytes = text(indentation: 2)
        return String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}
