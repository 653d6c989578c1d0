import AWS
import Orchestration
import Testing

@Suite struct ResponseDecodingTests {
    @Test func `a launch is read`() async throws {
        let transport = ScriptedTransport(xml: Self.launch)
        let instance = try await EC2Client(.scripted(transport)).runInstance(.example)
        #expect(instance.id == "i-0abc" && instance.type == "c7i.large" && instance.state == .pending)
        #expect(instance.tags == ["Name": "a & b", "empty": ""])
        #expect(instance.placementGroupID == "pg-1" && instance.zone == "eu-west-1a")
        #expect(instance.publicAddress == nil && instance.privateAddress == "10.0.0.7")
        #expect(instance.launchedAt?.description == "2026-11-21T12:21:55.000000000Z")
        #expect(transport.bodies.first?.contains("Action=RunInstances") == true)
    }

    @Test func `instances of all reservations and pages are gathered`() async throws {
        let transport = ScriptedTransport(
            xml: Self.page(["i-1", "i-2"], next: "more/1"),
            Self.page([], next: "more/2"),
            Self.page(["i-3"])
        )
        let found = try await EC2Client(.scripted(transport)).describeInstances(.tagKey("ptp-verify:run"))
        #expect(found.map(\.id) == ["i-1", "i-2", "i-3"])
        #expect(found.first?.stateReason == "Client.UserInitiatedShutdown: User initiated shutdown")
        #expect(found.first?.state == .shuttingDown)
        #expect(transport.bodies.map { $0.contains("NextToken=more%2F2") } == [false, false, true])
    }

    @Test func `no ids are asked about without a call, for EC2 would answer with everything`() async throws {
        let transport = ScriptedTransport([])
        let client = try EC2Client(.scripted(transport))
        #expect(try await client.describeInstances(.ids([])).isEmpty)
        #expect(try await client.describePlacementGroups(.ids([])).isEmpty)
        #expect(try await client.describeSecurityGroups(.ids([])).isEmpty)
        #expect(try await client.describeSubnets([]).isEmpty)
        #expect(try await client.describeImages([]).isEmpty)
        #expect(try await client.describeInstanceTypes([]).isEmpty)
        #expect(try await client.offerings(of: []).isEmpty)
        try await client.terminateInstances(ids: [])
        try await client.createTags(ids: [], tags: ["a": "b"])
        #expect(transport.requests.isEmpty)
    }

    @Test func `500 instances are asked about in one call, 1,500 in two`() async throws {
        let ids = (0..<1500).map { "i-\($0)" }
        let transport = ScriptedTransport(xml: Self.page([]), Self.page([]), Self.page([]))
        let client = try EC2Client(.scripted(transport))
        _ = try await client.describeInstances(.ids(Array(ids.prefix(500))))
        #expect(transport.requests.count == 1)
        _ = try await client.describeInstances(.ids(ids))
        #expect(transport.requests.count == 3)
    }

    @Test func `types say their architectures and whether they have the clock`() async throws {
        let answer = """
            <DescribeInstanceTypesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>
            <instanceTypeSet>
            <item><instanceType>c7i.large</instanceType><phcSupport>supported</phcSupport>
            <vCpuInfo><defaultVCpus>2</defaultVCpus></vCpuInfo><processorInfo>
            <supportedArchitectures><item>x86_64</item></supportedArchitectures></processorInfo></item>
            <item><instanceType>c7g.medium</instanceType><phcSupport>unsupported</phcSupport></item>
            <item><instanceType>old</instanceType></item>
            </instanceTypeSet></DescribeInstanceTypesResponse>
            """
        let types = try await EC2Client(.scripted(ScriptedTransport(xml: answer))).describeInstanceTypes(["x"])
        #expect(types.map(\.architectures) == [["x86_64"], [], []])
        #expect(types.map(\.declaresHardwareClock) == [true, false, nil])
        #expect(types.map(\.virtualCPUs) == [2, nil, nil])
    }

    @Test func `what runs on demand is told by its types`() async throws {
        let answer = """
            <R><reservationSet><item><instancesSet><item><instanceType>c7i.large</instanceType></item>
            <item><instanceType>m7g.medium</instanceType><instanceLifecycle>spot</instanceLifecycle></item>
            <item><instanceType>c7i.large</instanceType></item></instancesSet></item></reservationSet></R>
            """
        let client = try EC2Client(.scripted(ScriptedTransport(xml: answer)))
        #expect(try await client.runningTypes() == ["c7i.large", "c7i.large"])
    }

    @Test func `key pairs are those that are there`() async throws {
        let answer = "<R><keySet><item><keyName>mine</keyName><keyType>rsa</keyType></item></keySet></R>"
        let client = try EC2Client(.scripted(ScriptedTransport(xml: answer)))
        #expect(try await client.describeKeyPairs(["mine", "theirs"]) == ["mine"])
    }

    @Test(arguments: ["64.0", "64"]) func `a quota is a number`(value: String) async throws {
        let body = Array(#"{"Quota":{"QuotaCode":"L-1216C47A","Value":\#(value)}}"#.utf8)
        let answer = HTTPResponse(status: 200, headers: ["content-type": "application/x-amz-json-1.1"], body: body)
        let client = try EC2Client(.scripted(ScriptedTransport([.success(answer)])))
        #expect(try await client.quota("L-1216C47A") == 64)
    }

    @Test func `a placement group is deleted by the name that its id stands for`() async throws {
        let transport = ScriptedTransport(xml: Self.groups, "<DeletePlacementGroupResponse/>")
        try await EC2Client(.scripted(transport)).deletePlacementGroup(id: "pg-1")
        #expect(transport.bodies.last?.contains("GroupName=mine") == true)
    }

    @Test func `a placement group that is deleted is not there`() async throws {
        let gone = Self.groups.replacing("available", with: "deleted")
        let client = try EC2Client(.scripted(ScriptedTransport(xml: gone)))
        #expect(
            await failure { () throws(AWSError) in try await client.deletePlacementGroup(id: "pg-1") }?.kind
                == .notFound
        )
    }

    @Test func `a security group is made in the subnet's network`() async throws {
        let transport = ScriptedTransport(xml: Self.subnets, "<R><return>true</return><groupId>sg-9</groupId></R>")
        let client = try EC2Client(.scripted(transport))
        #expect(try await client.createSecurityGroup(.init(name: "g", subnetID: "subnet-1", tags: [:])) == "sg-9")
        #expect(transport.bodies.last?.contains("VpcId=vpc-7") == true)
    }

    @Test func `a security group says whom it lets in by SSH`() async throws {
        let answer = """
            <R><securityGroupInfo><item><groupId>sg-1</groupId><groupName>n</groupName><vpcId>vpc-1</vpcId>
            <ipPermissions>
            <item><ipProtocol>tcp</ipProtocol><fromPort>20</fromPort><toPort>30</toPort><groups/>
            <ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item>
            <item><ipProtocol>udp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort>
            <ipRanges><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges></item>
            <item><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort>
            <ipRanges><item><cidrIp>10.1.0.0/16</cidrIp></item></ipRanges></item>
            <item><ipProtocol>-1</ipProtocol><groups><item><groupId>sg-2</groupId></item></groups>
            <ipv6Ranges><item><cidrIpv6>2001:db8::/32</cidrIpv6></item></ipv6Ranges></item>
            </ipPermissions></item></securityGroupInfo></R>
            """
        let found = try await EC2Client(.scripted(ScriptedTransport(xml: answer))).describeSecurityGroups(
            .ids(["sg-1"])
        )
        #expect(found.first?.sshSources == ["0.0.0.0/0", "2001:db8::/32", "sg-2"])
        #expect(found.first?.networkID == "vpc-1")
    }

    @Test func `a placement group says its strategy, its state and its parent`() async throws {
        let nested = Self.groups.replacing("<state>", with: "<parentGroupId>pg-0</parentGroupId><state>")
        let found = try await EC2Client(.scripted(ScriptedTransport(xml: nested))).describePlacementGroups(
            .name("mine")
        )
        #expect(found.map(\.strategy) == ["precision-time"] && found.map(\.state) == ["available"])
        #expect(found.map(\.parentID) == ["pg-0"])
    }

    @Test(arguments: [("203.0.113.7\n", "203.0.113.7%2F32"), ("2001:db8::7", "2001%3Adb8%3A%3A7%2F128")])
    func `the caller is let in from where AWS sees it`(seen: String, network: String) async throws {
        let transport = ScriptedTransport([
            .success(HTTPResponse(status: 200, body: Array(seen.utf8))),
            .success(.refusal("InvalidPermission.Duplicate")),
        ])
        try await EC2Client(.scripted(transport)).admitCaller(toSecurityGroup: "sg-1", port: 22)
        #expect(transport.requests.first?.address.host == "checkip.amazonaws.com")
        #expect(transport.requests.first?.headers.isEmpty == true)
        #expect(transport.bodies.last?.contains("=\(network)&") == true)
    }

    @Test(arguments: ["", "<html>", "1.2.3", "1.2.3.400", "+1.2.3.4", "::g", "0.0.0.0/0"])
    func `nobody is let in where the address is not one`(seen: String) async throws {
        let transport = ScriptedTransport([.success(HTTPResponse(status: 200, body: Array(seen.utf8)))])
        let client = try EC2Client(.scripted(transport))
        let error = await failure { () throws(AWSError) in
            try await client.admitCaller(toSecurityGroup: "sg-1", port: 22)
        }
        #expect(error?.code == AWSError.foreignAnswer)
    }

    @Test func `the newest image is a parameter's value`() async throws {
        let body = #"{"Parameter":{"Name":"n","Type":"String","Value":"ami-0123","Version":7}}"#
        let transport = ScriptedTransport([.success(HTTPResponse(status: 200, body: Array(body.utf8)))])
        #expect(try await EC2Client(.scripted(transport)).latestImage(architecture: "arm64") == "ami-0123")
        #expect(transport.requests.first?.address.host == "ssm.eu-west-1.amazonaws.com")
    }

    @Test func `a console speaks base 64`() async throws {
        let transport = ScriptedTransport(
            xml: "<R><instanceId>i-1</instanceId><output>Ym9vdGluZwpe\nw7w=</output></R>",
            "<R><instanceId>i-1</instanceId></R>"
        )
        let client = try EC2Client(.scripted(transport))
        #expect(try await client.consoleOutput(of: "i-1") == "booting\n^ü")
        #expect(try await client.consoleOutput(of: "i-1") == nil)
    }

    @Test func `an identity is read`() async throws {
        let transport = ScriptedTransport(
            xml: """
                <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
                <Arn>arn:aws:iam::123456789012:user/u</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
                </GetCallerIdentityResult></GetCallerIdentityResponse>
                """
        )
        let identity = try await EC2Client(.scripted(transport)).callerIdentity()
        #expect(identity.account == "123456789012" && identity.arn.hasSuffix("user/u") && identity.userID == "AIDA")
    }

    @Test func `a role's credentials are read, and asked for unsigned with a web identity`() async throws {
        let answer = """
            <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
            <AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
            <Expiration>2026-11-21T13:21:55Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>
            </AssumeRoleWithWebIdentityResponse>
            """
        let transport = ScriptedTransport(xml: answer)
        let role = AssumedRole(arn: "arn", sessionName: "s")
        let request = STSRequest.assumeRole(role, webIdentity: Secret("w"))
        let credentials = try await AWSCaller.scripted(transport, credentials: ScriptedCredentials()).call(request)
        #expect(credentials.accessKeyID == "ASIA1" && credentials.sessionToken == Secret("t"))
        #expect(credentials.expiresAt == AWSCaller.testMoment + .seconds(3600))
        #expect(transport.requests.first?.headers.contains { $0.name == "Authorization" } == false)
    }
}

// MARK: - Fixtures

extension ResponseDecodingTests {
    private static let launch = """
        <?xml version="1.0" encoding="UTF-8"?>
        <RunInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
            <requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>
            <reservationId>r-1</reservationId><ownerId>123456789012</ownerId><groupSet/>
            <instancesSet><item>
                <instanceId>i-0abc</instanceId><imageId>ami-1</imageId>
                <instanceState><code>0</code><name>pending</name></instanceState>
                <privateDnsName/><dnsName/><reason/>
                <instanceType>c7i.large</instanceType><launchTime>2026-11-21T12:21:55.000Z</launchTime>
                <placement><availabilityZone>eu-west-1a</availabilityZone><groupName>g</groupName>
                    <groupId>pg-1</groupId><tenancy>default</tenancy></placement>
                <monitoring><state>disabled</state></monitoring>
                <subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><privateIpAddress>10.0.0.7</privateIpAddress>
                <tagSet><item><key>Name</key><value>a &amp; b</value></item>
                    <item><key>empty</key><value/></item></tagSet>
                <clientToken>abc</clientToken>
            </item></instancesSet>
        </RunInstancesResponse>
        """

    static func page(_ ids: [String], next: String = "") -> String {
        let reservations = ids.map { id in
            """
            <item><reservationId>r</reservationId><instancesSet><item><instanceId>\(id)</instanceId>
            <instanceType>t</instanceType><instanceState><code>32</code><name>shutting-down</name></instanceState>
            <stateReason><code>Client.UserInitiatedShutdown</code>
            <message>Client.UserInitiatedShutdown: User initiated shutdown</message></stateReason>
            </item></instancesSet></item>
            """
        }
        return "<DescribeInstancesResponse><reservationSet>\(reservations.joined())</reservationSet>"
            + "<nextToken>\(next)</nextToken></DescribeInstancesResponse>"
    }

    private static let groups = """
        <DescribePlacementGroupsResponse><placementGroupSet><item><groupName>mine</groupName><groupId>pg-1</groupId>
        <strategy>precision-time</strategy><state>available</state></item></placementGroupSet>
        </DescribePlacementGroupsResponse>
        """

    private static let subnets = """
        <DescribeSubnetsResponse><subnetSet><item><subnetId>subnet-1</subnetId><vpcId>vpc-7</vpcId>
        <availabilityZone>eu-west-1a</availabilityZone><mapPublicIpOnLaunch>true</mapPublicIpOnLaunch>
        <availableIpAddressCount>251</availableIpAddressCount></item></subnetSet></DescribeSubnetsResponse>
        """
}
