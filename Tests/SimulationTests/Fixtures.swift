import AWS
import Orchestration
import PTP
import Shell
import Simulation

/// Noon of a day long ago.
let noon = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

/// A cloud in a world of its own.
func makeCloud(
    seed: UInt64 = 1,
    faults: FaultSchedule = FaultSchedule(),
    file: StateFile? = nil,
    foreign prepare: (inout CloudState) -> Void = { _ in }
) -> SimulatedEC2 {
    var state = CloudState(seed: seed, time: noon)
    prepare(&state)
    let executor = DeterministicExecutor(seed: seed, start: noon)
    return SimulatedEC2(state, on: executor, faults: faults, file: file, isLogging: true)
}

/// Asks for an instance that differs from others by its token.
func request(
    _ token: String = "token-1",
    type: String = "c7i.large",
    placementGroup: String? = nil,
    securityGroups: [String] = [],
    minutes: Int = 120,
    tags: [String: String] = ["run": "run-1"]
) -> RunInstance {
    RunInstance(
        clientToken: token,
        type: type,
        imageID: "ami-1",
        subnetID: "subnet-1",
        placementGroupID: placementGroup,
        securityGroupIDs: securityGroups,
        userData: UserData(minutesToLive: minutes).text,
        tags: tags
    )
}

extension SimulatedEC2 {
    /// Runs `operation` in this cloud's world.
    func run<Result: Sendable>(_ operation: @escaping @Sendable (SimulatedEC2) async throws -> Result) throws -> Result
    {
        try executor.run { () async -> Swift.Result<Result, any Error> in
            do { return .success(try await operation(self)) } catch { return .failure(error) }
        }.get()
    }

    /// Lets time pass.
    func wait(_ duration: Duration) async throws { try await executor.sleep(for: duration) }

    /// What describe calls say of one instance.
    func describe(_ id: String) async throws -> InstanceDescription? {
        try await describeInstances(.ids([id])).first
    }

    /// Launches an instance into a `precision-time` group.
    func launchPrecisely(_ token: String = "token-1", type: String = "c7i.large") async throws -> InstanceDescription {
        let group = try await createPlacementGroup(
            CreatePlacementGroup(name: "group-\(token)", strategy: "precision-time", tags: [:])
        )
        return try await runInstance(request(token, type: type, placementGroup: group))
    }
}

/// The code of the error that `operation` ends with.
func code(of operation: () async throws -> some Any) async -> String? {
    do {
        _ = try await operation()
        return nil
    } catch {
        return (error as? AWSError)?.code ?? (error as? ShellError)?.kind.rawValue ?? "\(error)"
    }
}

/// What `operation` comes to when it is cancelled in the middle.
func cancelled<Result: Sendable>(
    after delay: Duration,
    in cloud: SimulatedEC2,
    _ operation: @escaping @Sendable () async -> Result
) async throws -> Result? {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { await operation() }
        try await cloud.wait(delay)
        group.cancelAll()
        return try await group.next()
    }
}

/// Where an instance's SSH server is.
func endpoint(_ instance: InstanceDescription) -> ShellEndpoint {
    ShellEndpoint(host: instance.privateAddress ?? "", port: 22, user: "ec2-user")
}
