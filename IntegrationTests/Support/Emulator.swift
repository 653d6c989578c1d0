import Foundation
import Testing

/// A moto server of a test's own, which checks signatures, with things of somebody else in it.
package final class Emulator: Sendable {
    private struct Prepared: Decodable {
        let subnet: String
        let key: String
        let secret: String
    }

    package let directory: Directory
    private let server: Child
    package let endpoint: String
    private let prepared: Prepared

    /// Starts a server on a free port and fills it.
    package init() async throws {
        directory = try Directory()
        let moto = EmulatorParts.python.replacing("/python", with: "/moto_server")
        server = try directory.start(
            moto,
            ["-H", "127.0.0.1", "-p", "0"],
            ["INITIAL_NO_AUTH_ACTION_COUNT": "7", "PYTHONUNBUFFERED": "1"]
        )
        endpoint = "http://" + (try await server.says(/Running on http:\/\/([0-9.:]+)/))
        let end = try await EmulatorParts.run("prepare.py", [endpoint], in: Directory(holdsSecrets: true))
        try #require(end.code == 0, "\(end.words)")
        prepared = try JSONDecoder().decode(Prepared.self, from: Data(end.output.utf8))
        try Directory.note(secret: prepared.secret)
    }

    deinit { server.send(SIGKILL) }

    /// The port of the server.
    package var port: Int { endpoint.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    /// What the user's secret is: nobody may ever say it.
    package var secret: String { prepared.secret }

    /// A shared config file with a profile that leads here, service by service.
    package func profile(named name: String) -> String {
        let services = ["ec2", "ssm", "sts"].map { "\($0) =\n  endpoint_url = \(endpoint)\n" }.joined()
        return """
            [profile \(name)]
            region = eu-west-1
            services = emulator
            aws_access_key_id = \(prepared.key)
            aws_secret_access_key = \(prepared.secret)

            [services emulator]
            \(services)
            """
    }

    /// Starts the tool as a user of the emulated account would.
    package func start(
        _ arguments: [String],
        _ variables: [String: String] = [:],
        program: String = Binaries.tool
    ) throws -> Child {
        let base = [
            "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": prepared.key,
            "AWS_SECRET_ACCESS_KEY": prepared.secret, "PTP_PROVIDER": "ec2", "PTP_SUBNET_ID": prepared.subnet,
            // Nobody answers at the addresses of the emulated instances, which are on loopback.
            "PTP_ADDRESS": "private", "PTP_LOGIN_TIMEOUT_SECONDS": "1", "PTP_SSH_PORT": "9",
            "PTP_SSH_FROM": "127.0.0.1/32", "PTP_INSTANCE_TYPES": "c7i.large:2,m7g.medium",
            // That nobody can log in is known.
            "PTP_CONFIRM": "1",
            // moto knows no placement groups.
            "PTP_PLACEMENT_GROUP": "none",
        ]
        return try directory.start(program, arguments, base.merging(variables) { $1 })
    }

    /// Calls the tool and waits for its end.
    package func tool(_ arguments: String..., variables: [String: String] = [:]) async throws -> Child.End {
        try await start(arguments, variables).end()
    }

    /// Two sessions of a role of the account, each as a `credential_process` tells it.
    package func sessions() async throws -> [String] {
        let arguments = [endpoint, prepared.key, prepared.secret]
        let end = try await EmulatorParts.run("sessions.py", arguments, in: Directory(holdsSecrets: true))
        try #require(end.code == 0, "\(end.words)")
        return end.output.split(separator: "\n").map(String.init)
    }

    /// Everything that there is, as boto3 sees it.
    package func things() async throws -> [String] {
        try await script("observe.py").split(separator: "\n").map(String.init).sorted()
    }

    /// What a script of `fixtures/emulator` says, which may do everything here.
    package func script(_ name: String, _ arguments: String...) async throws -> String {
        let all = [endpoint, prepared.key, prepared.secret] + arguments
        let end = try await EmulatorParts.run(name, all, in: directory)
        try #require(end.code == 0, "\(end.words)")
        return end.output
    }
}
