import Orchestration

/// Shows what would run.
struct PlanCommand {
    let tool: Tool
    let configuration: Configuration

    func perform(asJSON: Bool) throws -> Int {
        if let missing = configuration.missingProvider { throw missing }
        let plan = configuration.plan(runID: "", environment: configuration.provider.value.rawValue)
        if asJSON {
            var object = plan.json
            object["run"] = nil
            object["confirmation_needed"] = JSONValue(configuration.confirmationNeeded)
            tool.console.write(JSONValue.object(object).indented)
        } else {
            for line in lines(plan) { tool.console.write(line) }
        }
        return ExitCode.success
    }

    private func lines(_ plan: RunPlan) -> [String] {
        let cases = plan.cases.enumerated().map { position, planned in
            ["\(position + 1)", planned.id.text, planned.description, "expected \(planned.expectation.rawValue)"]
        }
        return ["\(plan.cases.count) cases on \(plan.environment), \(plan.concurrency) at a time; keep: \(plan.keep)"]
            + aligned(cases)
            + ["time to live: \(configuration.ttlMinutes.value) minutes"]
            + ["reports: \(configuration.reportDirectory.value)"]
            + [configuration.confirmationNeeded ?? "no confirmation is needed"]
    }
}

extension JSONValue {
    /// The value as indented text without a line break at its end.
    var indented: String {
        let bytes = text(indentation: 2)
        return String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}
