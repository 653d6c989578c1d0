package import Orchestration
package import PTP

/// Names the cause of what was seen, or of why nothing was.
package struct PTPAnalyzer: Analyzer {
    private let thresholds: Thresholds

    package init(thresholds: Thresholds = Thresholds()) { self.thresholds = thresholds }

    /// Also a success needs an explanation where somebody expected or declared something else.
    package func shouldAnalyze(_ input: AnalysisInput) -> Bool {
        input.result?.isSuccess != true || !findings(input).isEmpty
    }

    package func analyze(_ input: AnalysisInput) async throws -> [Finding] { findings(input) }

    private func findings(_ input: AnalysisInput) -> [Finding] {
        // Where nothing was added, the executor has judged the same evidence by the same thresholds.
        if input.failure == nil, let ladder = input.result?.insight?.value as? Ladder {
            return Diagnosis.findings(for: ladder)
        }
        return Diagnosis.findings(for: Situation(input), thresholds: thresholds)
    }
}

extension Situation {
    /// What a case came to: what its evidence says, and what was known of its launch.
    package init(_ input: AnalysisInput) {
        let evidence = input.result?.evidence ?? []
        self = HostRecord(evidence).situation
        launch = Launch(input.instanceCase, in: input.environment)
        failure = input.failure
        console = evidence.first { $0.id == EC2Provisioner.consoleEvidence }?.output
    }
}

extension Situation.Launch {
    /// What is known of a case before anybody logs in.
    package init(_ instanceCase: InstanceCase, in environment: EnvironmentInfo?) {
        self.init()
        type = instanceCase.type
        region = environment?.region
        declared = environment?.declaredSupport
        placement = environment?.properties[EC2Provisioner.placementStrategy]?.string
        expectsClock = instanceCase.expectation.wantsClock
    }
}

extension Expectation {
    /// Whether a clock is expected; `nil` where nobody knows or minds.
    fileprivate var wantsClock: Bool? {
        switch self {
        case .supported: true
        case .unsupported: false
        case .any, .declared: nil
        }
    }
}
