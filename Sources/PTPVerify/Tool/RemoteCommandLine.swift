import Orchestration
import SSH
import Shell

/// Runs a command on a host as runs do: with the same key, the same care about who the host is, the same deadlines.
struct RemoteCommandLine {
    /// What `ssh` itself answers when it could not run the command.
    private static let failed = 255
    /// People look at more than programs keep.
    private static let outputLimit = 256 << 20
    private static let timeout = Duration.minutes(24 * 60)

    let tool: Tool
    let configuration: Configuration

    func perform(_ host: String?, _ words: [String]) async throws -> Int {
        guard let host = host.flatMap(configuration.host(named:)) else {
            throw UsageError(problems: ["ssh needs a host: \(HostRequest.forms)"])
        }
        guard !words.isEmpty else {
            throw UsageError(problems: ["ssh needs a command after --; for a session by hand use ssh itself"])
        }
        let endpoint = configuration.endpoint(of: host)
        let connector = try SSHConnector(to: [host], configuration, environment: tool.environment, in: .system())
        let command = Command(
            words.joined(separator: " "),
            timeout: Self.timeout,
            input: tool.console.readInput(),
            outputLimit: Self.outputLimit
        )
        do {
            return try await interruptible {
                try await connector.withShell(to: endpoint) { shell in
                    if let identity = shell.identity { tool.console.complain("\(endpoint): \(identity)") }
                    return tell(try await shell.run(command))
                }
            }
        } catch let error as ShellError {
            tool.console.complain("\(error)")
            return Self.failed
        }
    }

    /// What the command says goes where it would go here; its status is ours.
    private func tell(_ result: CommandResult) -> Int {
        tool.console.pass(result.outputBytes, false)
        tool.console.pass(result.errorBytes, true)
        if result.isTruncated { tool.console.complain("there was more output than \(Self.outputLimit) bytes: cut off") }
        switch result.ending {
        case .exited(let status): return status
        case .killed(let signal):
            tool.console.complain("the command was ended by SIG\(signal)")
            return Self.failed
        }
    }

    /// Works until it is done or a signal comes, which ends the command on the host, too.
    private func interruptible(_ work: @escaping @Sendable () async throws -> Int) async throws -> Int {
        let signals = StopSignals()
        return try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask { try await work() }
            group.addTask { await signals.first().map { 128 + $0 } ?? Self.failed }
            defer { group.cancelAll() }
            return try await group.next() ?? Self.failed
        }
    }
}
