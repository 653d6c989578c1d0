import AWS
import Orchestration
import Testing

@Suite struct AWSRegionTests {
    private static let files = FakeWorld.shared(
        config: "[default]\nregion = eu-west-1\n[profile dev]\nregion = eu-west-2\n[profile bare]\n"
    )

    private static func find(
        given: String? = nil,
        profile: String? = nil,
        _ environment: [String: String] = [:],
        files: [String: String] = files,
        answers: [String: HTTPResponse] = CredentialScenario.instance()
    ) async throws -> String {
        let world = FakeWorld(environment: environment, files: files, answers: answers).open()
        return try await AWSRegion.find(given: given, profile: profile, in: world.surroundings).description
    }

    @Test func `the region comes from the first that names one`() async throws {
        let both = ["AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-2", "AWS_PROFILE": "dev"]
        #expect(try await Self.find(given: "us-west-1", both) == "us-west-1 (given)")
        #expect(try await Self.find(both) == "us-east-1 (AWS_REGION)")
        #expect(try await Self.find(["AWS_DEFAULT_REGION": "us-east-2"]) == "us-east-2 (AWS_DEFAULT_REGION)")
        #expect(try await Self.find(["AWS_PROFILE": "dev"]) == "eu-west-2 (profile dev of ~/.aws/config)")
        #expect(try await Self.find(profile: "dev") == "eu-west-2 (profile dev of ~/.aws/config)")
        #expect(try await Self.find() == "eu-west-1 (profile default of ~/.aws/config)")
        #expect(try await Self.find(profile: "bare") == "eu-west-3 (that of this instance)")
        #expect(try await Self.find(files: [:]) == "eu-west-3 (that of this instance)")
    }

    @Test func `without a region it is said who could have named one`() async {
        let error = await #expect(throws: CredentialError.self) { try await Self.find(profile: "bare", answers: [:]) }
        #expect(error?.description.contains("profile bare of ~/.aws/config") == true)
        #expect(error?.next.contains("AWS_REGION") == true)
    }

    @Test func `a profile that does not exist is an error here too`() async {
        let error = await #expect(throws: CredentialError.self) { try await Self.find(["AWS_PROFILE": "gone"]) }
        #expect(error?.description.contains("profile gone, named by AWS_PROFILE") == true)
    }

    @Test(arguments: ["eu-west-1.evil.example/", "EU", "-eu", "eu-", "é", String(repeating: "e", count: 64)])
    func `what would become another host's name is no region`(text: String) async {
        let error = await #expect(throws: CredentialError.self) { try await Self.find(["AWS_REGION": text]) }
        #expect(error?.attempt == "use the AWS region of AWS_REGION")
    }
}
