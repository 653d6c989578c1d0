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
        let connector: SSHConnector
        do {
            connector = try SSHConnector(toHosts: configuration, environment: environment, in: .system())
        } catch let error as RunError {
            return [.problem(.key, error.attempt, error.happened, error.next)]
        } catch {
            return [.problem(.host, "host_keys", "\(error)", "Name a file that you may read with known_hosts.")]
        }
        return key + (await hosts(connector))
    }

    /// The key that is used, and whether others might use it, too.
    private var key: [PreflightFinding] {
        switch try? Login(configuration, environment: environment) {
        case .agent(let path)?: return [.ok(.key, path, "this agent is asked for keys")]
        case .key(let key)?:
            guard let words = PrivateKey.exposure(of: key.name) else {
                return [.ok(.key, key.name, "this key is used")]
            }
            return [.warning(.key, key.name, words, "chmod 600 \(key.name)")]
        case nil: return []
        }
    }

    private func hosts(_ connector: SSHConnector) async -> [PreflightFinding] {
        let endpoints = configuration.endpoints
        let hosts = configuration.hosts.value.compactMap { host in endpoints[CaseID(host)].map { (host, $0) } }
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
