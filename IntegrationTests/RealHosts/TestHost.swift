import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import SSH
import Shell
import Testing

/// A real sshd of a test's own, and ways to reach it.
struct TestHost: Sendable {
    let server: SSHServer
    let key: ThrowAwayKey
    /// What reaches it with the key made here.
    let connector: SSHConnector

    /// Starts one that lets in the key made here, and others.
    init(
        hostKeys: [String] = ["ed25519"],
        authorized: [String] = [],
        settings: [String] = [],
        address: String = "127.0.0.1"
    ) async throws {
        key = ThrowAwayKey(comment: "of a test")
        connector = SSHConnector(as: try key.login, trusting: AcceptedHostKeys(), in: .system())
        server = try await SSHServer(
            hostKeys: hostKeys,
            authorizedKeys: [key.authorizedKey] + authorized,
            settings: settings,
            address: address
        )
    }

    /// Where its files may lie.
    var path: String { server.directory.path }

    /// Writes the private key where OpenSSH would have it.
    func keyFile(mode: Int = 0o600) -> String {
        let path = "\(path)/client_key"
        _ = FileManager.default.createFile(
            atPath: path,
            contents: key.privateFile.reveal { Data($0) },
            attributes: [.posixPermissions: mode]
        )
        return path
    }

    /// Lends a shell there.
    func withShell<Result: Sendable>(_ body: (any RemoteShell) async throws -> Result) async throws -> Result {
        try await connector.withShell(to: endpoint, body)
    }

    /// Where it is.
    var endpoint: ShellEndpoint { endpoint(host: server.address) }

    /// Where it is, by another name or through another port.
    func endpoint(host: String = "127.0.0.1", port: Int? = nil, hostID: String? = nil) -> ShellEndpoint {
        ShellEndpoint(host: host, port: port ?? server.port, user: server.user, hostID: hostID)
    }

    /// What else reaches it.
    func connecting(
        as login: Login? = nil,
        trusting trust: any HostKeyTrust = AcceptedHostKeys(),
        limits: SSHConnector.Limits = SSHConnector.Limits()
    ) throws -> SSHConnector {
        SSHConnector(as: try login ?? key.login, trusting: trust, limits: limits, in: .system())
    }

    /// Runs one command over a connection of its own.
    func run(_ text: String, as login: Login? = nil, trusting trust: any HostKeyTrust = AcceptedHostKeys())
        async throws -> CommandResult
    {
        try await connecting(as: login, trusting: trust).withShell(to: endpoint) { try await $0.run(Command(text)) }
    }

    /// How one host answers to whom it does not let in, or who does not find it.
    func failure(as login: Login? = nil, trusting trust: any HostKeyTrust = AcceptedHostKeys()) async throws
        -> ShellError
    {
        try await shellError { try await run("true", as: login, trusting: trust) }
    }
}

/// Expects a failure.
func shellError(_ location: SourceLocation = #_sourceLocation, _ body: () async throws -> some Any) async throws
    -> ShellError
{
    do {
        let result = try await body()
        Issue.record("it went well: \(result)", sourceLocation: location)
    } catch let error as ShellError { return error }
    throw Unexpected(description: "no error")
}

/// What a test cannot go on with.
struct Unexpected: Error, CustomStringConvertible { let description: String }

/// How long something takes.
func duration(_ body: () async throws -> Void) async throws -> Duration {
    let clock = ContinuousClock()
    let start = clock.now
    try await body()
    return clock.now - start
}

/// Waits until something is so; whether it came to be within ten seconds.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    // A machine that does much else may take a minute.
    for _ in 0..<3_000 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(20))
    }
    return false
}

/// Begins something that fails, cancels its task when it is time, and hands over the error.
func cancelled(when isTime: () async throws -> Bool, _ body: @escaping @Sendable () async throws -> some Any)
    async throws -> ShellError
{
    try await withThrowingTaskGroup(of: ShellError.self) { group in
        group.addTask { try await shellError { try await body() } }
        if try await !isTime() { Issue.record("it never came to be time") }
        group.cancelAll()
        guard let error = try await group.next() else { throw Unexpected(description: "no task") }
        return error
    }
}

/// Says in the output of a test's own process what the process that runs the tests is not told.
func saying<Result>(_ body: () async throws -> Result) async throws -> Result {
    do { return try await body() } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        throw error
    }
}

extension ThrowAwayKey {
    /// How whoever has it logs in.
    var login: Login { get throws { .key(try PrivateKey(privateFile, name: "the test's key")) } }
}
