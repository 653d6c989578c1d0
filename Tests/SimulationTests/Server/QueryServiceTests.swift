import AWS
import Orchestration
import Simulation
import Testing

/// The simulated cloud as clients of EC2, STS and SSM see it.
@Suite struct QueryServiceTests {
    @Test func `our own requests get answers that our own client understands`() throws {
        let cloud = makeCloud()
        let group = try cloud.asks(
            EC2Request.createPlacementGroup(
                CreatePlacementGroup(name: "clocks", strategy: "precision-time", tags: ["a": "<&>\"'"])
            )
        )
        let network = try cloud.asks(EC2Request.describeSubnets(["subnet-1"]))[0].networkID
        let security = try cloud.asks(
            EC2Request.createSecurityGroup(
                CreateSecurityGroup(name: "ssh", subnetID: "subnet-1", tags: [:]),
                networkID: network
            )
        )
        try cloud.asks(EC2Request.authorizeSSH(toSecurityGroup: security, from: ["192.0.2.1/32"], port: 22))
        let wanted = request(placementGroup: group, securityGroups: [security], tags: ["run": " r 1 "])
        let instance = try cloud.asks(EC2Request.runInstance(wanted))
        #expect(try cloud.asks(EC2Request.runInstance(wanted)).id == instance.id)
        try cloud.run { try await $0.wait(.seconds(60)) }
        let found = try cloud.asks(EC2Request.describeInstances(.tagKey("run"))).elements
        let known = try #require(cloud.snapshot[instance.id]?.description(at: cloud.executor.now))
        try #require(found.count == 1)
        #expect(found[0].state == .running && found[0].tags == ["run": " r 1 "])
        #expect(found[0].publicAddress == known.publicAddress && found[0].zone == known.zone)
        #expect(found[0].placementGroupID == group && found[0].launchedAt != nil)
        let groups = try cloud.asks(EC2Request.describePlacementGroups(.ids([group])))
        #expect(groups.map(\.name) == ["clocks"] && groups.map(\.strategy) == ["precision-time"])
        #expect(groups.map(\.tags) == [["a": "<&>\"'"]])
        try cloud.asks(EC2Request.terminateInstances(ids: [instance.id]))
        try cloud.run { try await $0.wait(.seconds(60)) }
        try cloud.asks(EC2Request.deletePlacementGroup(name: "clocks", id: group))
        try cloud.asks(EC2Request.deleteSecurityGroup(id: security))
        #expect(cloud.snapshot.leftovers(at: cloud.executor.now) == [])
    }

    @Test func `types, offerings, images and the caller are told in EC2's way`() throws {
        let cloud = makeCloud()
        let types = try cloud.asks(EC2Request.describeInstanceTypes(["c7i.large", "no.type", "m7g.metal"])).elements
        #expect(types.map(\.name) == ["c7i.large", "m7g.metal"])
        #expect(types.map(\.architectures) == [["x86_64"], ["arm64"]])
        #expect(types.allSatisfy { $0.declaresHardwareClock == true })
        #expect(try cloud.asks(EC2Request.describeInstanceTypeOfferings(["c7i.large"])).elements.count == 3)
        let image = try cloud.asks(SSMRequest.latestImage(architecture: "arm64"))
        #expect(try cloud.asks(EC2Request.describeImages([image]))[0].architecture == "arm64")
        #expect(try cloud.asks(STSRequest.callerIdentity()).account.count == 12)
    }

    @Test func `quotas are refused as AWS refuses those that it does not have, other calls as unknown`() throws {
        let cloud = makeCloud()
        for (target, code) in [
            ("ServiceQuotasV20190624.GetServiceQuota", "NoSuchResourceException"),
            ("AWSPriceListService.GetProducts", "UnknownOperationException"),
        ] {
            let headers = ["x-amz-target": target]
            let request = ServedRequest(method: "POST", target: "/", headers: headers, body: Array("{}".utf8))
            let answer = try #require(try cloud.answer(request))
            let error = try JSONParser.parse(Array(answer.body.utf8))
            #expect(answer.status == 400 && error["__type"]?.string == code)
            let ours = AWSError(code: code, message: "", action: target, status: answer.status)
            #expect(!ours.nextStep.contains("defect"))
        }
    }

    @Test func `long lists come in pages, each of them once`() throws {
        let cloud = makeCloud { cloud in
            for _ in 0..<12 { _ = cloud.addForeignInstance(at: noon) }
        }
        var ids: [String] = []
        var token = ""
        var sizes: [Int] = []
        repeat {
            let answer = try cloud.asks("Action=DescribeInstances&MaxResults=5&NextToken=\(token)").content
            let page = answer.list("reservationSet").flatMap { $0.list("instancesSet") }.compactMap {
                $0.text("instanceId")
            }
            ids += page
            sizes.append(page.count)
            token = answer.text("nextToken") ?? ""
        } while !token.isEmpty
        #expect(sizes == [5, 5, 2])
        #expect(ids == cloud.snapshot.instances.map(\.id))
    }

    @Test(arguments: [
        ("", 400, "InvalidAction"),
        ("Action=DescribeVolumes", 400, "InvalidAction"),
        ("Action=RunInstances&DryRun=true", 412, "DryRunOperation"),
        ("Action=RunInstances&MinCount=1&MaxCount=1", 400, "MissingParameter"),
        ("Action=RunInstances&MinCount=1&MaxCount=2&ImageId=ami-1", 400, "UnsupportedOperation"),
        ("Action=RunInstances&MinCount=1&MaxCount=1&ImageId=ami-1&UserData=!", 400, "InvalidUserData.Malformed"),
        ("Action=TerminateInstances&InstanceId.1=i-1", 400, "InvalidInstanceID.NotFound"),
        ("Action=TerminateInstances", 400, "MissingParameter"),
        ("Action=DescribeInstances&Filter.1.Name=mood&Filter.1.Value.1=good", 400, "InvalidParameterValue"),
        ("Action=DescribeInstances&MaxResults=5&InstanceId.1=i-1", 400, "InvalidParameterCombination"),
        ("Action=DescribeInstances&NextToken=nonsense", 400, "InvalidParameterValue"),
        ("Action=DeletePlacementGroup&GroupName=none", 400, "InvalidPlacementGroup.Unknown"),
        ("Action=DescribeInstanceTypes&InstanceType.1=none", 400, "InvalidInstanceType"),
    ])
    func `errors are told in EC2's way`(form: String, status: Int, code: String) throws {
        let cloud = makeCloud { _ = $0.addForeignInstance(at: noon) }
        let (answer, content) = try cloud.asks(form)
        #expect(answer.status == status)
        let error = try #require(content["Errors"]?["Error"])
        #expect(error.text("Code") == code && error.text("Message") != nil)
        #expect(content.name == "Response" && content.text("RequestID") == answer.requestID)
    }

    @Test(arguments: [
        (CallFault.throttled, 503, "RequestLimitExceeded"), (.serverFault, 500, "InternalError"),
        (.permission, 403, "UnauthorizedOperation"), (.capacity, 500, "InsufficientInstanceCapacity"),
    ])
    func `faults of the cloud come over the wire`(fault: CallFault, status: Int, code: String) throws {
        let cloud = makeCloud(faults: FaultSchedule(calls: [1: fault]))
        let (answer, content) = try cloud.asks("Action=RunInstances&MinCount=1&MaxCount=1&ImageId=ami-1")
        #expect(answer.status == status)
        #expect(content["Errors"]?["Error"]?.text("Code") == code)
    }

    @Test func `an answer that is lost is no answer`() throws {
        let cloud = makeCloud(faults: FaultSchedule(calls: [1: .lostAfter]))
        let form = "Action=RunInstances&MinCount=1&MaxCount=1&ImageId=ami-1"
        #expect(try cloud.answer(ServedRequest(method: "POST", target: "/", body: Array(form.utf8))) == nil)
        #expect(cloud.snapshot.instances.count == 1)
    }

    @Test func `whatever is in a tag, the answer is XML`() throws {
        let node = XMLNode("a", children: [XMLNode("b", text: "]]> \u{1} \r\n\t<\u{FFFF}&amp;")])
        let back = try XMLNode.parse(Array(node.document(in: "urn:x").utf8))
        #expect(back["b"]?.text == "]]> \u{FFFD} \r\n\t<\u{FFFD}&amp;")
    }

    @Test(arguments: [
        ("a", "a", true), ("a", "*", true), ("", "*", true), ("abc", "a*c", true), ("abcbd", "a*b?", true),
        ("abc", "?bc", true), ("abc", "ab", false), ("abc", "a*d", false), ("", "?", false), ("aab", "*ab*", true),
    ])
    func `conditions take patterns`(name: String, pattern: String, isFound: Bool) throws {
        let cloud = makeCloud { _ = try? $0.addForeignGroup(.placement, name: name, at: noon) }
        let form = "Action=DescribePlacementGroups&Filter.1.Name=group-name&Filter.1.Value.1=\(pattern)"
        #expect(try cloud.asks(form).content.list("placementGroupSet").count == (isFound ? 1 : 0))
    }
}

// MARK: - Fixtures

extension SimulatedEC2 {
    /// Serves one request.
    fileprivate func answer(_ request: ServedRequest) throws -> ServedAnswer? {
        try run { await QueryService(ec2: $0).answer(request) }
    }

    /// Serves a form, and reads the answer.
    fileprivate func asks(_ form: String) throws -> (answer: ServedAnswer, content: XMLNode) {
        let request = ServedRequest(method: "POST", target: "/", body: Array(form.utf8))
        let answer = try #require(try answer(request))
        return (answer, try XMLNode.parse(Array(answer.body.utf8)))
    }
}

extension SimulatedEC2 {
    /// Serves a request of our own client, and reads the answer as that client does.
    fileprivate func asks<Answer>(_ request: AWSRequest<Answer>) throws -> Answer {
        let address = try #require(WebAddress("http://127.0.0.1/"))
        let sent = request.http(to: address, userAgent: "test", limits: HTTPRequest.Limits())
        let headers = Dictionary(uniqueKeysWithValues: sent.headers.map { ($0.name.lowercased(), $0.value) })
        let served = ServedRequest(method: sent.method.rawValue, target: "/", headers: headers, body: sent.body)
        let answer = try #require(try answer(served))
        try #require(answer.status == 200, "\(answer.body)")
        let body = Array(answer.body.utf8)
        guard request.form == nil else { return try request.read(XMLNode.parse(body)) }
        return try request.read(XMLNode("answer", json: JSONParser.parse(body)))
    }
}
