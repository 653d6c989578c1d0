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
        let restore = HostRestore(
            worker: HostWorker(connector: connector, surroundings: surroundings),
            patience: configuration.loginLimit(for: "")
        )
        do {
            let restored = try await restore.perform(
                on: host.name,
                at: configuration.endpoint(of: host),
                removesPackages: removesPackages,
                HostWorker.Watch(noteRetry: { [tool] in tool.console.complain("\($0): \($3)") })
            )
            return tell(restored, of: host.name)
        } catch let error as RunError {
            tool.console.complain("\(error)")
            return ExitCode.inconclusive
        }
    }

    private func tell(_ restored: RestoredHost, of host: String) -> Int {
        for step in restored.steps {
            tool.console.write("\(step.isSuccess ? "done" : "FAILED"): \(step.id)")
            if !step.isSuccess { tool.console.complain(step.output) }
        }
        for obstacle in restored.obstacles { tool.console.complain(obstacle) }
        switch restored.rest {
        case .nothing:
            tool.console.write("\(host): \(restored.summary)")
            return ExitCode.success
        case .changes:
            tool.console.complain("\(host): \(restored.summary); restore it again")
            return ExitCode.notAsExpected
        case .unread:
            tool.console.complain("\(host): \(restored.summary)")
            return ExitCode.inconclusive
        }
    }
}
