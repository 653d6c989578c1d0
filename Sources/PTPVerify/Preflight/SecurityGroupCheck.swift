package import AWS

/// Judges security groups that were given: whether they are there, fit the subnets, and let SSH in - and not everybody.
package struct SecurityGroupCheck: Sendable {
    /// What there is to say.
    package let findings: [PreflightFinding]

    /// Judges what was found under the ids that were given.
    ///
    /// - Parameters:
    ///   - networks: the networks of the subnets; nothing where they are not known.
    ///   - port: where SSH listens.
    package init(_ given: [String], _ found: [GroupDescription], networks: Set<String>, port: Int) {
        let groups = given.map { id in (id: id, group: found.first { $0.id == id }) }
        var findings = groups.flatMap { id, group in
            guard let group else {
                let remedy = "Check the id and the region, or leave security_group_ids out to have a group made."
                return [PreflightFinding.problem(.securityGroup, id, "there is no such security group", remedy)]
            }
            return Self.judge(group, networks)
        }
        let isComplete = groups.allSatisfy { $0.group != nil }
        if isComplete, !given.isEmpty { findings += Self.entrance(found, given, port) }
        self.findings = findings
    }

    private static func judge(_ group: GroupDescription, _ networks: Set<String>) -> [PreflightFinding] {
        if let network = group.networkID, !networks.isEmpty, !networks.contains(network) {
            let wanted = networks.sorted().joined(separator: ", ")
            let remedy = "Name a security group of \(wanted), or a subnet of \(network)."
            return [.problem(.securityGroup, group.id, "it belongs to \(network), the subnets to \(wanted)", remedy)]
        }
        let open = (group.sshSources ?? []).filter(EntranceCheck.everywhere.contains)
        guard open.isEmpty else {
            let remedy = "Let in only the addresses that you come from."
            let words = "it lets the whole internet (\(open.joined(separator: ", "))) try to log in"
            return [.warning(.securityGroup, group.id, words, remedy)]
        }
        return [.ok(.securityGroup, group.id, "\(group.name) in \(group.networkID ?? "an unknown network")")]
    }

    /// Together they must let somebody in; alone, none of them must.
    private static func entrance(_ found: [GroupDescription], _ given: [String], _ port: Int) -> [PreflightFinding] {
        let subject = given.joined(separator: ",")
        guard port == 22 else {
            let remedy = "Make sure that they let this machine in at port \(port)."
            return [.warning(.securityGroup, subject, "whether they open port \(port) was not looked at", remedy)]
        }
        let known = found.compactMap(\.sshSources)
        guard !known.isEmpty, known.allSatisfy(\.isEmpty) else { return [] }
        let remedy = "Add a rule for this machine's address, or leave security_group_ids out to have a group made."
        return [.problem(.securityGroup, subject, "nobody is let in at port 22, so nobody can log in", remedy)]
    }
}
