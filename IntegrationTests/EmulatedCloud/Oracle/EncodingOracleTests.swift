import AWS
import IntegrationSupport
import Orchestration
import Testing

/// Calls with random parameters, as botocore sends them and as we do.
@Suite(.onOwnThreads, .needsEmulator) struct EncodingOracleTests {
    private static let seed: UInt64 = 20_261_121
    private static let countEach = 25

    @Test func `we send every call as botocore sends it`() async throws {
        var random = RandomCalls(seed: Self.seed)
        let calls = AWSAction.allCases.flatMap { action in
            (1...Self.countEach).map { _ in random.call(action) }
        }
        let lines = calls.map { String(decoding: $0.question.text(), as: UTF8.self) + "\n" }
        let directory = try Directory()
        try directory.write(lines.joined(), to: "calls.jsonl")

        let end = try await EmulatorParts.run("forms.py", ["calls.jsonl"], in: directory)
        try #require(end.code == 0, "\(end.complaints)")
        let answers = end.output.split(separator: "\n")
        try #require(answers.count == calls.count)
        for (index, (call, answer)) in zip(calls, answers).enumerated() {
            let theirs = try JSONParser.parse(Array(answer.utf8))
            #expect(call.fields.text() == theirs.text(), "seed \(Self.seed), call \(index): \(lines[index])")
        }
    }
}

/// A call in the words of both.
private struct OracleCall {
    /// In the words of botocore.
    let question: JSONValue
    /// As we send it, by name.
    let fields: JSONValue

    init<Answer>(_ request: AWSRequest<Answer>, _ parameters: JSONObject) {
        question = ["action": .string(request.action.rawValue), "parameters": .object(parameters.withoutNulls)]
        var values: [String: JSONValue] = [:]
        switch request.content {
        case .form(let form):
            for field in form.fields { values[field.name] = .string(field.value) }
        case .json(let body):
            for member in body.object?.members ?? [] { values[member.key] = member.value }
            let message = request.http(to: WebAddress(.https, host: "h"), userAgent: "u", limits: .init())
            values["X-Amz-Target"] = JSONValue(message.headers.first { $0.name == "X-Amz-Target" }?.value)
        }
        var sorted: JSONObject = [:]
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { sorted[name] = value }
        fields = .object(sorted)
    }
}

/// Draws calls of every kind.
private struct RandomCalls {
    private static let pieces = ["a", "i-0", ".", "/", "+", " ", "&", "=", "%", "ü", "日本", "😀", "~", "\"", "\n", "*"]
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func call(_ action: AWSAction) -> OracleCall {
        switch action {
        case .authorizeSecurityGroupIngress, .createPlacementGroup, .createSecurityGroup, .deletePlacementGroup,
            .deleteSecurityGroup, .describePlacementGroups, .describeSecurityGroups:
            groups(action)
        case .createTags, .describeInstances, .getConsoleOutput, .runInstances, .terminateInstances:
            instances(action)
        case .describeImages, .describeInstanceTypeOfferings, .describeInstanceTypes, .describeKeyPairs,
            .describeSubnets:
            descriptions(action)
        case .assumeRole, .assumeRoleWithWebIdentity, .getCallerIdentity, .getParameter, .getProducts,
            .getServiceQuota:
            others(action)
        }
    }

    private mutating func groups(_ action: AWSAction) -> OracleCall {
        let (name, id, tags, token) = (text(), text(), tags(), maybe())
        switch action {
        case .authorizeSecurityGroupIngress:
            let networks = (texts(), texts().map { $0 + ":" })
            let port = Int(random.next() % 65_536)
            let range = { (key: String, network: String) -> JSONValue in
                [key: .string(network), "Description": "ptp-verify"]
            }
            return OracleCall(
                EC2Request.authorizeSSH(toSecurityGroup: id, from: networks.0 + networks.1, port: port),
                [
                    "GroupId": .string(id),
                    "IpPermissions": [
                        [
                            "IpProtocol": "tcp", "FromPort": JSONValue(port), "ToPort": JSONValue(port),
                            "IpRanges": .array(networks.0.map { range("CidrIp", $0) }),
                            "Ipv6Ranges": .array(networks.1.map { range("CidrIpv6", $0) }),
                        ]
                    ],
                ]
            )
        case .createPlacementGroup:
            return OracleCall(
                EC2Request.createPlacementGroup(.init(name: name, strategy: id, tags: tags)),
                [
                    "GroupName": .string(name), "Strategy": .string(id),
                    "TagSpecifications": specification(tags, "placement-group"),
                ]
            )
        case .createSecurityGroup:
            return OracleCall(
                EC2Request.createSecurityGroup(.init(name: name, subnetID: text(), tags: tags), networkID: id),
                [
                    "GroupName": .string(name), "VpcId": .string(id),
                    "Description": "SSH for ptp-verify, removed when its run is over",
                    "TagSpecifications": specification(tags, "security-group"),
                ]
            )
        case .deletePlacementGroup:
            return OracleCall(EC2Request.deletePlacementGroup(name: name, id: id), ["GroupName": .string(name)])
        case .deleteSecurityGroup:
            return OracleCall(EC2Request.deleteSecurityGroup(id: id), ["GroupId": .string(id)])
        case .describePlacementGroups:
            let (filter, parameters) = filter("GroupIds", "group-name")
            return OracleCall(EC2Request.describePlacementGroups(filter), parameters)
        default:
            var (filter, parameters) = filter("GroupIds", "group-name")
            addPage(to: &parameters, token)
            return OracleCall(EC2Request.describeSecurityGroups(filter, after: token), parameters)
        }
    }

    private mutating func instances(_ action: AWSAction) -> OracleCall {
        let (ids, id, tags, token) = (texts(), text(), tags(), maybe())
        switch action {
        case .createTags:
            return OracleCall(
                EC2Request.createTags(ids: ids, tags: tags),
                ["Resources": strings(ids), "Tags": tagged(tags)]
            )
        case .describeInstances:
            var (filter, parameters) = filter("InstanceIds", "tag:Name")
            addPage(to: &parameters, token)
            return OracleCall(EC2Request.describeInstances(filter, after: token), parameters)
        case .getConsoleOutput:
            return OracleCall(EC2Request.consoleOutput(of: id), ["InstanceId": .string(id)])
        case .terminateInstances:
            return OracleCall(EC2Request.terminateInstances(ids: ids), ["InstanceIds": strings(ids)])
        default: return launch()
        }
    }

    private mutating func launch() -> OracleCall {
        let launch = RunInstance(
            clientToken: text(),
            type: text(),
            imageID: text(),
            subnetID: text(),
            placementGroupID: maybe(),
            securityGroupIDs: texts(),
            userData: text(),
            tags: tags(),
            keyName: maybe()
        )
        return OracleCall(
            EC2Request.runInstance(launch),
            [
                "ClientToken": .string(ClientToken.sent(for: launch.clientToken)), "ImageId": .string(launch.imageID),
                "InstanceInitiatedShutdownBehavior": "terminate", "InstanceType": .string(launch.type),
                "KeyName": JSONValue(launch.keyName), "MaxCount": 1, "MinCount": 1,
                "MetadataOptions": [
                    "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 1, "HttpTokens": "required",
                ],
                "Placement": launch.placementGroupID.map { ["GroupId": .string($0)] } ?? .null,
                "SecurityGroupIds": strings(launch.securityGroupIDs), "SubnetId": .string(launch.subnetID),
                "TagSpecifications": specification(launch.tags, "instance", "volume", "network-interface"),
                "UserData": .string(launch.userData),
            ]
        )
    }

    private mutating func descriptions(_ action: AWSAction) -> OracleCall {
        let (values, token) = (texts(), maybe())
        let types: JSONValue = [["Name": "instance-type", "Values": strings(values)]]
        switch action {
        case .describeImages: return OracleCall(EC2Request.describeImages(values), ["ImageIds": strings(values)])
        case .describeKeyPairs:
            let names: JSONValue = [["Name": "key-name", "Values": strings(values)]]
            return OracleCall(EC2Request.describeKeyPairs(values), ["Filters": names])
        case .describeSubnets: return OracleCall(EC2Request.describeSubnets(values), ["SubnetIds": strings(values)])
        case .describeInstanceTypes:
            return OracleCall(
                EC2Request.describeInstanceTypes(values, after: token),
                ["Filters": types, "MaxResults": 100, "NextToken": JSONValue(token)]
            )
        default:
            return OracleCall(
                EC2Request.describeInstanceTypeOfferings(values, after: token),
                [
                    "Filters": types, "LocationType": "availability-zone", "MaxResults": 1000,
                    "NextToken": JSONValue(token),
                ]
            )
        }
    }

    private mutating func others(_ action: AWSAction) -> OracleCall {
        let isLong = Bool.random(using: &random)
        let role = AssumedRole(
            arn: text(),
            sessionName: text(),
            externalID: action == .assumeRole ? maybe() : nil,
            durationSeconds: isLong ? Int.random(in: 900...43_200, using: &random) : nil
        )
        let parameters: JSONObject = [
            "RoleArn": .string(role.arn), "RoleSessionName": .string(role.sessionName),
            "ExternalId": JSONValue(role.externalID), "DurationSeconds": JSONValue(role.durationSeconds),
        ]
        switch action {
        case .assumeRole: return OracleCall(STSRequest.assumeRole(role), parameters)
        case .assumeRoleWithWebIdentity:
            let token = text()
            var withToken = parameters
            withToken["WebIdentityToken"] = .string(token)
            return OracleCall(STSRequest.assumeRole(role, webIdentity: Secret(token)), withToken)
        case .getProducts:
            let (type, region) = (text(), text())
            let filters = [
                ("instanceType", type), ("regionCode", region), ("operatingSystem", "Linux"), ("tenancy", "Shared"),
                ("preInstalledSw", "NA"), ("capacitystatus", "Used"),
            ]
            return OracleCall(
                PriceListRequest.hourlyPrice(of: type, in: region),
                [
                    "ServiceCode": "AmazonEC2", "FormatVersion": "aws_v1",
                    "Filters": .array(
                        filters.map { ["Type": "TERM_MATCH", "Field": .string($0.0), "Value": .string($0.1)] }
                    ),
                ]
            )
        case .getServiceQuota:
            let code = text()
            return OracleCall(QuotaRequest.quota(code), ["ServiceCode": "ec2", "QuotaCode": .string(code)])
        case .getCallerIdentity: return OracleCall(STSRequest.callerIdentity(), [:])
        default: return OracleCall(SSMRequest.parameter(role.arn), ["Name": .string(role.arn)])
        }
    }
}

// MARK: - Parts of calls

extension RandomCalls {
    private mutating func text() -> String {
        (0..<Int.random(in: 1...6, using: &random))
            .map { _ in Self.pieces[Int.random(in: Self.pieces.indices, using: &random)] }.joined()
    }

    private mutating func maybe() -> String? { Bool.random(using: &random) ? text() : nil }

    private mutating func texts() -> [String] { (0..<Int.random(in: 1...12, using: &random)).map { _ in text() } }

    private mutating func tags() -> [String: String] {
        var tags: [String: String] = [:]
        for _ in 0..<Int.random(in: 1...12, using: &random) { tags[text()] = Bool.random(using: &random) ? text() : "" }
        return tags
    }

    /// A filter, and what botocore calls it.
    private mutating func filter(_ ids: String, _ name: String) -> (ResourceFilter, JSONObject) {
        let value = text()
        let filters = { (name: String, value: String) -> JSONObject in
            ["Filters": [["Name": .string(name), "Values": [.string(value)]]]]
        }
        switch Int.random(in: 0...3, using: &random) {
        case 0:
            let values = texts()
            return (.ids(values), [ids: strings(values)])
        case 1: return (.name(value), filters(name, value))
        case 2: return (.clientToken(value), filters("client-token", ClientToken.sent(for: value)))
        default: return (.tagKey(value), filters("tag-key", value))
        }
    }

    private func addPage(to parameters: inout JSONObject, _ token: String?) {
        if parameters["Filters"] != nil { parameters["MaxResults"] = 1000 }
        parameters["NextToken"] = JSONValue(token)
    }

    private func strings(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

    private func tagged(_ tags: [String: String]) -> JSONValue {
        .array(tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] })
    }

    private func specification(_ tags: [String: String], _ kinds: String...) -> JSONValue {
        .array(kinds.map { ["ResourceType": .string($0), "Tags": tagged(tags)] })
    }
}
