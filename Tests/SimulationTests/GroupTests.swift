import AWS
import Orchestration
import Simulation
import Testing

@Suite struct GroupTests {
    @Test func `a group in use can be deleted once its instances are terminated, not before`() throws {
        try makeCloud().run { cloud in
            let placement = try await cloud.createPlacementGroup(
                CreatePlacementGroup(name: "p", strategy: "precision-time", tags: [:])
            )
            let security = try await cloud.createSecurityGroup(
                CreateSecurityGroup(name: "s", subnetID: "subnet-1", tags: [:])
            )
            let id = try await cloud.runInstance(request(placementGroup: placement, securityGroups: [security])).id
            try await cloud.terminateInstances(ids: [id])
            #expect(cloud.snapshot[id]?.state(at: cloud.executor.now) == .shuttingDown)
            #expect(
                await code { try await cloud.deletePlacementGroup(id: placement) } == "InvalidPlacementGroup.InUse"
            )
            #expect(await code { try await cloud.deleteSecurityGroup(id: security) } == "DependencyViolation")
            try await cloud.wait(.seconds(41))
            try await cloud.deletePlacementGroup(id: placement)
            try await cloud.deleteSecurityGroup(id: security)
            #expect(
                await code { try await cloud.deletePlacementGroup(id: placement) } == "InvalidPlacementGroup.Unknown"
            )
            #expect(await code { try await cloud.deleteSecurityGroup(id: security) } == "InvalidGroup.NotFound")
            #expect(cloud.snapshot.groups.isEmpty)
        }
    }

    @Test func `a name is taken once for each kind of group`() throws {
        try makeCloud().run { cloud in
            let placement = CreatePlacementGroup(name: "same", strategy: "precision-time", tags: [:])
            let security = CreateSecurityGroup(name: "same", subnetID: "subnet-1", tags: [:])
            _ = try await cloud.createPlacementGroup(placement)
            _ = try await cloud.createSecurityGroup(security)
            #expect(
                await code { try await cloud.createPlacementGroup(placement) } == "InvalidPlacementGroup.Duplicate"
            )
            #expect(await code { try await cloud.createSecurityGroup(security) } == "InvalidGroup.Duplicate")
        }
    }

    @Test func `describe calls find groups by id, name and tag after some seconds`() throws {
        try makeCloud(seed: 4).run { cloud in
            let id = try await cloud.createPlacementGroup(
                CreatePlacementGroup(name: "p", strategy: "precision-time", tags: ["run": "run-1"])
            )
            try #require(
                cloud.snapshot.groups.first.map { $0.visibleFrom > cloud.executor.now + .milliseconds(300) } == true
            )
            #expect(
                await code { try await cloud.describePlacementGroups(.ids([id])) } == "InvalidPlacementGroup.Unknown"
            )
            #expect(try await cloud.describePlacementGroups(.name("p")).isEmpty)
            try await cloud.wait(.seconds(4))
            let expected = [
                GroupDescription(id: id, name: "p", strategy: "precision-time", tags: ["run": "run-1"])
            ]
            #expect(try await cloud.describePlacementGroups(.ids([id])) == expected)
            #expect(try await cloud.describePlacementGroups(.name("p")) == expected)
            #expect(try await cloud.describePlacementGroups(.tagKey("run")) == expected)
            #expect(try await cloud.describePlacementGroups(.name("q")).isEmpty)
            #expect(try await cloud.describeSecurityGroups(.name("p")).isEmpty)
        }
    }

    @Test func `tags are added to whatever has the id, or to nothing`() throws {
        try makeCloud().run { cloud in
            let instance = try await cloud.runInstance(request()).id
            let group = try await cloud.createSecurityGroup(
                CreateSecurityGroup(name: "s", subnetID: "subnet-1", tags: ["a": "1"])
            )
            try await cloud.createTags(ids: [instance, group], tags: ["a": "2"])
            #expect(cloud.snapshot[instance]?.tags == ["run": "run-1", "a": "2"])
            #expect(cloud.snapshot.groups.map(\.tags) == [["a": "2"]])
            #expect(
                await code { try await cloud.createTags(ids: [instance, "i-0"], tags: ["b": "3"]) }
                    == "InvalidID.NotFound"
            )
            #expect(cloud.snapshot[instance]?.tags["b"] == nil)
        }
    }
}
