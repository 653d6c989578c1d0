import AWS
import Crypto
import Orchestration

extension QueryService {
    func runInstances(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        for name in ["MinCount", "MaxCount"] {
            guard try form.required(name) == "1" else {
                throw form.error("UnsupportedOperation", "The simulated cloud launches one instance with each call.")
            }
        }
        let anonymous = "unnamed-\(ec2.executor.next())"
        let faults = ec2.launchFaults
        return try await ec2.act(form.action, creates: true) { cloud, now throws(AWSError) in
            let request = try RunInstance(form, anonymous: anonymous) { name throws(AWSError) in
                try Self.placementGroup(named: name, in: cloud, form).id
            }
            let id = try cloud.launch(request, faults: faults, at: now).id
            return Self.reservation(cloud[id], in: cloud, at: now)
        }
    }

    func describeInstances(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let ids = form.list("InstanceId")
        if !ids.isEmpty, form["MaxResults"] != nil {
            throw form.error(
                "InvalidParameterCombination",
                "The parameter instancesSet cannot be used with the parameter maxResults"
            )
        }
        return try await ec2.ask(form.action) { cloud, now throws(AWSError) in
            let named = try cloud.describeInstances(.ids(ids), at: now)
            let known = ids.isEmpty ? cloud.instances(at: now) : named
            let found = try Listing(form).filter(known, tags: \.tags, facts: Self.facts)
            let (page, next) = try Listing(form).page(of: found)
            let reservations = page.map { Self.reservation(cloud[$0.id], in: cloud, at: now) }
            return [XMLNode("reservationSet", items: reservations)] + next
        }
    }

    func getConsoleOutput(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let id = try form.required("InstanceId")
        let output = try await ec2.consoleOutput(of: id)
        return .known(["instanceId": id, "output": output.map { Base64.encode($0) }])
    }

    func terminateInstances(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        _ = try form.required("InstanceId.1")
        let ids = form.list("InstanceId")
        return try await ec2.act(form.action) { cloud, now throws(AWSError) in
            let before = ids.map { cloud.state(of: $0, at: now) ?? .terminated }
            try cloud.terminate(ids, at: now)
            let items = zip(ids, before).map { id, state in
                [
                    XMLNode("instanceId", text: id),
                    Self.state("currentState", cloud.state(of: id, at: now) ?? .terminated),
                    Self.state("previousState", state),
                ]
            }
            return [XMLNode("instancesSet", items: items)]
        }
    }

    func createTags(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        for name in ["ResourceId.1", "Tag.1.Key"] { _ = try form.required(name) }
        try await ec2.act(form.action) { cloud, _ throws(AWSError) in
            try cloud.addTags(form.tags(), to: form.list("ResourceId"))
        }
        return [.success]
    }

    private static var facts: KeyValuePairs<String, (InstanceDescription) -> String?> {
        [
            "availability-zone": \.zone, "client-token": \.clientToken, "image-id": \.imageID, "instance-id": \.id,
            "instance-state-name": \.state.rawValue, "instance-type": \.type, "ip-address": \.publicAddress,
            "placement-group-id": \.placementGroupID, "private-ip-address": \.privateAddress, "subnet-id": \.subnetID,
        ]
    }
}

extension RunInstance {
    /// Reads what `RunInstances` asks for, as EC2 takes it where it is not said.
    ///
    /// - Parameters:
    ///   - anonymous: the token of a launch without one.
    ///   - placementGroup: finds the id of the placement group of a name.
    init(
        _ form: ReceivedForm,
        anonymous: String,
        placementGroup: (String) throws(AWSError) -> String
    ) throws(AWSError) {
        guard let script = Base64.decode(form["UserData"] ?? "") else {
            throw form.error("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.")
        }
        var group = form["Placement.GroupId"]
        if group == nil, let name = form["Placement.GroupName"] { group = try placementGroup(name) }
        // What an instance gets of the network may also be said of its first interface.
        let interface = "NetworkInterface.1."
        self.init(
            clientToken: form["ClientToken"] ?? anonymous,
            type: form["InstanceType"] ?? "m1.small",
            imageID: try form.required("ImageId"),
            subnetID: form["SubnetId"] ?? form[interface + "SubnetId"] ?? "subnet-simulated",
            placementGroupID: group,
            securityGroupIDs: form.list("SecurityGroupId") + form.list(interface + "SecurityGroupId"),
            userData: script,
            tags: form.tags(for: "instance"),
            keyName: form["KeyName"]
        )
    }
}

// MARK: - Answers

extension QueryService {
    /// An instance and what it was launched in; EC2 answers so, though every launch here has but one instance.
    static func reservation(_ instance: SimulatedInstance?, in cloud: CloudState, at now: Timestamp) -> [XMLNode] {
        guard let instance else { return [] }
        return [
            XMLNode("reservationId", text: "r" + instance.id.dropFirst()), XMLNode("ownerId", text: account),
            XMLNode("groupSet"), XMLNode("instancesSet", items: [item(instance, in: cloud, at: now)]),
        ]
    }

    private static func item(_ instance: SimulatedInstance, in cloud: CloudState, at now: Timestamp) -> [XMLNode] {
        let description = instance.description(at: now)
        let type = SimulatedCatalog.describe(description.type)
        var nodes: [XMLNode] = .known([
            "instanceId": description.id, "imageId": description.imageID, "instanceType": description.type,
            "keyName": instance.request.keyName, "clientToken": description.clientToken,
            "launchTime": wireTime(instance.launchedAt), "reason": description.stateReason,
            "subnetId": description.subnetID, "vpcId": description.subnetID.map(network(of:)),
            "privateIpAddress": description.privateAddress, "ipAddress": description.publicAddress,
            "architecture": type?.architectures.first, "rootDeviceType": "ebs", "virtualizationType": "hvm",
            "amiLaunchIndex": "0", "enaSupport": "true",
        ])
        nodes.append(state("instanceState", description.state))
        if let reason = description.stateReason {
            let code = reason.split(separator: ":").first.map(String.init)
            nodes.append(XMLNode("stateReason", children: .known(["code": code, "message": reason])))
        }
        let group = cloud.groups.first { $0.id == description.placementGroupID }
        let placement: [XMLNode] = .known([
            "availabilityZone": description.zone, "groupName": group?.name, "groupId": description.placementGroupID,
            "tenancy": "default",
        ])
        nodes.append(XMLNode("placement", children: placement))
        nodes.append(
            XMLNode("groupSet", items: description.state == .terminated ? [] : groups(of: instance, in: cloud))
        )
        nodes.append(.tagSet(description.tags))
        return nodes
    }

    private static func groups(of instance: SimulatedInstance, in cloud: CloudState) -> [[XMLNode]] {
        instance.request.securityGroupIDs.map { id in
            .known(["groupId": id, "groupName": cloud.groups.first { $0.id == id }?.name])
        }
    }

    private static func state(_ name: String, _ state: InstanceState) -> XMLNode {
        let code =
            switch state {
            case .pending: 0
            case .running: 16
            case .shuttingDown: 32
            case .terminated: 48
            case .stopping: 64
            case .stopped: 80
            }
        return XMLNode(name, children: .known(["code": String(code), "name": state.rawValue]))
    }

    /// Whole seconds, as EC2 tells launches.
    private static func wireTime(_ moment: Timestamp) -> String { moment.description.prefix(19) + ".000Z" }
}
