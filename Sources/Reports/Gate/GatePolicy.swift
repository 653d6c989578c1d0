package import Orchestration
package import YAML

/// What a run must have shown for a gate to open.
///
/// Each case is judged by the first rule that matches it, so exceptions stand before what is general.
package struct GatePolicy: Sendable, Equatable {
    /// The version of the language.
    package static let version = 1
    /// What evidence can be of.
    package static let environments = ["ec2", "hosts", "simulated", "emulated"]

    /// What counts as evidence at all.
    package var evidence = Evidence()
    /// What is demanded of which cases; there is at least one rule.
    package var rules: [Rule]
    /// Whether a case that no rule matches is a reason to stop.
    package var refusesUnmatched = true

    /// The policy of who gives none: every case as its plan expected, all of them observed, on real machines.
    package static let standard = GatePolicy(rules: [Rule(name: "as expected")])

    /// What counts as evidence at all.
    package struct Evidence: Sendable, Equatable {
        /// What it may be of.
        package var environments = ["ec2", "hosts"]
        /// How long ago its last record may have been written; `nil` for any time.
        package var maxAge: Duration?
        /// Whether the run must have lived to its end.
        package var mustBeComplete = true
    }

    /// What is demanded of the cases that match.
    package struct Rule: Sendable, Equatable {
        /// What it is called; no two rules of a policy share a name.
        package var name: String
        /// Which cases it is for.
        package var match = Match()
        /// What was to be observed.
        package var required = Requirement.met
        /// The share of the observed cases that must be good.
        package var minSuccess = 1.0
        /// How many cases may not have been observed.
        package var allowedInconclusive = Allowance.count(0)
        /// Whether observing something else than what the provider declares is bad.
        package var refusesDeclaredMismatch = false
        /// What the figures of each case must be.
        package var thresholds: [GateThreshold] = []
        /// How many cases must have been observed.
        package var minCases = 1
        /// By how much figures may have grown since a baseline.
        package var regressions: [Regression] = []
        /// Where it stands.
        package var mark: YAMLMark?
    }

    /// What was to be observed.
    package enum Requirement: Sendable, Equatable {
        /// What the plan of the run expected.
        case met
        /// One of these verdicts, whatever was expected.
        case verdicts([Verdict])
    }

    /// How many cases may not have been observed.
    package enum Allowance: Sendable, Equatable {
        case count(Int)
        case share(Double)

        func permits(_ count: Int, of all: Int) -> Bool {
            switch self {
            case .count(let most): count <= most
            case .share(let most): all == 0 || Double(count) / Double(all) <= most
            }
        }
    }

    /// By how much a figure may have grown since a baseline, as a share of what it was.
    package struct Regression: Sendable, Equatable {
        package let figure: GateFigure
        package let allowed: Double
    }

    /// Whether it can only be followed with a baseline.
    package var needsBaseline: Bool { rules.contains { !$0.regressions.isEmpty } }
}

/// A share in words, such as `95%`.
func percent(_ share: Double) -> String { GateUnit.percent.words(for: share) }
