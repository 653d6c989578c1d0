import PTP
import Shell

/// Stands in for SSH, which this version cannot speak: says so at once instead of trying for long.
struct NoShell: ShellConnector {
    func withShell<Result: Sendable>(
        to endpoint: ShellEndpoint,
        _ body: (any RemoteShell) async throws -> Result
    ) async throws -> Result {
        throw ShellError(.unable, "this version cannot log in to \(endpoint.user)@\(endpoint.host): it has no SSH yet")
    }
}
