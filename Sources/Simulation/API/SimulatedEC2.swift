package import AWS
package import Orchestration
import Synchronization

/// EC2 as a simulation: one cloud, whose time and chance are those of the executor that the run lives in.
package final class SimulatedEC2: Sendable {
    private struct World {
        var cloud: CloudState
        var calls = 0
        var creations = 0
        var log: [CallRecord] = []
    }

    /// One call, for tests that want to know what was asked.
    package struct CallRecord: Sendable, Equatable {
        /// Its number, counted from 1.
        package let number: Int
        /// What was called.
        package let action: String
        /// When it ended.
        package let moment: Timestamp
        /// The error's code; `nil` when it succeeded.
        package let error: String?
    }

    /// Our code for calls of a process that has died.
    package static let processDied = "ptp-verify.ProcessDied"
    /// Our code for a cloud whose state could not be kept.
    package static let stateNotKept = "ptp-verify.StateNotKept"

    /// The world that the cloud is in.
    package let executor: DeterministicExecutor
    private let faults: FaultSchedule
    private let file: StateFile?
    private let isLogging: Bool
    private let chance: Chance
    private let world: Mutex<World>

    /// A cloud in a given state.
    ///
    /// - Parameters:
    ///   - file: where to keep the state after every change, for a later process.
    ///   - isLogging: whether `calls` is kept.
    package init(
        _ cloud: CloudState,
        on executor: DeterministicExecutor,
        faults: FaultSchedule = FaultSchedule(),
        file: StateFile? = nil,
        isLogging: Bool = false
    ) {
        self.executor = executor
        self.faults = faults
        self.file = file
        self.isLogging = isLogging
        chance = cloud.chance
        world = Mutex(World(cloud: cloud))
    }

    /// Everything that there is.
    package var snapshot: CloudState { world.withLock(\.cloud) }

    /// The calls so far, if they are logged.
    package var calls: [CallRecord] { world.withLock(\.log) }

    /// The faults that await launches.
    var launchFaults: [Int: LaunchFault] { faults.launches }

    /// Counts a command that an instance is asked to run; not worth keeping for a later process.
    func begin(on id: String) -> SimulatedInstance? {
        world.withLock { world in
            world.cloud.update(id) { instance in
                instance.commands += 1
                return instance
            }
        }
    }

    /// Looks at the cloud as it is.
    func look<Answer: Sendable>(_ question: (CloudState) -> Answer) -> Answer { world.withLock { question($0.cloud) } }

    /// Changes the cloud and keeps its state; what cannot be kept has not happened.
    package func change<Answer: Sendable>(
        _ action: String,
        _ effect: (inout CloudState, Timestamp) throws(AWSError) -> Answer
    ) throws(AWSError) -> Answer {
        try world.withLock { world throws(AWSError) in
            let now = executor.now
            guard let file else {
                let answer = try effect(&world.cloud, now)
                world.cloud.time = max(now, world.cloud.time)
                return answer
            }
            var next = world.cloud
            let answer = try effect(&next, now)
            next.time = max(now, next.time)
            do {
                try file.write(next)
            } catch {
                throw AWSError(code: Self.stateNotKept, message: "\(error)", action: action)
            }
            world.cloud = next
            return answer
        }
    }
}

// MARK: - The way of every call

extension SimulatedEC2 {
    /// A call that only asks.
    func ask<Answer: Sendable>(
        _ action: String,
        _ question: (CloudState, Timestamp) throws(AWSError) -> Answer
    ) async throws(AWSError) -> Answer {
        try await call(action, creates: false) { () throws(AWSError) in
            try world.withLock { world throws(AWSError) in try question(world.cloud, executor.now) }
        }
    }

    /// A call that changes something.
    func act<Answer: Sendable>(
        _ action: String,
        creates: Bool = false,
        _ effect: (inout CloudState, Timestamp) throws(AWSError) -> Answer
    ) async throws(AWSError) -> Answer {
        try await call(action, creates: creates) { () throws(AWSError) in try change(action, effect) }
    }

    /// Counts the call, and notes what came of it.
    private func call<Answer: Sendable>(
        _ action: String,
        creates: Bool,
        _ effect: () throws(AWSError) -> Answer
    ) async throws(AWSError) -> Answer {
        let (number, creation) = world.withLock { world in
            world.calls += 1
            if creates { world.creations += 1 }
            return (world.calls, creates ? world.creations : nil)
        }
        do throws(AWSError) {
            let answer = try await deliver(action, number, creation, effect)
            note(number, action, nil)
            return answer
        } catch {
            note(number, action, error)
            throw error
        }
    }

    /// There, its effect, and back again.
    ///
    /// Only what creates takes time on the way back, so that a caller who does not wait for the answer has made
    /// something that it does not know of; for other calls a timer less is time saved.
    @inline(__always)
    private func deliver<Answer: Sendable>(
        _ action: String,
        _ number: Int,
        _ creation: Int?,
        _ effect: () throws(AWSError) -> Answer
    ) async throws(AWSError) -> Answer {
        let fault = faults.calls[number]
        let latency = chance.milliseconds(.latency, Int64(number), in: creation == nil ? 20...120 : 10...60)
        try await travel(latency + (fault?.delay ?? .zero), action)
        if let creation, faults.death == .beforeCreating(creation) { executor.die() }
        try checkAlive(action)
        if let refusal = fault?.refusal(of: action) { throw refusal }
        let answer = try effect()
        if let creation {
            if faults.death == .afterCreating(creation) { executor.die() }
            try await travel(latency, action)
            try checkAlive(action)
        }
        if fault == .lostAfter, let fault { throw fault.lost(action) }
        return answer
    }

    @inline(__always)
    private func travel(_ latency: Duration, _ action: String) async throws(AWSError) {
        do {
            try await executor.sleep(for: latency)
        } catch {
            try checkAlive(action)
            throw AWSError(
                code: AWSError.lostResponse,
                message: "the call was cancelled before an answer came",
                action: action
            )
        }
    }

    private func checkAlive(_ action: String) throws(AWSError) {
        guard executor.hasDied else { return }
        throw AWSError(code: Self.processDied, message: "the simulated process has died", action: action)
    }

    private func note(_ number: Int, _ action: String, _ error: AWSError?) {
        guard isLogging else { return }
        let record = CallRecord(number: number, action: action, moment: executor.now, error: error?.code)
        world.withLock { $0.log.append(record) }
    }
}
