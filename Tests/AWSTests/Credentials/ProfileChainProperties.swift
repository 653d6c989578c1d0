import AWS
import Orchestration
import PTPTesting
import Testing

@Suite struct ProfileChainProperties {
    private static let names = ["a", "b", "c", "d", "default", "with space"]

    /// Lines that a profile may have, right and wrong ones, in any combination.
    private static let lines =
        names.map { "source_profile = \($0)" } + [
            "source_profile = gone", "role_arn = arn:x", "role_arn = arn:y", "credential_source = Environment",
            "credential_source = Ec2InstanceMetadata", "credential_source = EcsContainer", "credential_source = What",
            "aws_access_key_id = AKIA", "aws_secret_access_key = CANARY", "aws_session_token = CANARY",
            "credential_process = good", "credential_process = bad", "web_identity_token_file = /token",
            "web_identity_token_file = /gone", "sso_session = corp", "sso_account_id = 1", "sso_role_name = r",
            "mfa_serial = arn:mfa", "duration_seconds = 3600", "duration_seconds = x", "region = eu-west-1",
        ]

    private static func profiles(_ generator: inout SeededGenerator, header: (String) -> String) -> [String] {
        names.filter { _ in Int.random(in: 0..<4, using: &generator) > 0 }.map { name in
            let count = Int.random(in: 0...5, using: &generator)
            let chosen = (0..<count).compactMap { _ in lines.randomElement(using: &generator) }
            return (["[\(header(name))]"] + chosen).joined(separator: "\n") + "\n"
        }
    }

    private struct Input: Sendable, CustomStringConvertible {
        var config: [String]
        var credentials: [String]
        var environment: [String: String]

        var description: String { "\(config.joined()) | \(credentials.joined()) | \(environment)" }

        var world: FakeWorld {
            var files = FakeWorld.shared(config: config.joined(), credentials: credentials.joined())
            files["/token"] = "CANARY-web-token"
            let good = "{\"Version\": 1, \"AccessKeyId\": \"A\", \"SecretAccessKey\": \"CANARY\"}"
            let processes: [String: ProcessOutcome] = ["good": .exited(status: 0, output: Secret(good))]
            return FakeWorld(environment: environment, files: files, processes: processes)
        }
    }

    private static func input(_ generator: inout SeededGenerator) -> Input {
        var environment = Bool.random(using: &generator) ? CredentialScenario.keys : [:]
        environment["AWS_PROFILE"] = Bool.random(using: &generator) ? names.randomElement(using: &generator) : nil
        return Input(
            config: profiles(&generator) { $0 == "default" ? $0 : "profile \"\($0)\"" },
            credentials: profiles(&generator) { $0 },
            environment: environment
        )
    }

    /// That it ends at all is half of the claim: profiles may lead anywhere.
    @Test func `any profiles lead to credentials or to one clear error`() async throws {
        let ends = Ends()
        try await checkProperty("profiles end", runs: 3_000) { generator in
            Self.input(&generator)
        } shrink: { input in
            input.config.indices.map { index in
                var smaller = input
                smaller.config.remove(at: index)
                return smaller
            }
        } refute: { input in
            let opened = input.world.open()
            let chain = opened.chain(profile: input.environment.isEmpty ? "a" : nil)
            let text: String
            do throws(CredentialError) {
                let found = try await chain.credentials()
                await ends.count(found: true)
                text = "\(found)"
            } catch {
                await ends.count(found: false)
                guard !error.attempt.isEmpty, !error.happened.isEmpty, error.next.hasSuffix(".") else {
                    return "an error without words: \(error)"
                }
                text = "\(error)"
            }
            // Each profile is gone through at most once, and with itself as its source twice.
            guard opened.record.lines.count <= 10 else { return "too many requests" }
            return text.contains("CANARY") ? "a secret in: \(text)" : nil
        }
        // A claim about failures only would be an empty one.
        #expect(await ends.found > 300)
        #expect(await ends.failed > 300)
    }

    /// How often it came to what.
    private actor Ends {
        private(set) var found = 0
        private(set) var failed = 0

        func count(found isFound: Bool) {
            if isFound { found += 1 } else { failed += 1 }
        }
    }

    @Test func `any bytes are a file or a line that is wrong`() async throws {
        let pieces: [[UInt8]] =
            [
                "[", "]", "=", "\n", "\r\n", " ", "\t", "#", ";", "a", "profile ", "\"", "ä", "[a]\nx=1\n",
            ].map { Array($0.utf8) } + [[0xFF], [0xEF, 0xBB, 0xBF], [0]]
        try await checkProperty("files are read", runs: 3_000) { generator in
            let count = Int.random(in: 0...30, using: &generator)
            return Array((0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined())
        } refute: { bytes in
            do throws(ProfileFileError) {
                _ = try ProfileFile(bytes)
                return nil
            } catch {
                let count = bytes.count { $0 == UInt8(ascii: "\n") } + 1
                return (1...count).contains(error.line) ? nil : "line \(error.line) of \(count)"
            }
        }
    }
}
