import AWS
import Testing

@Suite struct EndpointTests {
    /// What botocore's rules say.
    @Test(arguments: [
        ("eu-west-1", "", "ec2.eu-west-1.amazonaws.com", "aws"),
        ("cn-north-1", "", "ec2.cn-north-1.amazonaws.com.cn", "aws-cn"),
        ("us-gov-west-1", "", "ec2.us-gov-west-1.amazonaws.com", "aws-us-gov"),
        ("us-iso-east-1", "", "ec2.us-iso-east-1.c2s.ic.gov", "aws-iso"),
        ("eusc-de-east-1", "", "ec2.eusc-de-east-1.amazonaws.eu", "aws-eusc"),
        ("us-east-1", "FIPS", "ec2-fips.us-east-1.amazonaws.com", "aws"),
        ("us-gov-west-1", "FIPS", "ec2.us-gov-west-1.amazonaws.com", "aws-us-gov"),
        ("us-east-1", "DUALSTACK", "ec2.us-east-1.api.aws", "aws"),
        ("cn-north-1", "DUALSTACK", "ec2.cn-north-1.api.amazonwebservices.com.cn", "aws-cn"),
    ])
    func `a region has its hosts`(region: String, variant: String, host: String, partition: String) throws {
        let environment = variant.isEmpty ? [:] : ["AWS_USE_\(variant)_ENDPOINT": "true"]
        let endpoints = try AWSEndpoints(region: region, environment: environment)
        #expect(endpoints[.ec2] == WebAddress(.https, host: host))
        #expect(endpoints.partition.rawValue == partition)
    }

    @Test func `the most special override counts, and the environment before the profile`() throws {
        let profile = [
            "endpoint_url": "http://p:1", "ssm.endpoint_url": "http://p:2", "ec2.endpoint_url": "http://p:3",
        ]
        let general = try AWSEndpoints(region: "eu-west-1", profile: profile)
        #expect([.ec2, .ssm, .sts, .pricing].map { general[$0].port } == [3, 2, 1, 1])
        let environment = ["AWS_ENDPOINT_URL": "http://e:4", "AWS_ENDPOINT_URL_STS": "http://e:5"]
        let special = try AWSEndpoints(region: "eu-west-1", environment: environment, profile: profile)
        #expect([.ec2, .ssm, .sts, .pricing].map { special[$0].port } == [4, 4, 5, 4])
    }

    @Test(arguments: [
        ("http://127.0.0.1:5000", true), ("http://localhost:4566", true), ("http://[::1]:1", true),
        ("http://moto:5000/ec2", true), ("https://amazonaws.com.evil.example", true),
        ("https://vpce-0a1b-c2d3.ec2.eu-west-1.vpce.amazonaws.com", false), ("https://EC2.eu-west-1.api.aws", false),
        ("", false),
    ])
    func `an endpoint that is not AWS's own is told`(address: String, isForeign: Bool) throws {
        let environment = ["AWS_ENDPOINT_URL_EC2": address, "AWS_ENDPOINT_URL_STS": "http://127.0.0.1"]
        let endpoints = try AWSEndpoints(region: "eu-west-1", environment: environment)
        #expect((endpoints.foreignAddress(of: .ec2) != nil) == isForeign)
        for region in ["cn-north-1", "us-iso-east-1", "eusc-de-east-1"] {
            #expect(try AWSEndpoints(region: region).foreignAddress(of: .ec2) == nil)
        }
    }

    @Test func `overrides can be switched off`() throws {
        let endpoints = try AWSEndpoints(
            region: "eu-west-1",
            environment: ["AWS_ENDPOINT_URL": "http://e", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"]
        )
        #expect(endpoints[.sts].host == "sts.eu-west-1.amazonaws.com")
    }

    @Test(arguments: [("", "is no region"), ("eu west", "is no region"), ("a.evil.example/", "is no region")])
    func `what is no region is refused`(region: String, words: String) {
        let error = #expect(throws: AWSSettingError.self) { try AWSEndpoints(region: region) }
        #expect(error?.happened.contains(words) == true)
    }

    @Test func `a zone is told from a region`() {
        let error = #expect(throws: AWSSettingError.self) { try AWSEndpoints(region: "eu-west-1a") }
        #expect(error?.next.contains("eu-west-1;") == true)
    }

    @Test func `an override that may hold a password is refused without repeating it`() {
        let error = #expect(throws: AWSSettingError.self) {
            try AWSEndpoints(region: "eu-west-1", environment: ["AWS_ENDPOINT_URL_EC2": "http://u:CANARY@h"])
        }
        #expect(error.map { "\($0)" }?.contains("AWS_ENDPOINT_URL_EC2") == true)
        #expect(error.map { "\($0)" }?.contains("CANARY") == false)
    }
}
