import Orchestration
import SSH
import Shell

/// Looks at what it takes to verify machines that already run: the key, and whether each of them lets us in.
struct HostCheck {
    /// How many hosts are tried at once.
    private static let width = 16

    let configuration: Configuration
    let environment: [String: String]

    func findings() async -> [PreflightFinding] {
        let ways = HostWays(to: configuration.hosts.value, configuration, environment: environment)
        // One key may be used in several ways.
        var keys: [PreflightFinding] = []
        for finding in ways.all.map(Self.finding) where !keys.contains(finding) { keys.append(finding) }
        return keys + (await hosts(ways))
    }

    /// The key of a way, and whether others might use it, too; or why there is no such way.
    private static func finding(_ way: Result<SSHConnector.Way, any Error>) -> PreflightFinding {
        switch way.map(\.login) {
        case .success(.agent(let path)): return .ok(.key, path, "this agent is asked for keys")
        case .success(.key(let key)):
            guard let words = PrivateKey.exposure(of: key.name) else {
                return .ok(.key, key.name, "this key is used")
            }
            return .warning(.key, key.name, words, "chmod 600 \(key.name)")
        case .failure(let error as RunError): return .problem(.key, error.attempt, error.happened, error.next)
        case .failure(let error):
            return .problem(.host, "host_keys", "\(error)", "Name a file that you may read with known_hosts.")
        }
    }

    /// Tries the hosts to which there is a way.
    private func hosts(_ ways: HostWays) async -> [PreflightFinding] {
        let connector = SSHConnector(in: .system()) { ways[$0] }
        let hosts = configuration.hosts.value.map { ($0.name, configuration.endpoint(of: $0)) }
            .filter { ways[$0.1] != nil }
        return await withTaskGroup(of: (Int, PreflightFinding).self) { group in
            var findings: [Int: PreflightFinding] = [:]
            for (index, (host, endpoint)) in hosts.enumerated() {
                if index >= Self.width, let (done, finding) = await group.next() { findings[done] = finding }
                group.addTask { (index, await Self.finding(host, endpoint, connector)) }
            }
            for await (done, finding) in group { findings[done] = finding }
            return hosts.indices.compactMap { findings[$0] }
        }
    }

    private static func finding(
        _ host: String,
        _ endpoint: ShellEndpoint,
        _ connector: SSHConnector
    ) async -> PreflightFinding {
        do {
            let identity = try await connector.withShell(to: endpoint) { $0.identity }
            return .ok(.host, host, "it lets us in" + (identity.map { "; \($0)" } ?? ""))
        } catch {
            return .problem(.host, host, "\(error)", "See what happens with `ptp-verify ssh \(host) -- true`.")
        }
    }
}
