import AWS
import Orchestration
import PTPTesting
import Synchronization
import Testing

@Suite struct SingleSignOnTests {
    private static let renewal = "POST https://oidc.eu-west-1.amazonaws.com/token"

    private static func world(
        end: String = FakeWorld.past,
        registered: String = "2027-01-01T00:00:00Z",
        answer: HTTPResponse? = .json("{\"accessToken\": \"new\", \"expiresIn\": 3600, \"refreshToken\": \"next\"}")
    ) -> FakeWorld {
        let more = """
            , "refreshToken": "refresh", "clientId": "client", "clientSecret": "CANARY-client", \
            "registrationExpiresAt": "\(registered)", "startUrl": "kept"
            """
        var files = FakeWorld.shared(config: CredentialScenario.named)
        files[CredentialScenario.namedCache] = CredentialScenario.token(end: end, more: more)
        var world = FakeWorld(environment: ["AWS_PROFILE": "dev"], files: files)
        world.answers[CredentialScenario.portal] = CredentialScenario.issued
        world.answers[renewal] = answer
        return world
    }

    @Test func `an expired token is renewed, used, and kept for the other tools`() async throws {
        let world = Self.world().open()
        let found = try await world.chain().credentials()
        #expect(found.accessKeyID == "ASIASSO")
        #expect(found.expiresAt == Timestamp(nanoseconds: 1_795_270_000_000_000_000))
        #expect(world.record.lines.first == Self.renewal)
        #expect(world.record.headers("x-amz-sso_bearer_token") == ["new"])
        let body = try #require(world.record.requests.withLock { $0.first?.body })
        let asked: JSONValue = [
            "grantType": "refresh_token", "clientId": "client", "clientSecret": "CANARY-client",
            "refreshToken": "refresh",
        ]
        #expect(try JSONParser.parse(body) == asked)
        let cache = try #require(world.record.files.withLock { $0[CredentialScenario.namedCache] })
        let kept = try JSONParser.parse(Array(cache.utf8))
        #expect(kept["accessToken"] == "new")
        #expect(kept["refreshToken"] == "next")
        #expect(kept["expiresAt"] == "2026-11-21T13:41:55Z")
        #expect(kept["startUrl"] == "kept")
    }

    @Test func `a token that soon expires goes on being used where it cannot be renewed`() async throws {
        let world = Self.world(end: "2026-11-21T12:45:00Z", answer: nil).open()
        #expect(try await world.chain().credentials().accessKeyID == "ASIASSO")
        #expect(world.record.headers("x-amz-sso_bearer_token") == ["CANARY-sso"])
    }

    @Test func `a token that is good for long is left alone`() async throws {
        let world = Self.world(end: FakeWorld.later).open()
        _ = try await world.chain().credentials()
        #expect(world.record.lines == [CredentialScenario.portal])
    }

    @Test(arguments: [
        HTTPResponse.json("{\"error\": \"invalid_grant\"}", status: 400), .json("CANARY"), .json("{}"),
        .json("{\"accessToken\": \"new\", \"expiresIn\": -1}"),
    ])
    func `an expired token that is not renewed asks for a login`(answer: HTTPResponse) async {
        let world = Self.world(answer: answer).open()
        let error = await #expect(throws: CredentialError.self) { try await world.chain().credentials() }
        #expect(error?.next == "Run `aws sso login --profile dev`.")
        #expect(error?.description.contains("CANARY") == false)
    }

    @Test func `an expired registration is not used`() async {
        let world = Self.world(registered: FakeWorld.past).open()
        await #expect(throws: CredentialError.self) { try await world.chain().credentials() }
        #expect(world.record.lines.isEmpty)
    }

    @Test(arguments: [
        (["AWS_ENDPOINT_URL_SSO": "http://127.0.0.1:1/p/"], "http://127.0.0.1:1/p/federation/credentials"),
        (["AWS_ENDPOINT_URL": "http://127.0.0.1:2"], "http://127.0.0.1:2/federation/credentials"),
        (
            ["AWS_ENDPOINT_URL": "http://127.0.0.1:2", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"],
            "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials"
        ),
        (["AWS_USE_FIPS_ENDPOINT": "true"], "https://portal.sso-fips.eu-west-1.amazonaws.com/federation/credentials"),
    ])
    func `endpoints are taken from the environment`(variables: [String: String], address: String) async throws {
        var world = Self.world(end: FakeWorld.later)
        world.environment.merge(variables) { $1 }
        let opened = world.open()
        _ = try? await opened.chain().credentials()
        #expect(opened.record.lines.first?.hasPrefix("GET \(address)?") == true)
    }

    /// The digests are those of another implementation, around the lengths at which blocks end.
    @Test(arguments: [
        (1, "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"),
        (55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"),
        (56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"),
        (63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"),
        (64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
        (65, "11655326c708d70319be2610e8a57d9a5b959d3b"),
        (119, "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56"),
        (120, "f34c1488385346a55709ba056ddd08280dd4c6d6"),
        (1000, "291e9a6c66994949b57ba5e650361e98fc36b1ba"),
    ])
    func `a session's token is found by the digest of its name`(length: Int, digest: String) async throws {
        let name = String(repeating: "a", count: length)
        let config = CredentialScenario.named.replacing("corp\n", with: "\(name)\n").replacing(
            "corp]",
            with: "\(name)]"
        )
        var files = FakeWorld.shared(config: config)
        files["/home/u/.aws/sso/cache/\(digest).json"] = CredentialScenario.token(end: FakeWorld.later)
        var world = FakeWorld(environment: ["AWS_PROFILE": "dev"], files: files)
        world.answers[CredentialScenario.portal] = CredentialScenario.issued
        #expect(try await world.open().chain().credentials().accessKeyID == "ASIASSO")
    }
}
