package import Orchestration

/// What a preflight came to, for a launch.
package struct PreflightVerdict: Sendable {
    /// All that was found.
    package let findings: [PreflightFinding]

    /// Sums up.
    package init(_ findings: [PreflightFinding]) { self.findings = findings }

    /// What prevents a launch.
    package var problems: [PreflightFinding] { findings.filter { $0.level == .problem } }

    /// What is worth a note in the journal.
    package var notes: [String] { findings.filter { $0.level == .warning }.map { "before the launch: \($0)" } }

    /// Every problem at once, as the reason not to launch; `nil` when there is none.
    package var refusal: RunError? {
        let problems = problems
        guard let worst = problems.first else { return nil }
        let code: RunError.Code =
            switch worst.topic {
            case .credentials: .credentials
            case .permission: .permission
            case .quota: .quota
            case .cost, .host, .image, .key, .launch, .placementGroup, .securityGroup, .subnet, .type: .configuration
            }
        let list = problems.map { "\n  - \($0)" }.joined()
        return RunError(
            code,
            attempt: "launch",
            happened:
                "\(problems.count == 1 ? "a problem was" : "\(problems.count) problems were") found first:\(list)\n",
            next: "Nothing was launched; `ptp-verify doctor` tells more."
        )
    }
}
