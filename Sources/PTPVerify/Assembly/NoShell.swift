import PTP
import Shell

/// Stands where nobody logs in, because nothing is launched: to sweep is to look and to end.
struct NoShell: ShellConnector {
    func withShell<Result: Sendable>(
        to endpoint: ShellEndpoint,
        _ body: (any RemoteShell) async throws -> Result
    ) async throws -> Result {
        throw ShellError(.unable, "\(endpoint): nobody logs in here")
    }
}
