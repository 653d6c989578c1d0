import AWS
import Orchestration

// MARK: - Placement groups

extension QueryService {
    private static let strategies = ["cluster", "partition", "precision-time", "spread"]

    func createPlacementGroup(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let name = try form.required("GroupName")
        let strategy = form["Strategy"] ?? "cluster"
        guard Self.strategies.contains(strategy) else {
            throw form.error("InvalidParameterValue", "Value (\(strategy)) for parameter strategy is invalid.")
        }
        let tags = form.tags(for: "placement-group")
        let group = try await create(.placement, name, strategy, tags, form)
        return [.success, XMLNode("placementGroup", children: Self.item(group))]
    }

    func describePlacementGroups(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let facts: KeyValuePairs<String, (SimulatedGroup) -> String?> = [
            "group-name": \.name, "group-arn": Self.arn, "state": { _ in "available" }, "strategy": \.setting,
        ]
        let groups = try await describe(.placement, facts, form)
        return [XMLNode("placementGroupSet", items: groups.map(Self.item))]
    }

    /// EC2 takes nothing but the name.
    func deletePlacementGroup(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let name = try form.required("GroupName")
        try await ec2.act(form.action) { cloud, now throws(AWSError) in
            let group = try Self.placementGroup(named: name, in: cloud, form)
            try cloud.deleteGroup(.placement, id: group.id, at: now)
        }
        return [.success]
    }

    static func placementGroup(
        named name: String,
        in cloud: CloudState,
        _ form: ReceivedForm
    ) throws(AWSError) -> SimulatedGroup {
        guard let group = cloud.groups.first(where: { $0.kind == .placement && $0.name == name }) else {
            throw cloud.unknownGroup(.placement, name, action: form.action)
        }
        return group
    }

    private static func arn(_ group: SimulatedGroup) -> String? {
        "arn:aws:ec2:us-east-1:\(account):placement-group/\(group.name)"
    }

    private static func item(_ group: SimulatedGroup) -> [XMLNode] {
        .known([
            "groupId": group.id, "groupName": group.name, "groupArn": arn(group), "strategy": group.setting,
            "state": "available",
        ]) + [.tagSet(group.tags)]
    }
}

// MARK: - Security groups

extension QueryService {
    func createSecurityGroup(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let name = try form.required("GroupName")
        _ = try form.required("GroupDescription")
        let tags = form.tags(for: "security-group")
        let group = try await create(.security, name, form["VpcId"] ?? Self.defaultNetwork, tags, form)
        return [.success, XMLNode("groupId", text: group.id), .tagSet(group.tags)]
    }

    /// The rules are looked at, but not kept: nothing of the simulated network depends on them.
    func authorizeIngress(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let id = try form.required("GroupId")
        _ = try form.required("IpPermissions.1.IpProtocol")
        try await ec2.act(form.action) { cloud, _ throws(AWSError) in
            guard cloud.groups.contains(where: { $0.kind == .security && $0.id == id }) else {
                throw cloud.unknownGroup(.security, id, action: form.action)
            }
        }
        return [.success]
    }

    func describeSecurityGroups(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let facts: KeyValuePairs<String, (SimulatedGroup) -> String?> = [
            "group-id": \.id, "group-name": \.name, "vpc-id": { Self.network(of: $0.setting) },
        ]
        let (page, next) = try Listing(form).page(of: try await describe(.security, facts, form))
        let items = page.map { group -> [XMLNode] in
            .known([
                "groupId": group.id, "groupName": group.name, "groupDescription": group.name,
                "ownerId": Self.account, "vpcId": Self.network(of: group.setting),
            ]) + [XMLNode("ipPermissions"), XMLNode("ipPermissionsEgress"), .tagSet(group.tags)]
        }
        return [XMLNode("securityGroupInfo", items: items)] + next
    }

    func deleteSecurityGroup(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        let id = try form.required("GroupId")
        try await ec2.act(form.action) { cloud, now throws(AWSError) in
            try cloud.deleteGroup(.security, id: id, at: now)
        }
        return [.success]
    }
}

// MARK: - Both

extension QueryService {
    private func create(
        _ kind: SimulatedGroup.Kind,
        _ name: String,
        _ setting: String,
        _ tags: [String: String],
        _ form: ReceivedForm
    ) async throws(AWSError) -> SimulatedGroup {
        try await ec2.act(form.action, creates: true) { cloud, now throws(AWSError) in
            let id = try cloud.makeGroup(kind, name: name, setting: setting, tags: tags, at: now)
            guard let group = cloud.groups.last(where: { $0.id == id }) else {
                throw cloud.unknownGroup(kind, id, action: form.action)
            }
            return group
        }
    }

    private func describe(
        _ kind: SimulatedGroup.Kind,
        _ facts: KeyValuePairs<String, (SimulatedGroup) -> String?>,
        _ form: ReceivedForm
    ) async throws(AWSError) -> [SimulatedGroup] {
        let (ids, names) = (form.list("GroupId"), form.list("GroupName"))
        return try await ec2.ask(form.action) { cloud, now throws(AWSError) in
            let visible = cloud.groups.filter { $0.kind == kind && $0.visibleFrom <= now }
            var named: [SimulatedGroup] = []
            for name in ids + names {
                guard let group = visible.first(where: { $0.id == name || $0.name == name }) else {
                    throw cloud.unknownGroup(kind, name, action: form.action)
                }
                named.append(group)
            }
            return try Listing(form).filter(ids.isEmpty && names.isEmpty ? visible : named, tags: \.tags, facts: facts)
        }
    }
}
