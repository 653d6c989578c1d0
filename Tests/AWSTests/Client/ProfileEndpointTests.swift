import AWS
import Testing

/// What shared files say of the way to AWS.
@Suite struct ProfileEndpointTests {
    private static let config = """
        [profile emulated]
        endpoint_url = http://127.0.0.1:1
        services = here
        max_attempts = 3
        ca_bundle = ~/ca.pem
        aws_secret_access_key = CANARY

        [services here]
        ec2 =
          endpoint_url = http://127.0.0.1:2 ; of the test
          other = x
        sts =
          endpoint_url = http://127.0.0.1:3
        [profile lost]
        services = nowhere
        [profile certified]
        use_fips_endpoint = true
        use_dualstack_endpoint = true
        [profile plain]
        endpoint_url = http://127.0.0.1:1
        ignore_configured_endpoint_urls = true
        [default]
        endpoint_url = http://127.0.0.1:9
        """

    private static func settings(_ profile: String?) throws -> [String: String] {
        let world = FakeWorld(files: FakeWorld.shared(config: config)).open()
        return try AWSProfileSettings.find(profile: profile, in: world.surroundings)
    }

    private static func hosts(_ profile: String?, _ environment: [String: String] = [:]) throws -> [String] {
        let settings = try settings(profile)
        let endpoints = try AWSEndpoints(region: "eu-west-1", environment: environment, profile: settings)
        return [.ec2, .ssm, .sts, .serviceQuotas].map { endpoints[$0].authority }
    }

    @Test func `the services section goes before the profile, and both before AWS's own hosts`() throws {
        #expect(try Self.hosts("emulated") == ["127.0.0.1:2", "127.0.0.1:1", "127.0.0.1:3", "127.0.0.1:1"])
        #expect(try Self.hosts(nil) == Array(repeating: "127.0.0.1:9", count: 4))
    }

    @Test func `the environment goes before the files, and can switch them off`() throws {
        let here = ["AWS_ENDPOINT_URL": "http://127.0.0.1:8"]
        #expect(try Self.hosts("emulated", here) == Array(repeating: "127.0.0.1:8", count: 4))
        let off = ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"]
        #expect(try Self.hosts("emulated", off).first == "ec2.eu-west-1.amazonaws.com")
        let on = ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"]
        #expect(try Self.hosts("plain").first == "ec2.eu-west-1.amazonaws.com")
        #expect(try Self.hosts("plain", on).first == "127.0.0.1:1")
    }

    @Test func `a profile chooses the kind of hosts, and the environment overrules it`() throws {
        #expect(try Self.hosts("certified").first == "ec2-fips.eu-west-1.api.aws")
        let plain = ["AWS_USE_FIPS_ENDPOINT": "false", "AWS_USE_DUALSTACK_ENDPOINT": "false"]
        #expect(try Self.hosts("certified", plain).first == "ec2.eu-west-1.amazonaws.com")
    }

    @Test func `nothing but settings leaves a profile`() throws {
        let settings = try Self.settings("emulated")
        #expect(settings["max_attempts"] == "3" && settings["ca_bundle"] == "~/ca.pem")
        #expect(!settings.values.contains { $0.contains("CANARY") })
        #expect(settings["ec2.other"] == nil)
    }

    @Test func `a services section that is not there is an error that names it`() {
        let error = #expect(throws: CredentialError.self) { try Self.settings("lost") }
        #expect(error?.happened.contains("[services nowhere]") == true)
        #expect(error?.attempt.contains("profile lost") == true)
    }
}
