package import Files
package import Orchestration
import Simulation

/// The simulated cloud that a configuration asks for: fresh from its seed, or as the last process left it in a file.
package struct SimulatedCloud: Sendable {
    /// When time begins in a fresh cloud.
    ///
    /// Always the same, because the same seed gives the same journal.
    private static let epoch = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    /// The fleet in that cloud.
    package let fleet: SimulatedFleet
    /// The name of a run that starts now.
    package let runID: String

    /// Takes the cloud for one run: two at once would overwrite each other's changes.
    ///
    /// - Returns: what holds the cloud as long as it lives; nothing for a cloud in memory.
    package static func lock(_ configuration: Configuration) throws -> AppendOnlyFile? {
        guard let state = configuration.simulationState.value else { return nil }
        do {
            return try AppendOnlyFile("\(state).lock")
        } catch is AppendOnlyFile.InUse {
            throw RunError(
                .configuration,
                attempt: "run on the simulated cloud \(state)",
                happened: "another living run works on it",
                next: "Wait for it, stop it, or name another simulation_state."
            )
        }
    }

    /// The cloud of a configuration for others to use: they live in real time, and so must it, at any pace.
    package init(servedAs configuration: Configuration) throws {
        var configuration = configuration
        if configuration.simulationPace.value == 0 { configuration.simulationPace = Setting(1) }
        try self.init(configuration)
    }

    /// The cloud of a configuration; with `notBefore`, its time goes on from there if it is not that late yet.
    package init(_ configuration: Configuration, notBefore: Timestamp? = nil) throws {
        let seed = configuration.seed.value
        let file = configuration.simulationState.value.map { StateFile($0) }
        let cloud = try file?.read() ?? CloudState(seed: seed, time: Self.epoch)
        let start = max(cloud.time, notBefore ?? cloud.time)
        let executor = DeterministicExecutor(seed: seed, start: start, pace: configuration.simulationPace.value)
        fleet = SimulatedFleet(SimulatedEC2(cloud, on: executor, file: file), configuration)
        // The cloud's time moves with every change of the cloud, so one run after another never shares a name.
        runID = "sim-\(cloud.time.description.filter { $0 != ":" && $0 != "-" })-\(seed)"
    }
}
