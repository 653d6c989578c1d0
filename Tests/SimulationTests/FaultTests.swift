import AWS
import Orchestration
import PTP
import Simulation
import Testing

@Suite struct FaultTests {
    @Test(arguments: [
        (CallFault.throttled, "RequestLimitExceeded" as String?, 0), (.serverFault, "InternalError", 0),
        (.lostBefore, AWSError.lostResponse, 0), (.lostAfter, AWSError.lostResponse, 1),
        (.capacity, "InsufficientInstanceCapacity", 0), (.quota, "VcpuLimitExceeded", 0),
        (.permission, "UnauthorizedOperation", 0), (.slow(.seconds(9)), nil, 1),
    ])
    func `a fault of a launch has its code and its effect`(fault: CallFault, expected: String?, made: Int) throws {
        try makeCloud(faults: FaultSchedule(calls: [1: fault])).run { cloud in
            #expect(await code { try await cloud.runInstance(request()) } == expected)
            #expect(cloud.snapshot.instances.count == made)
            _ = try await cloud.runInstance(request())
            #expect(cloud.snapshot.instances.count == 1)
            #expect(cloud.calls.map(\.error) == [expected, nil])
        }
    }

    @Test func `a slow call takes longer`() throws {
        let slow = try makeCloud(faults: FaultSchedule(calls: [1: .slow(.seconds(9))])).run { cloud in
            _ = try await cloud.describeInstanceTypes([])
            return cloud.executor.now - noon
        }
        let usual = try makeCloud().run { cloud in
            _ = try await cloud.describeInstanceTypes([])
            return cloud.executor.now - noon
        }
        #expect(slow == usual + .seconds(9))
        #expect((0.020...0.120).contains(usual.inSeconds))
    }

    @Test func `capacity and quota mean nothing to other calls`() throws {
        try makeCloud(faults: FaultSchedule(calls: [1: .capacity, 2: .quota])).run { cloud in
            let types = try await cloud.describeInstanceTypes(["c7i.large"])
            let instances = try await cloud.describeInstances(.tagKey("run"))
            #expect(types.count == 1 && instances.isEmpty)
        }
    }

    @Test func `a launch whose answer was lost is found by its token`() throws {
        try makeCloud(faults: FaultSchedule(calls: [1: .lostAfter])).run { cloud in
            #expect(await code { try await cloud.runInstance(request()) } == AWSError.lostResponse)
            try await cloud.wait(.seconds(4))
            #expect(try await cloud.describeInstances(.clientToken("token-1")).count == 1)
        }
    }

    @Test func `a cancelled launch may have taken effect all the same`() throws {
        var made: Set<Int> = []
        for delay in stride(from: 0, to: 130, by: 5) {
            let cloud = makeCloud()
            let outcome = try cloud.run { cloud in
                try await cancelled(after: .milliseconds(delay), in: cloud) {
                    await code { try await cloud.runInstance(request()) }
                }
            }
            #expect(outcome == .some(nil) || outcome == AWSError.lostResponse)
            made.insert(cloud.snapshot.instances.count)
        }
        #expect(made == [0, 1])
    }

    @Test func `an instance that dies while booting says so`() throws {
        try makeCloud(faults: FaultSchedule(launches: [1: .diesWhileBooting])).run { cloud in
            let id = try await cloud.runInstance(request()).id
            try await cloud.wait(.seconds(60))
            let instance = try #require(try await cloud.describe(id))
            #expect(instance.state == .terminated)
            #expect(instance.stateReason == "Server.InternalError: Internal error on launch")
        }
    }

    @Test(arguments: [
        (FaultSchedule.DeathPoint.beforeCreating(2), 1), (.afterCreating(2), 2),
    ])
    func `a process dies at a call that creates and does nothing more`(death: FaultSchedule.DeathPoint, made: Int)
        throws
    {
        try makeCloud(faults: FaultSchedule(death: death)).run { cloud in
            _ = try await cloud.runInstance(request("a"))
            _ = try await cloud.describeInstances(.tagKey("run"))
            #expect(await code { try await cloud.runInstance(request("b")) } == SimulatedEC2.processDied)
            #expect(cloud.executor.hasDied)
            #expect(await code { try await cloud.runInstance(request("c")) } == SimulatedEC2.processDied)
            #expect(await code { try await cloud.describeInstances(.tagKey("run")) } == SimulatedEC2.processDied)
            #expect(cloud.snapshot.instances.count == made)
        }
    }

    @Test func `random schedules come from the seed, and their smaller ones are smaller`() {
        func make(_ seed: UInt64) -> FaultSchedule {
            var generator = SeededGenerator(seed: seed)
            return FaultSchedule.random(using: &generator, size: 8)
        }
        func size(_ schedule: FaultSchedule) -> Int {
            schedule.calls.count + schedule.launches.count + (schedule.death == nil ? 0 : 1)
        }
        for seed in 0..<200 as Range<UInt64> {
            let schedule = make(seed)
            #expect(schedule == make(seed))
            #expect(size(schedule) <= 9)
            #expect(schedule.smaller.allSatisfy { size($0) < size(schedule) })
            #expect(schedule.smaller.isEmpty == (size(schedule) == 0))
        }
        #expect(Set((0..<200).map { make($0).description }).count > 100)
        #expect(
            FaultSchedule(calls: [2: .throttled], death: .afterRecord(3)).description
                == "call 2: throttled; death after record 3"
        )
    }
}
