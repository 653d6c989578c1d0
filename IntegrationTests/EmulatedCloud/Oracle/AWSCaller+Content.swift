import AWS
import Orchestration

extension AWSCaller {
    private static let role = AssumedRole(arn: "arn:aws:iam::1:role/r", sessionName: "s")

    /// Makes a call of a kind, and tells what came back in the words of `answers.py`.
    func content(of action: AWSAction) async throws(AWSError) -> JSONValue {
        let ids = ["a-1"]
        switch action {
        case .authorizeSecurityGroupIngress:
            return try await done(EC2Request.authorizeSSH(toSecurityGroup: "", from: ids, port: 22))
        case .createPlacementGroup: return .string(try await call(EC2Request.createPlacementGroup(.example)))
        case .createSecurityGroup:
            return .string(try await call(EC2Request.createSecurityGroup(.example, networkID: "vpc-1")))
        case .createTags: return try await done(EC2Request.createTags(ids: ids, tags: [:]))
        case .deletePlacementGroup: return try await done(EC2Request.deletePlacementGroup(name: "g", id: "pg-1"))
        case .deleteSecurityGroup: return try await done(EC2Request.deleteSecurityGroup(id: "sg-1"))
        case .describeImages: return .array(try await call(EC2Request.describeImages(ids)).map(\.json))
        case .describeInstances: return try await page(EC2Request.describeInstances(.ids(ids))) { $0.json }
        case .describeInstanceTypeOfferings:
            return try await page(EC2Request.describeInstanceTypeOfferings(ids)) { $0.json }
        case .describeInstanceTypes: return try await page(EC2Request.describeInstanceTypes(ids)) { $0.json }
        case .describeKeyPairs: return .array(try await call(EC2Request.describeKeyPairs(ids)).map(JSONValue.string))
        case .describePlacementGroups:
            return .array(try await call(EC2Request.describePlacementGroups(.ids(ids))).map(\.json))
        case .describeSecurityGroups: return try await page(EC2Request.describeSecurityGroups(.ids(ids))) { $0.json }
        case .describeSubnets: return .array(try await call(EC2Request.describeSubnets(ids)).map(\.json))
        case .getConsoleOutput: return JSONValue(try await call(EC2Request.consoleOutput(of: "i-1")))
        case .runInstances: return try await call(EC2Request.runInstance(.example)).json
        case .terminateInstances: return try await done(EC2Request.terminateInstances(ids: ids))
        case .getParameter: return .string(try await call(SSMRequest.parameter("p")))
        case .getProducts:
            return .string(try await call(PriceListRequest.hourlyPrice(of: "t", in: "r")).map { "\($0)" } ?? "none")
        case .getServiceQuota: return .number(try await call(QuotaRequest.quota("q")))
        case .assumeRole: return try await call(STSRequest.assumeRole(Self.role)).json
        case .assumeRoleWithWebIdentity:
            return try await call(STSRequest.assumeRole(Self.role, webIdentity: Secret("t"))).json
        case .getCallerIdentity: return try await call(STSRequest.callerIdentity()).json
        }
    }

    private func done(_ request: AWSRequest<Void>) async throws(AWSError) -> JSONValue {
        try await call(request)
        return "done"
    }

    private func page<Element>(
        _ request: AWSRequest<EC2Request.Page<Element>>,
        _ json: (Element) -> JSONValue
    ) async throws(AWSError) -> JSONValue {
        let page = try await call(request)
        return ["elements": .array(page.elements.map(json)), "next": JSONValue(page.next)]
    }
}

// MARK: - In the words of the script

extension InstanceDescription {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "type": .string(type), "state": .string(state.rawValue),
            "stateReason": JSONValue(stateReason), "clientToken": JSONValue(clientToken), "tags": tagged(tags),
            "publicAddress": JSONValue(publicAddress), "privateAddress": JSONValue(privateAddress),
            "zone": JSONValue(zone), "imageID": JSONValue(imageID), "subnetID": JSONValue(subnetID),
            "placementGroupID": JSONValue(placementGroupID), "ipv6Address": JSONValue(ipv6Address),
            "launchedAt": launchedAt.map { .integer($0.nanoseconds) } ?? .null,
        ]
    }
}

extension InstanceTypeDescription {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "architectures": .array(architectures.map(JSONValue.string)),
            "virtualCPUs": JSONValue(virtualCPUs), "declaresHardwareClock": JSONValue(declaresHardwareClock),
        ]
    }
}

extension InstanceTypeOffering {
    fileprivate var json: JSONValue { ["type": .string(type), "zone": .string(zone)] }
}

extension ImageDescription {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "name": JSONValue(name), "architecture": .string(architecture), "state": .string(state),
            "supportsENA": JSONValue(supportsENA),
        ]
    }
}

extension SubnetDescription {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "networkID": .string(networkID), "zone": .string(zone),
            "freeAddresses": JSONValue(freeAddresses), "assignsPublicAddresses": .bool(assignsPublicAddresses),
        ]
    }
}

extension GroupDescription {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "strategy": JSONValue(strategy), "tags": tagged(tags),
            "state": JSONValue(state), "parentID": JSONValue(parentID), "networkID": JSONValue(networkID),
            "sshSources": sshSources.map { .array($0.map(JSONValue.string)) } ?? .null,
        ]
    }
}

extension IssuedCredentials {
    fileprivate var json: JSONValue {
        let words = { (secret: Secret) in secret.reveal { JSONValue.string(String(decoding: $0, as: UTF8.self)) } }
        return [
            "accessKeyID": .string(accessKeyID), "secretAccessKey": words(secretAccessKey),
            "sessionToken": words(sessionToken), "expiresAt": .integer(expiresAt.nanoseconds),
        ]
    }
}

extension CallerIdentity {
    fileprivate var json: JSONValue {
        ["account": .string(account), "arn": .string(arn), "userID": .string(userID)]
    }
}

private func tagged(_ tags: [String: String]) -> JSONValue {
    var object: JSONObject = [:]
    for (key, value) in tags.sorted(by: { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }) {
        object[key] = .string(value)
    }
    return .object(object)
}

// MARK: - Fixtures

extension CreatePlacementGroup {
    fileprivate static let example = CreatePlacementGroup(name: "g", strategy: "precision-time", tags: [:])
}

extension CreateSecurityGroup {
    fileprivate static let example = CreateSecurityGroup(name: "g", subnetID: "subnet-1", tags: [:])
}

extension RunInstance {
    fileprivate static let example = RunInstance(
        clientToken: "t",
        type: "c7i.large",
        imageID: "ami-1",
        subnetID: "subnet-1",
        placementGroupID: nil,
        securityGroupIDs: [],
        userData: "",
        tags: [:]
    )
}
