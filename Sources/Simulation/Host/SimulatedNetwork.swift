import AWS
import Orchestration
import PTP
package import Shell

/// The network of the simulated cloud: shells to its hosts.
package struct SimulatedNetwork: ShellConnector {
    /// How long somebody tries who is not answered.
    private static let patience = Duration.seconds(2)
    private let cloud: SimulatedEC2

    /// The network of a cloud.
    package init(_ cloud: SimulatedEC2) {
        self.cloud = cloud
    }

    package func withShell<Result: Sendable>(
        to endpoint: ShellEndpoint,
        _ body: (any RemoteShell) async throws -> Result
    ) async throws -> Result {
        try await body(connect(to: endpoint))
    }

    @inline(__always)
    private func connect(to endpoint: ShellEndpoint) async throws(ShellError) -> SimulatedHost {
        let executor = cloud.executor
        let found = cloud.look { $0[endpoint.host] }
        let now = executor.now
        // Who is knocked at while the network comes up answers as soon as it is there.
        let machine = found?.machine.advanced(to: now)
        let since = machine?.isReachable(at: now) == true ? found?.answersFrom : machine?.answersAgain
        let silence = max(.zero, since.map { $0 - now } ?? Self.patience)
        guard let found, found.state(at: now) == .running, silence < Self.patience else {
            try await executor.pass(Self.patience)
            throw ShellError(.timedOut, "no answer from \(endpoint.host) port \(endpoint.port)")
        }
        if silence > .zero { try await executor.pass(silence) }
        try await executor.pass(.milliseconds(5))
        guard found.reachableFrom <= executor.now else {
            throw ShellError(.refused, "\(endpoint.host) port \(endpoint.port) refused the connection")
        }
        if let barrier = found.trouble.barrier { throw barrier.error(at: endpoint) }
        return SimulatedHost(id: found.id, cuts: machine?.cuts ?? 0, cloud: cloud)
    }
}

extension DeterministicExecutor {
    /// Lets time pass on a connection.
    @inline(__always)
    func pass(_ duration: Duration) async throws(ShellError) {
        do {
            try await sleep(for: duration)
        } catch {
            throw ShellError(.cancelled, hasDied ? "the simulated process has died" : "the task was cancelled")
        }
        guard !hasDied else { throw ShellError(.cancelled, "the simulated process has died") }
    }
}
