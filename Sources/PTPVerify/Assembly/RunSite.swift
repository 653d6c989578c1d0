import Orchestration

/// Where a run takes place: a fleet, and the names that runs and processes have there.
package struct RunSite: Sendable {
    /// What the run launches into.
    package let fleet: Fleet
    /// The name of a run that starts now.
    let runID: String
    /// What the journal calls this process; always the same in a simulation, which is the same every time.
    let processID: Int
    /// What holds the site for one process, as long as it lives.
    let hold: (any Sendable)?

    /// The site that a configuration asks for.
    ///
    /// - Throws: `RunError` when it cannot be had; nothing has changed then.
    init(_ configuration: Configuration) async throws {
        if let missing = configuration.missingProvider { throw missing }
        hold = try SimulatedCloud.lock(configuration)
        let cloud = try SimulatedCloud(configuration)
        fleet = cloud.fleet.fleet
        runID = cloud.runID
        processID = 0
    }
}
