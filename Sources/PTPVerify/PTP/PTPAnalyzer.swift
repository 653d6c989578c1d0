package import Orchestration
import PTP
import Shell

/// Names the cause of what the ladder saw: rules in the order in which causes exclude each other, first match first.
package struct PTPAnalyzer: Analyzer {
    /// One rule: when it applies, what it then says, and which rungs it rests on.
    private struct Rule: Sendable {
        let id: String
        let cause: String
        let remedy: String
        var rungs: [Ladder.Rung] = []
        let matches: @Sendable (AnalysisInput) -> Bool
    }

    /// The ids of all rules, in their order.
    package static let ruleIDs = rules.map(\.id)

    package init() {}

    /// Also a success needs an explanation where somebody expected or declared something else.
    package func shouldAnalyze(_ input: AnalysisInput) -> Bool {
        guard input.result?.isSuccess == true else { return true }
        return input.environment?.declaredSupport == false || input.instanceCase.expectation == .unsupported
    }

    package func analyze(_ input: AnalysisInput) async throws -> [Finding] {
        Self.rules.filter { $0.matches(input) }.map { rule in
            Finding(id: rule.id, cause: rule.cause, remedy: rule.remedy, evidence: Self.evidence(rule, input))
        }
    }

    private static func evidence(_ rule: Rule, _ input: AnalysisInput) -> [String] {
        if let failure = input.failure { return ["\(failure)"] }
        let checks = input.result?.checks ?? []
        return rule.rungs.compactMap { rung in
            checks.first { $0.id == rung.rawValue }.map { "\($0.id): \($0.detail)" }
        }
    }

    private static func status(_ rung: Ladder.Rung, _ input: AnalysisInput) -> Check.Status? {
        input.result?.checks.first { $0.id == rung.rawValue }?.status
    }

    private static func failed(_ rung: Ladder.Rung, _ input: AnalysisInput) -> Bool { status(rung, input) == .failed }

    private static func isUnsupported(_ input: AnalysisInput) -> Bool { input.result?.verdict == .unsupported }

    /// How many ENA clocks the host shows; `nil` when it did not say.
    private static func countOfClocks(_ input: AnalysisInput) -> Int? {
        HostRecord(input.result?.evidence ?? []).facts.ownClocks?.count
    }

    private static let absence: [Ladder.Rung] = [.hardware, .driver, .enabled, .device]
    private static let proof: [Ladder.Rung] = [.device, .advances, .followed, .quality]

    private static let rules: [Rule] = [
        Rule(
            id: "F03",
            cause: "EC2 has no capacity for this type in the given zones",
            remedy: "Try again later, or give subnets in more zones with subnet_id."
        ) { $0.failure?.code == .capacity },
        Rule(
            id: "F01",
            cause: "EC2 declares that the instance type has no PTP hardware clock, and the host has none",
            remedy: "Choose a family that is declared supported.",
            rungs: absence
        ) { isUnsupported($0) && $0.environment?.declaredSupport == false },
        Rule(
            id: "F02",
            cause: "the type is declared to have the clock, but this launch got an ordinary host",
            remedy: "Launch into a placement group with strategy precision-time.",
            rungs: absence
        ) { isUnsupported($0) && $0.environment?.declaredSupport == true },
        Rule(
            id: "declared-not-observed",
            cause: "EC2 declares that the instance type has no PTP hardware clock, and the host has a working one",
            remedy: "Trust the observation for this launch, and tell AWS that the declaration is out of date.",
            rungs: proof
        ) { $0.result?.verdict == .supported && $0.environment?.declaredSupport == false },
        Rule(
            id: "unexpected-clock",
            cause: "the clock works, and the expectation says that there is none",
            remedy: "Correct the expectation of this type (expect: supported).",
            rungs: proof
        ) { $0.result?.verdict == .supported && $0.instanceCase.expectation == .unsupported },
        Rule(
            id: "F06",
            cause: "the ENA driver is too old for the clock, or was built without it",
            remedy:
                "Use an ENA driver of version 2.10.0 or newer built with ENA_PHC_INCLUDE=1, or a kernel from 6.17 on.",
            rungs: [.hardware, .enabled, .device]
        ) { status(.hardware, $0) == .held && status(.enabled, $0) == .notMeasured && countOfClocks($0) == 0 },
        Rule(
            id: "F09",
            cause: "the ENA driver was not told to offer its clock",
            remedy: "echo 'options ena phc_enable=1' | sudo tee /etc/modprobe.d/ena.conf, then reload the driver.",
            rungs: [.enabled]
        ) { failed(.enabled, $0) && $0.result?.verdict != .supported },
        Rule(
            id: "F25",
            cause: "/dev/ptp_ena does not point to the one ENA clock",
            remedy: "Add the udev rule for ena-ptp-* and run `sudo udevadm trigger`.",
            rungs: [.device]
        ) { failed(.device, $0) && countOfClocks($0) == 1 },
        Rule(
            id: "F34",
            cause: "chrony does not follow the ENA clock",
            remedy: "Configure `refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer` once, and restart chrony.",
            rungs: [.followed]
        ) { failed(.followed, $0) && !failed(.device, $0) },
        Rule(
            id: "F36",
            cause: "the clock is followed, but its error is not bounded tightly enough",
            remedy: "Wait until chrony has settled, or step once with `sudo chronyc makestep`.",
            rungs: [.quality]
        ) { failed(.quality, $0) && !failed(.followed, $0) && !failed(.device, $0) },
    ]
}
