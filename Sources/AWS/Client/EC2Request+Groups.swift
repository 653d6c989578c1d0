extension EC2Request {
    // MARK: Placement groups

    /// Makes a placement group.
    package static func createPlacementGroup(_ request: CreatePlacementGroup) -> AWSRequest<String> {
        AWSRequest(.createPlacementGroup, about: [request.name]) { form in
            form.add("GroupName", request.name)
            form.add("Strategy", request.strategy)
            form.addTags(request.tags, ofEach: ["placement-group"])
        } makes: {
            [$0]
        } read: { answer throws(UnreadableAnswer) in
            try answer.child("placementGroup").required("groupId")
        }
    }

    /// Asks about placement groups; those just deleted are left out.
    package static func describePlacementGroups(_ filter: ResourceFilter) -> AWSRequest<[GroupDescription]> {
        AWSRequest(.describePlacementGroups, about: filter.ids) { form in
            form.add(filter, idsAs: "GroupId", nameAs: "group-name")
        } read: { answer throws(UnreadableAnswer) in
            try answer.list("placementGroupSet").filter { $0.text("state") != "deleted" }.map(placementGroup)
        }
    }

    private static func placementGroup(_ group: XMLNode) throws(UnreadableAnswer) -> GroupDescription {
        var description = GroupDescription(
            id: try group.required("groupId"),
            name: try group.required("groupName"),
            strategy: group.text("strategy"),
            tags: group.tags
        )
        description.state = group.text("state")
        // The documentation and other clients' models name it differently.
        description.parentID = group.text("parentGroupId") ?? group.text("linkedGroupId")
        return description
    }

    /// Deletes a placement group, for which EC2 takes nothing but its name.
    package static func deletePlacementGroup(name: String, id: String) -> AWSRequest<Void> {
        AWSRequest(.deletePlacementGroup, about: [id]) { $0.add("GroupName", name) }
    }

    // MARK: Security groups

    /// Makes a security group in a network.
    package static func createSecurityGroup(
        _ request: CreateSecurityGroup,
        networkID: String
    ) -> AWSRequest<String> {
        AWSRequest(.createSecurityGroup, about: [request.name, networkID]) { form in
            form.add("GroupName", request.name)
            form.add("GroupDescription", "SSH for ptp-verify, removed when its run is over")
            form.add("VpcId", networkID)
            form.addTags(request.tags, ofEach: ["security-group"])
        } makes: {
            [$0]
        } read: { answer throws(UnreadableAnswer) in
            try answer.required("groupId")
        }
    }

    /// Lets networks in by SSH, which listens on a port.
    package static func authorizeSSH(
        toSecurityGroup id: String,
        from networks: [String],
        port: Int
    ) -> AWSRequest<Void> {
        AWSRequest(.authorizeSecurityGroupIngress, about: [id]) { form in
            form.add("GroupId", id)
            form.add("IpPermissions.1.IpProtocol", "tcp")
            form.add("IpPermissions.1.FromPort", String(port))
            form.add("IpPermissions.1.ToPort", String(port))
            form.addRanges("IpRanges", "CidrIp", networks.filter { !$0.contains(":") })
            form.addRanges("Ipv6Ranges", "CidrIpv6", networks.filter { $0.contains(":") })
        }
    }

    /// Asks about security groups.
    package static func describeSecurityGroups(
        _ filter: ResourceFilter,
        after token: String? = nil
    ) -> AWSRequest<Page<GroupDescription>> {
        AWSRequest(.describeSecurityGroups, about: filter.ids) { form in
            form.add(filter, idsAs: "GroupId", nameAs: "group-name")
            // Ids and pages exclude each other.
            if filter.ids.isEmpty { form.add("MaxResults", String(pageSize)) }
            form.add("NextToken", token)
        } read: { answer throws(UnreadableAnswer) in
            try page(answer, "securityGroupInfo", of: securityGroup)
        }
    }

    private static func securityGroup(_ group: XMLNode) throws(UnreadableAnswer) -> GroupDescription {
        var description = GroupDescription(
            id: try group.required("groupId"),
            name: try group.required("groupName"),
            tags: group.tags
        )
        description.networkID = group.text("vpcId")
        description.sshSources = group.list("ipPermissions").filter(\.concernsSSH).flatMap { permission in
            permission.list("ipRanges").compactMap { $0.text("cidrIp") }
                + permission.list("ipv6Ranges").compactMap { $0.text("cidrIpv6") }
                + permission.list("groups").compactMap { $0.text("groupId") }
                + permission.list("prefixListIds").compactMap { $0.text("prefixListId") }
        }
        return description
    }

    /// Deletes a security group.
    package static func deleteSecurityGroup(id: String) -> AWSRequest<Void> {
        AWSRequest(.deleteSecurityGroup, about: [id]) { $0.add("GroupId", id) }
    }
}

extension XMLNode {
    /// Whether a permission opens port 22 of TCP; `-1` stands for all protocols and ports.
    fileprivate var concernsSSH: Bool {
        let `protocol` = text("ipProtocol")
        if `protocol` == "-1" { return true }
        guard `protocol` == "tcp" || `protocol` == "6" else { return false }
        let first = text("fromPort").flatMap { Int($0) } ?? 0
        let last = text("toPort").flatMap { Int($0) } ?? 65_535
        return first <= 22 && 22 <= last
    }
}

extension QueryForm {
    fileprivate mutating func addRanges(_ list: String, _ member: String, _ networks: [String]) {
        for (index, network) in networks.enumerated() {
            add("IpPermissions.1.\(list).\(index + 1).\(member)", network)
            add("IpPermissions.1.\(list).\(index + 1).Description", "ptp-verify")
        }
    }

    /// Says which things are meant.
    mutating func add(_ filter: ResourceFilter, idsAs ids: String, nameAs name: String) {
        switch filter {
        case .ids(let values): add(ids, values)
        case .name(let value): addFilters([(name, [value])])
        case .clientToken(let token): addFilters([("client-token", [ClientToken.sent(for: token)])])
        case .tagKey(let key): addFilters([("tag-key", [key])])
        }
    }
}

extension ResourceFilter {
    /// The ids, where things are meant by id.
    var ids: [String] {
        guard case .ids(let ids) = self else { return [] }
        return ids
    }

    /// Whether nothing is meant: EC2 would take no ids for all of them.
    var isEmpty: Bool { self == .ids([]) }
}
