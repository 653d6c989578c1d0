import Orchestration
import Simulation

/// Serves the simulated cloud until a signal ends it.
struct SimulateCloudCommand {
    let tool: Tool
    let configuration: Configuration

    func perform(_ port: UInt16) async throws -> Int {
        let hold = try SimulatedCloud.lock(configuration)
        defer { withExtendedLifetime(hold) {} }
        let cloud = try SimulatedCloud(servedAs: configuration)
        let server = try CloudServer(cloud.fleet.ec2, port: port)
        // From before anybody can know where to find the server.
        let signals = StopSignals()
        tool.console.write("listening on \(server.address)")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await server.serve() }
            group.addTask {
                await signals.first()
                server.stop()
            }
            await group.waitForAll()
        }
        return ExitCode.success
    }
}
