import AWS
import Orchestration
import Simulation
import Testing

@Suite struct InstanceLifeTests {
    @Test func `an instance is pending, running, shutting down and terminated in that order`() throws {
        let states = try makeCloud().run { cloud in
            let id = try await cloud.runInstance(request()).id
            var seen: [InstanceState] = []
            func look() throws {
                let state = try #require(cloud.snapshot[id]).state(at: cloud.executor.now)
                if seen.last != state { seen.append(state) }
            }
            for second in 0..<90 {
                try look()
                if second == 20 { try await cloud.terminateInstances(ids: [id]) }
                try await cloud.wait(.seconds(1))
            }
            try look()
            return seen
        }
        #expect(states == [.pending, .running, .shuttingDown, .terminated])
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `booting and shutting down take as long as promised`(seed: UInt64) throws {
        let instance = try makeCloud(seed: seed).run { cloud in
            let id = try await cloud.runInstance(request()).id
            try await cloud.terminateInstances(ids: [id])
            return try #require(cloud.snapshot[id])
        }
        let ending = try #require(instance.toldToEnd)
        #expect((3.0...12.0).contains((instance.runningAt - instance.launchedAt).inSeconds))
        #expect((2.0...10.0).contains((instance.reachableFrom - instance.runningAt).inSeconds))
        #expect((5.0...40.0).contains((ending.until - ending.since).inSeconds))
        #expect((0.0...4.0).contains((instance.visibleFrom - instance.launchedAt).inSeconds))
    }

    @Test func `describe calls do not know an instance at first, by id, token or tag`() throws {
        try makeCloud(seed: 6).run { cloud in
            let id = try await cloud.runInstance(request()).id
            let instance = try #require(cloud.snapshot[id])
            try #require(instance.visibleFrom > cloud.executor.now + .milliseconds(500))
            #expect(await code { try await cloud.describe(id) } == "InvalidInstanceID.NotFound")
            #expect(try await cloud.describeInstances(.clientToken("token-1")).isEmpty)
            #expect(try await cloud.describeInstances(.tagKey("run")).isEmpty)
            try await cloud.wait(.seconds(4))
            #expect(try await cloud.describe(id)?.id == id)
            #expect(try await cloud.describeInstances(.clientToken("token-1")).map(\.id) == [id])
            #expect(try await cloud.describeInstances(.tagKey("run")).map(\.id) == [id])
            #expect(try await cloud.describeInstances(.tagKey("other")).isEmpty)
        }
    }

    @Test func `a terminated instance keeps its tags, loses its place, and is forgotten after an hour`() throws {
        try makeCloud().run { cloud in
            let id = try await cloud.launchPrecisely().id
            try await cloud.wait(.seconds(30))
            let before = try #require(try await cloud.describe(id))
            #expect(before.state == .running)
            #expect(before.zone != nil && before.privateAddress != nil && before.publicAddress != nil)
            #expect(before.subnetID == "subnet-1" && before.placementGroupID != nil)
            try await cloud.terminateInstances(ids: [id])
            try await cloud.wait(.seconds(60))
            let after = try #require(try await cloud.describe(id))
            #expect(after.state == .terminated)
            #expect(after.stateReason == "Client.UserInitiatedShutdown: User initiated shutdown")
            #expect(after.tags == ["run": "run-1"] && after.clientToken == "token-1")
            #expect(after.zone == nil && after.privateAddress == nil && after.publicAddress == nil)
            #expect(after.subnetID == nil && after.placementGroupID == nil)
            try await cloud.terminateInstances(ids: [id])
            try await cloud.wait(.seconds(3600))
            #expect(await code { try await cloud.describe(id) } == "InvalidInstanceID.NotFound")
            #expect(await code { try await cloud.terminateInstances(ids: [id]) } == "InvalidInstanceID.NotFound")
        }
    }

    @Test func `the same token gives the same instance, also after its end, and refuses other parameters`() throws {
        try makeCloud().run { cloud in
            let id = try await cloud.runInstance(request()).id
            #expect(try await cloud.runInstance(request()).id == id)
            #expect(
                await code { try await cloud.runInstance(request(type: "m7g.medium")) } == "IdempotentParameterMismatch"
            )
            try await cloud.terminateInstances(ids: [id])
            try await cloud.wait(.seconds(60))
            let again = try await cloud.runInstance(request())
            #expect(again.id == id && again.state == .terminated)
            #expect(try await cloud.runInstance(request("token-2")).id != id)
            #expect(cloud.snapshot.instances.count == 2)
        }
    }

    @Test func `an instance ends itself at its expiry, counted from when it runs`() throws {
        try makeCloud().run { cloud in
            let id = try await cloud.runInstance(request(minutes: 10)).id
            let instance = try #require(cloud.snapshot[id])
            let expiry = instance.runningAt + .minutes(10)
            #expect(instance.expiresAt == expiry)
            #expect(instance.state(at: expiry + .nanoseconds(-1)) == .running)
            #expect(instance.state(at: expiry) == .shuttingDown)
            #expect(instance.state(at: expiry + .seconds(40)) == .terminated)
            #expect(instance.ending(at: expiry)?.reason.hasPrefix("Client.InstanceInitiatedShutdown") == true)
        }
    }

    @Test func `leftovers are what runs and is ours`() throws {
        let cloud = makeCloud { state in
            _ = state.addForeignInstance(tags: ["run": "run-1"], at: noon)
        }
        try cloud.run { cloud in
            let first = try await cloud.runInstance(request("a")).id
            let other = try await cloud.runInstance(request("b", tags: ["run": "run-2"])).id
            let now = cloud.executor.now
            #expect(cloud.snapshot.leftovers(at: now) == [first, other])
            #expect(cloud.snapshot.leftovers(ofRun: "run-2", at: now) == [other])
            try await cloud.terminateInstances(ids: [first])
            #expect(cloud.snapshot.leftovers(at: cloud.executor.now) == [other])
        }
    }

    @Test(arguments: [
        ("c7i.large", true as Bool?, "x86_64"), ("m7g.medium", true, "arm64"), ("c7gd.metal", true, "arm64"),
        ("t3.micro", false, "x86_64"), ("t4g.nano", false, "arm64"), ("a1.large", nil, "arm64"),
        ("g4dn.12xlarge", nil, "x86_64"), ("gr6.4xlarge", nil, "x86_64"), ("m7i-flex.large", nil, "x86_64"),
        ("x2gd.metal-24xl", nil, "arm64"),
    ])
    func `the catalog knows what a type is`(name: String, declared: Bool?, architecture: String) throws {
        let type = try #require(SimulatedCatalog.describe(name))
        #expect(type.declaresHardwareClock == declared)
        #expect(type.architectures == [architecture])
    }

    @Test(arguments: [
        "", "c7i", "c7i.", ".large", "c7i.huge", "C7i.large", "c7i.large.2", "large", "c.large", "c7i.xl",
    ])
    func `the catalog does not know malformed types`(name: String) {
        #expect(SimulatedCatalog.describe(name) == nil)
    }

    @Test func `a launch of an impossible type, image or group is refused`() throws {
        try makeCloud().run { cloud in
            #expect(await code { try await cloud.runInstance(request(type: "c7i.huge")) } == "InvalidParameterValue")
            #expect(
                await code { try await cloud.runInstance(request(placementGroup: "pg-0")) }
                    == "InvalidPlacementGroup.Unknown"
            )
            #expect(
                await code { try await cloud.runInstance(request(securityGroups: ["sg-0"])) } == "InvalidGroup.NotFound"
            )
            let image = try await cloud.latestImage(architecture: "arm64")
            let mismatch = RunInstance(
                clientToken: "t",
                type: "c7i.large",
                imageID: image,
                subnetID: "subnet-1",
                placementGroupID: nil,
                securityGroupIDs: [],
                userData: "",
                tags: [:]
            )
            #expect(await code { try await cloud.runInstance(mismatch) } == "InvalidParameterValue")
            #expect(cloud.snapshot.instances.isEmpty)
        }
    }
}
