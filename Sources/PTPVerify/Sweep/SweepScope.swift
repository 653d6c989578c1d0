package import Orchestration

/// The cloud that a run made its things in: what is left is looked for there and nowhere else.
package struct CloudName: Sendable, Equatable {
    private static let stateKey = "simulation_state"

    private let environment: String
    /// Where a simulated cloud is kept, in the words of the setting.
    private let state: String?

    /// The cloud that a plan ran on; `nil` for a plan that does not say.
    package init?(_ plan: RunPlan) {
        let state = plan.configuration.first { $0.key == Self.stateKey }?.value
        self.init(environment: plan.environment, state: state)
    }

    /// The cloud that a configuration names.
    package init?(_ configuration: Configuration) {
        let state = configuration.effectiveValues.first { $0.key == Self.stateKey }?.value
        self.init(environment: configuration.provider.value.rawValue, state: state)
    }

    private init?(environment: String, state: String?) {
        let isSimulated = environment == SimulatedFleet.environment
        guard !isSimulated || state != nil else { return nil }
        self.environment = environment
        self.state = isSimulated ? state : nil
    }
}

extension CloudName: CustomStringConvertible {
    package var description: String { state.map { "simulated (\($0))" } ?? environment }
}

/// Which runs a sweep of one cloud may look at, and why the others are left alone.
package struct SweepScope: Sendable {
    /// The runs on this cloud.
    package private(set) var runs: [SweepableRun] = []
    /// What may be left of runs elsewhere.
    package private(set) var spared: [SweepPlan.Spared] = []

    /// Sorts runs by their cloud.
    package init(_ all: [SweepableRun], on cloud: CloudName?) {
        for run in all {
            let theirs = run.history.plan.flatMap(CloudName.init)
            if let theirs, theirs == cloud {
                runs.append(run)
                continue
            }
            let place =
                theirs.map { "it ran on another cloud: \($0)" } ?? "its journal does not say on which cloud it ran"
            for entry in run.history.ledger.leaks {
                let what = "\(entry.resource.kind.rawValue) \(entry.state.id ?? entry.resource.token)"
                spared.append(SweepPlan.Spared(runID: run.runID, what: what, reason: place))
            }
        }
    }
}
