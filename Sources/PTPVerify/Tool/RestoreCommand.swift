import Orchestration
import PTP
import SSH
import Shell

/// Undoes on a host what a set-up changed there.
struct RestoreCommand {
    let tool: Tool
    let configuration: Configuration

    func perform(_ host: String?, removesPackages: Bool) async throws -> Int {
        guard let host = host.flatMap(configuration.host(named:)) else {
            throw UsageError(problems: ["restore needs a host: \(HostRequest.forms)"])
        }
        let surroundings = Surroundings.system()
        let connector = try SSHConnector(to: [host], configuration, environment: tool.environment, in: surroundings)
        var procedure = HostProcedure(.restoration(removesPackages: removesPackages))
        do {
            try await HostWorker(connector: connector, surroundings: surroundings).carryOut(
                &procedure,
                on: host.name,
                at: configuration.endpoint(of: host),
                waitingFor: configuration.loginLimit(for: ""),
                HostWorker.Watch(noteRetry: { [tool] in tool.console.complain("\($0): \($3)") })
            )
        } catch let error as RunError {
            tool.console.complain("\(error)")
            return ExitCode.inconclusive
        }
        return tell(procedure, of: host.name)
    }

    private func tell(_ procedure: HostProcedure, of host: String) -> Int {
        let steps = procedure.record.situation.steps
        for step in steps {
            tool.console.write("\(step.isSuccess ? "done" : "FAILED"): \(step.id)")
            if !step.isSuccess { tool.console.complain(step.output) }
        }
        for obstacle in procedure.obstacles { tool.console.complain(obstacle) }
        switch procedure.record.facts.changes {
        case .known(let rest) where !rest.changes.isEmpty:
            tool.console.complain("\(host): \(rest.changes.count) changes are left; restore it again")
            return ExitCode.notAsExpected
        case .known, .missing(.notThere):
            tool.console.write(steps.isEmpty ? "\(host): nothing was changed there" : "\(host): all is as it was")
            return ExitCode.success
        case .missing(let absence):
            tool.console.complain("\(host): what was changed there could not be read: \(absence)")
            return ExitCode.inconclusive
        }
    }
}
