import Foundation
import IntegrationSupport
import Testing

/// Secrets of the environment stay there, whatever the tool and the suite are asked.
@Suite(.onOwnThreads) struct SecretTests {
    private static let canary = "canary-5b1f0c7e-of-the-environment"

    /// Where people have secrets, rightly or by mistake.
    private static let secrets = [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "GITHUB_TOKEN", "SSH_PRIVATE_KEY",
    ].reduce(into: [:]) { $0[$1] = canary }

    @Test func `nothing that a run says or writes holds a secret of its environment`() async throws {
        let sandbox = try Sandbox()
        try Directory.note(secret: Self.canary)
        try sandbox.write(Self.canary, to: "key")
        let variables = Self.secrets.merging(sandbox.sweeping) { $1 }
            .merging(["PTP_PRIVATE_KEY_PATH": "key", "PTP_KEEP": "functional"]) { $1 }
        let calls = [
            ["run"], ["plan"], ["plan", "--json"], ["config", "explain"], ["status"], ["status", "--json"], ["report"],
            ["report", "--json"], ["report", "--yaml"], ["sweep"], ["sweep", "--apply"], ["pause"], ["--help"],
        ]
        for arguments in calls {
            let end = try await sandbox.start(arguments, variables).end()
            #expect(!end.words.isEmpty)
            #expect(!end.words.contains(Self.canary), "\(arguments)")
        }
        let suite = try await sandbox.startSuite(variables).end()
        #expect(suite.code == 0)
        #expect(!suite.words.contains(Self.canary))
        #expect(try sandbox.runs.count == 2)
        #expect(try sandbox.filesHolding(Self.canary) == ["key"])
    }

    @Test func `a complaint about what was called wrong repeats no value`() async throws {
        let sandbox = try Sandbox()
        try sandbox.write("secret_key: \(Self.canary)\nprivate_key: \(Self.canary)\n", to: "file.yaml")
        let mistakes: [(arguments: [String], variables: [String: String], named: String)] = [
            (["run"], ["PTP_PRIVATE_KEY_PAHT": Self.canary], "PTP_PRIVATE_KEY_PAHT"),
            (["plan"], ["PTP_KEY_NAMES": Self.canary], "PTP_KEY_NAMES"),
            (["run", "--secret-key", Self.canary], [:], "--secret-key"),
            (["run", "--private-key=\(Self.canary)"], [:], "--private-key"),
            (["run", "--config", "file.yaml"], [:], "private_key"),
            (["config", "explain", "--config", "file.yaml"], [:], "secret_key"),
        ]
        for mistake in mistakes {
            let variables = Self.secrets.merging(mistake.variables) { $1 }
            let end = try await sandbox.start(mistake.arguments, variables).end()
            #expect(end.code == 2)
            #expect(end.complaints.contains(mistake.named), "\(end.complaints)")
            #expect(!end.words.contains(Self.canary), "\(end.words)")
        }
        #expect(!sandbox.has("ptp-runs"))
    }
}

extension Sandbox {
    /// The files in which a text stands, but for what our own children printed.
    func filesHolding(_ text: String) throws -> [String] {
        let enumerator = try #require(FileManager.default.enumerator(atPath: path))
        var names: [String] = []
        while let name = enumerator.nextObject() as? String {
            guard let bytes = try? bytes(name), bytes.range(of: Data(text.utf8)) != nil else { continue }
            names.append(name)
        }
        return names
    }
}
