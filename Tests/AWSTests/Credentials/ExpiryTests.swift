import AWS
import Orchestration
import Testing

@Suite struct ExpiryTests {
    private static func end(_ text: String) async throws -> Timestamp? {
        var world = FakeWorld(environment: CredentialScenario.keys)
        world.environment["AWS_CREDENTIAL_EXPIRATION"] = text
        return try await world.open().chain().credentials().expiresAt
    }

    @Test(arguments: [
        ("2026-11-21T14:00:00Z", "2026-11-21T14:00:00.000000000Z"),
        ("2026-11-21T14:00:00UTC", "2026-11-21T14:00:00.000000000Z"),
        ("2026-11-21 14:00:00.25Z", "2026-11-21T14:00:00.250000000Z"),
        ("2026-11-21T14:00:00.1234567891Z", "2026-11-21T14:00:00.123456789Z"),
        ("2026-11-21T14:00:00+01:00", "2026-11-21T13:00:00.000000000Z"),
        ("2026-11-21T14:00:00-0930", "2026-11-21T23:30:00.000000000Z"),
    ])
    func `a time is read as tools write it`(text: String, expected: String) async throws {
        #expect(try await Self.end(text) == Timestamp(expected))
    }

    @Test(arguments: [
        "soon", "2026-11-21", "2026-11-21T14:00:00", "2026-02-30T14:00:00Z", "2026-11-21T14:00:00.Z",
        "2026-11-21T14:00:00+1:00", "2026-11-21T14:00:00+99:00", "2026-11-21T14:00:00Zx",
    ])
    func `what is no time is refused`(text: String) async {
        await #expect(throws: CredentialError.self) { try await Self.end(text) }
    }
}
