package import Orchestration
import Reports

/// The cloud that a run made its things in: what is left is looked for there and nowhere else.
package enum CloudName: Sendable, Equatable {
    /// A simulated cloud that is kept in a file.
    case simulated(state: String)
    /// EC2 in a region of an account.
    case ec2(account: String, region: String)
    /// None: machines that already run.
    case hosts

    static let regionKey = "region"
    static let accountKey = Redaction.accountFact
    private static let stateKey = "simulation_state"

    /// Whether it was in the memory of its process.
    var isInMemory: Bool { self == .simulated(state: Configuration.memoryState) }

    /// The cloud that a plan ran on; `nil` for a plan that does not say.
    package init?(_ plan: RunPlan) { self.init(plan.environment, plan.configuration) }

    /// The cloud that settings and facts name, if they do.
    package init?(_ environment: String, _ values: [RunPlan.EffectiveValue]) {
        let value = { key in values.first { $0.key == key }?.value }
        switch environment {
        case SimulatedFleet.environment:
            guard let state = value(Self.stateKey) else { return nil }
            self = .simulated(state: state)
        case EC2Site.environment:
            guard let account = value(Self.accountKey), let region = value(Self.regionKey) else { return nil }
            self = .ec2(account: account, region: region)
        case HostListProvisioner.provider: self = .hosts
        default: return nil
        }
    }
}

extension CloudName: CustomStringConvertible {
    package var description: String {
        switch self {
        case .simulated(let state): "simulated (\(state))"
        case .ec2(let account, let region): "EC2 in \(region) of account \(account)"
        case .hosts: "hosts, which a sweep looks at where they are named (PTP_HOSTS, --hosts)"
        }
    }
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
            // A cloud in the memory of a process ended with it.
            if theirs?.isInMemory == true, !run.isAlive { continue }
            let place =
                theirs.map { "it ran on another cloud: \($0)" } ?? "its journal does not say on which cloud it ran"
            for entry in run.history.ledger.leaks {
                let what = "\(entry.resource.kind.rawValue) \(entry.state.id ?? entry.resource.token)"
                spared.append(SweepPlan.Spared(runID: run.runID, what: what, reason: place))
            }
        }
    }
}
