import Orchestration
import PTP
import Shell

/// A host that almost has, or has, what a rule is about.
struct RuleCase: Sendable {
    let rule: String
    /// What makes the rule match.
    let positive: Host
    /// What comes close and does not.
    let nearMiss: Host

    init(_ rule: String, _ positive: Host, butNot nearMiss: Host) {
        self.rule = rule
        self.positive = positive
        self.nearMiss = nearMiss
    }
}

extension Host {
    /// A host into which nobody got.
    static func failing(_ code: RunError.Code, _ happened: String) -> Host {
        Host(answers: [:]).with {
            $0.failure = RunError(code, attempt: "launch it", happened: happened, next: "Do something.")
        }
    }

    /// A host on which a step of the set-up printed this.
    static func step(_ output: String, id: String = "build-driver", status: Int? = 2) -> Host {
        stock.with { $0.steps = [StepOutcome(id: id, exitStatus: status, output: output)] }
    }

    /// Clock hardware behind the kernel's own driver, which does not know it.
    static let stock = hidden.with([.module: .module("", enabled: ""), .kernel: .said("Linux 6.8.0-1024-aws x86_64\n")])
    static let switchedOff = hidden.with([.module: .module("2.16.1g", enabled: "0")])
    static let notFollowed = healthy.with([
        .sources: .said(CommandResult.rows.replacing("#,*", with: "#,-").replacing("^,-", with: "^,*")),
        .tracking: .network,
    ])
    /// chrony does not answer, and said this.
    static func dead(_ log: String) -> Host {
        healthy.with([
            .sources: .failed("506 Cannot talk to daemon"), .tracking: .failed("506 Cannot talk to daemon"),
            .units: .units(["chronyd": "failed"]),
            .chronyLog: .said(
                "2026-11-21T10:00:00+0000 h chronyd[9]: chronyd version 4.6.1 starting (+CMDMON)\n\(log)\n"
            ),
        ])
    }

    /// chrony would not run with our line, for that reason, and runs without it.
    static func refused(_ reason: String) -> Host {
        notFollowed.with {
            let end = "ptp-verify: chronyd did not start with its new configuration; it runs with the previous one"
            $0.steps = [StepOutcome(id: "chrony", exitStatus: 1, output: "\(reason)\n\(end)\n")]
        }
    }

    func kernelLog(_ lines: String) -> Host { with([.kernelLog: .said("\(lines)\n")]) }
    func persisted(_ lines: String) -> Host { with([.persisted: .said("\(lines)\n")]) }
}
