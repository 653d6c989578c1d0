package import Orchestration

/// Whether a gate opens, and every reason for that.
package struct GateDecision: Sendable, Equatable {
    /// What it comes to.
    package enum Outcome: String, Sendable, CaseIterable {
        case pass
        case fail
        /// Nothing contradicts the policy, but not all that it asks for was observed.
        case inconclusive
    }

    /// What was judged of one run.
    package struct Run: Sendable, Equatable {
        package let id: String
        package let environment: String
        package let cases: Int
        package let lastAt: Timestamp
    }

    /// The runs that were judged together.
    package let runs: [Run]
    /// The moment for which it was judged.
    package let now: Timestamp
    /// What stands in the way.
    package let reasons: [GateReason]
    /// What is not as it should be, and allowed to be so.
    package let tolerated: [GateReason]
    /// What is as it should be.
    package let satisfied: [GateFact]

    /// What it comes to: what contradicts the policy outweighs what was not observed.
    package var outcome: Outcome {
        guard !reasons.isEmpty else { return .pass }
        return reasons.contains { $0.kind.contradicts } ? .fail : .inconclusive
    }

    /// The exit code (DESIGN 9): what may still be running outweighs everything.
    package var exitCode: Int {
        if reasons.contains(where: { $0.kind == .cleanup }) { return ExitCode.cleanupUnconfirmed }
        switch outcome {
        case .pass: return ExitCode.success
        case .fail: return ExitCode.notAsExpected
        case .inconclusive: return ExitCode.inconclusive
        }
    }
}

/// One thing that is not as the policy has it.
package struct GateReason: Sendable, Equatable {
    /// What kind of thing.
    package enum Kind: String, Sendable, CaseIterable {
        /// The evidence is of something that does not count.
        case environment
        /// The run did not live to its end.
        case incomplete
        /// Part of the run's journal cannot be read.
        case damaged
        /// The evidence is too old, or from the future.
        case age
        /// Something may still be running.
        case cleanup
        /// The run failed as a whole.
        case runFailed = "run-failed"
        /// The run was stopped before its end.
        case stopped
        /// The run has no cases.
        case noCases = "no-cases"
        /// No rule is for a case.
        case unmatched
        /// A case is something else than it must be.
        case verdict
        /// A case is something else than its provider declares.
        case declaredMismatch = "declared-mismatch"
        /// A figure is not what it must be.
        case threshold
        /// A figure was not measured.
        case notMeasured = "not-measured"
        /// A case could not be observed.
        case inconclusive
        /// A case was not begun, or not ended.
        case unfinished
        /// Too few of a rule's cases are good.
        case minSuccess = "min-success"
        /// There are too few cases for a rule.
        case minCases = "min-cases"
        /// Too few of a rule's cases were observed.
        case observedCases = "observed-cases"
        /// More of a rule's cases are inconclusive than it allows.
        case allowance
        /// A figure has grown since the baseline.
        case regression
        /// The baseline is not one that can be compared with.
        case baseline
        /// There is nothing to compare a figure with.
        case notCompared = "not-compared"
        /// No case at all is good.
        case nothingShown = "nothing-shown"
        /// What Swift Testing told of the run is something else than its journal.
        case witness

        /// Whether it contradicts the policy, and does not only leave something open.
        var contradicts: Bool {
            switch self {
            case .environment, .incomplete, .damaged, .age, .cleanup, .runFailed, .noCases, .unmatched, .verdict,
                .declaredMismatch, .threshold, .minSuccess, .minCases, .regression, .baseline, .witness:
                true
            case .stopped, .notMeasured, .inconclusive, .unfinished, .observedCases, .allowance, .notCompared,
                .nothingShown:
                false
            }
        }
    }

    /// What kind of thing it is.
    package let kind: Kind
    /// The whole reason in words.
    package let text: String
    /// The run that it is about.
    package var run: String?
    /// The case that it is about.
    package var caseID: CaseID?
    /// The type that it is about.
    package var type: String?
    /// The rule that says so.
    package var rule: String?
    /// The figure that it is about.
    package var figure: String?
    /// What it is, in words.
    package var value: String?
    /// What it must be, in words.
    package var limit: String?

    init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    init(_ kind: Kind, of run: RunResults, _ text: String, is value: String? = nil, limit: String? = nil) {
        self.kind = kind
        self.text = "\(run.runID): \(text)"
        self.run = run.runID
        self.value = value
        self.limit = limit
    }
}

/// One thing that is as the policy has it.
package struct GateFact: Sendable, Equatable {
    /// The whole of it in words.
    package let text: String
    /// The rule that asks for it.
    package let rule: String?

    init(_ text: String, rule: String? = nil) {
        self.text = text
        self.rule = rule
    }
}
