import Orchestration
import Reports

/// Runs the plan with a person watching.
struct RunCommand {
    let tool: Tool
    let configuration: Configuration

    func perform() async throws -> Int {
        guard let configuration = confirmed() else {
            tool.console.complain("Nothing was launched.")
            return ExitCode.usage
        }
        let handle = try await VerificationRun.open(
            configuration,
            environment: tool.environment,
            listeners: [ConsoleReporter(write: tool.console.write)],
            chooseKept: keepQuestion()
        )
        let outcome = await handle.conduct()
        for failure in outcome.reporterFailures { tool.console.complain("a report is missing: \(failure)") }
        if let failure = outcome.journalFailure { tool.console.complain("the journal is not complete: \(failure)") }
        if outcome.exitCode != outcome.history.exitCode {
            tool.console.complain("so the exit code is \(outcome.exitCode), although the run came to its end well")
        }
        tool.console.write("evidence: \(handle.directory.path)")
        return outcome.exitCode
    }

    /// The configuration, once somebody agreed to its size; `nil` when nobody does.
    private func confirmed() -> Configuration? {
        guard let needed = configuration.confirmationNeeded else { return configuration }
        guard let person = tool.console.person else {
            tool.console.complain(needed)
            return nil
        }
        tool.console.write(needed)
        let plan = configuration.plan(runID: "", environment: configuration.provider.value.rawValue)
        for line in configuration.expectations(of: plan) { tool.console.write(line) }
        let (instances, types) = (configuration.plannedCount, configuration.instanceTypes.value.count)
        let question = "Launch \(instances) instances of \(types) \(types == 1 ? "type" : "types")? [y/N] "
        guard let answer = person.ask(question, { false }), ["y", "yes"].contains(answer.lowercased()) else {
            return nil
        }
        var configuration = configuration
        configuration.confirm = Setting(true, source: .commandLine("answered on the terminal"))
        return configuration
    }

    /// Whom to ask at the end which instances stay; nobody where it was not asked for.
    private func keepQuestion() -> @Sendable ([HeldInstance]) async -> Set<CaseID> {
        guard configuration.keep == .ask, let person = tool.console.person else { return { _ in [] } }
        // Only once the run knows of a signal is the question pointless: an answer before would end it as if none came.
        let signals = StopSignals.passedOn
        let write = tool.console.write
        return { held in
            let question = KeepQuestion(held.map(KeepQuestion.Candidate.init))
            return question.put(to: person, unless: { StopSignals.passedOn > signals }, write)
        }
    }
}
