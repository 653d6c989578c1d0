import AWS
import PTPVerify
import Testing

/// What is said of groups that were given.
@Suite struct GroupCheckTests {
    private static func placement(_ strategy: String, state: String = "available", parent: String? = nil)
        -> GroupDescription
    {
        var group = GroupDescription(id: "pg-1", name: "mine", strategy: strategy, tags: [:])
        group.state = state
        group.parentID = parent
        return group
    }

    @Test(arguments: ["mine", "pg-1"]) func `a placement group is found by name and by id`(given: String) {
        let check = PlacementGroupCheck(given, [Self.placement("precision-time")])
        #expect(check.id == "pg-1" && check.findings.map(\.level) == [.ok])
        #expect(PlacementGroupCheck.filter(for: given) == (given == "mine" ? .name("mine") : .ids(["pg-1"])))
    }

    @Test(arguments: [
        (placement("cluster", parent: "pg-9"), PreflightFinding.Level.ok), (placement("cluster"), .warning),
        (placement("partition"), .warning), (placement("spread"), .warning),
    ])
    func `a placement group without the clock is a warning`(group: GroupDescription, level: PreflightFinding.Level) {
        let check = PlacementGroupCheck("mine", [group])
        #expect(check.id == "pg-1" && check.findings.map(\.level) == [level])
    }

    @Test func `a placement group that is not there, or going, gives no id`() {
        #expect(PlacementGroupCheck("other", [Self.placement("precision-time")]).id == nil)
        let check = PlacementGroupCheck("mine", [Self.placement("precision-time", state: "deleting")])
        #expect(check.id == nil && check.findings.map(\.level) == [.problem])
    }

    private static func security(_ id: String, from sources: [String], in network: String = "vpc-1") -> GroupDescription
    {
        var group = GroupDescription(id: id, name: id, tags: [:])
        group.networkID = network
        group.sshSources = sources
        return group
    }

    @Test(arguments: [
        ([security("sg-1", from: ["192.0.2.0/24"])], [PreflightFinding.Level.ok]),
        ([security("sg-1", from: ["0.0.0.0/0"])], [.warning]), ([security("sg-1", from: ["::/0"])], [.warning]),
        ([security("sg-1", from: [])], [.ok, .problem]),
        ([security("sg-1", from: []), security("sg-2", from: ["sg-1"])], [.ok, .ok]),
        ([security("sg-1", from: ["192.0.2.0/24"], in: "vpc-2")], [.problem]),
    ])
    func `security groups must fit, and let somebody in`(groups: [GroupDescription], levels: [PreflightFinding.Level]) {
        let check = SecurityGroupCheck(groups.map(\.id), groups, networks: ["vpc-1"], port: 22)
        #expect(check.findings.map(\.level) == levels)
    }

    @Test func `a security group that is not there is a problem, and other ports are not looked at`() {
        #expect(SecurityGroupCheck(["sg-9"], [], networks: [], port: 22).findings.map(\.level) == [.problem])
        let group = Self.security("sg-1", from: [])
        let check = SecurityGroupCheck(["sg-1"], [group], networks: [], port: 2222)
        #expect(check.findings.map(\.level) == [.ok, .warning])
    }
}
