import AWS
import Orchestration
import Synchronization
import Testing

@Suite struct CredentialChainTests {
    /// Errors and descriptions end up in reports: nothing secret may be in any of them.
    @Test(arguments: CredentialScenario.all)
    func `every scenario comes to the expected end and tells no secret`(scenario: CredentialScenario) async {
        let text: String
        switch scenario.expected {
        case .source(let words):
            do {
                let found = try await scenario.world.open().chain(profile: scenario.profile).credentials()
                #expect(found.source.contains(words))
                text = "\(found) \(found.source)"
            } catch {
                Issue.record("\(error)")
                text = "\(error)"
            }
        case .error(let words):
            do {
                let found = try await scenario.world.open().chain(profile: scenario.profile).credentials()
                Issue.record("credentials from \(found.source)")
                text = "\(found)"
            } catch {
                text = "\(error)"
                for part in words { #expect(text.contains(part)) }
                #expect(text.hasSuffix(".") && !text.contains(".."))
            }
        }
        #expect(!text.contains("CANARY"))
    }

    @Test func `what is found is what stands there`() async throws {
        var world = FakeWorld()
        world.environment = [
            "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "B", "AWS_SESSION_TOKEN": "C",
            "AWS_CREDENTIAL_EXPIRATION": FakeWorld.later,
        ]
        let found = try await world.open().chain().credentials()
        let expected = AWSCredentials(
            accessKeyID: "A",
            secretAccessKey: Secret("B"),
            sessionToken: Secret("C"),
            expiresAt: Timestamp("2026-11-21T14:00:00.000000000Z"),
            source: "environment variables"
        )
        #expect(found == expected)
    }

    @Test func `a role is asked for as its profile says`() async throws {
        let config = """
            [profile dev]
            role_arn = arn:dev
            source_profile = base
            external_id = partner
            role_session_name = me
            duration_seconds = 1800
            region = eu-north-1
            [profile base]
            aws_access_key_id = A
            aws_secret_access_key = B
            """
        let world = FakeWorld(files: FakeWorld.shared(config: config)).open()
        _ = try await world.chain(profile: "dev").credentials()
        let expected = AssumedRole(
            arn: "arn:dev",
            sessionName: "me",
            externalID: "partner",
            durationSeconds: 1800,
            region: "eu-north-1"
        )
        #expect(world.record.roles.withLock { $0 } == [expected])
    }

    @Test func `a session without a name gets one that AWS takes`() async throws {
        let environment = CredentialScenario.webIdentity
        let world = FakeWorld(environment: environment, files: CredentialScenario.tokenFile).open()
        _ = try await world.chain().credentials()
        #expect(world.record.roles.withLock { $0.map(\.sessionName) } == ["ptp-verify-20261121T124155Z"])
    }

    @Test func `the token goes along to the container's agent and to the instance`() async throws {
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/c", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "T",
        ]
        var world = FakeWorld(environment: environment)
        world.answers = ["GET http://localhost/c": .json(CredentialScenario.document())]
        var opened = world.open()
        _ = try await opened.chain().credentials()
        #expect(opened.record.headers("Authorization") == ["T"])
        opened = FakeWorld(answers: CredentialScenario.instance()).open()
        _ = try await opened.chain().credentials()
        #expect(opened.record.headers("x-aws-ec2-metadata-token-ttl-seconds") == ["21600"])
        #expect(opened.record.headers("x-aws-ec2-metadata-token").allSatisfy { $0 == "CANARY-metadata-token" })
        #expect(opened.record.headers("x-aws-ec2-metadata-token").count == 2)
    }

    @Test func `where there is no metadata service one short try says so`() async {
        let world = FakeWorld().open()
        await #expect(throws: CredentialError.self) { try await world.chain().credentials() }
        let limits = world.record.requests.withLock { $0.map(\.limits) }
        #expect(limits.map(\.connecting) == [.seconds(1)])
        #expect(limits.map(\.answering) == [.seconds(1)])
    }

    @Test func `a service that fails is asked three times`() async {
        var world = FakeWorld(environment: CredentialScenario.container)
        world.answers = ["GET http://169.254.170.2/v2/credentials/1": .json("", status: 503)]
        let opened = world.open()
        await #expect(throws: CredentialError.self) { try await opened.chain().credentials() }
        #expect(opened.record.lines.count == 3)
    }
}

extension FakeWorld.Record {
    /// All values of a header, in the order of the requests.
    func headers(_ name: String) -> [String] {
        requests.withLock { $0.flatMap(\.headers).filter { $0.name == name }.map(\.value) }
    }
}
