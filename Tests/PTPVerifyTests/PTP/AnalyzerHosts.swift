import Orchestration
import PTP
import Shell

/// A case as the analyzer sees it: what the host answered, what was declared and expected, or why nothing was seen.
struct AnalyzedHost: Sendable, CustomStringConvertible {
    let description: String
    /// What differs from a healthy host.
    var answers: [Probe: CommandResult] = [:]
    var declared: Bool? = true
    var expectation = Expectation.supported
    /// What prevented any answer.
    var failure: RunError.Code?
    /// The findings that belong to it.
    let findings: [String]

    init(_ description: String, _ answers: [Probe: CommandResult] = [:], findings: [String]) {
        self.description = description
        self.answers = answers
        self.findings = findings
    }

    /// The same host in other circumstances.
    func with(_ change: (inout AnalyzedHost) -> Void) -> AnalyzedHost {
        var copy = self
        change(&copy)
        return copy
    }

    var input: AnalysisInput {
        let failure = failure.map { RunError($0, attempt: "launch it", happened: "no", next: "Do something.") }
        return AnalysisInput(
            instanceCase: InstanceCase(type: "c7i.large", expectation: expectation),
            environment: EnvironmentInfo(
                id: "i-1",
                provider: "simulated",
                access: Access(host: "198.18.0.1", user: "ec2-user"),
                declaredSupport: declared
            ),
            result: failure == nil ? result : nil,
            failure: failure
        )
    }

    private var result: ExecutionResult {
        var outputs = ProbeOutputs()
        for probe in Probe.allCases {
            guard let answer = answers[probe] ?? Self.healthy[probe] else { continue }
            outputs.note(probe, answer, at: Timestamp(nanoseconds: 0))
        }
        let ladder = Ladder(outputs.facts)
        let (verdict, reason) = ladder.verdict
        return ExecutionResult(
            verdict: verdict,
            summary: reason,
            checks: ladder.checks(),
            evidence: outputs.evidence,
            startedAt: Timestamp(nanoseconds: 0),
            endedAt: Timestamp(nanoseconds: 1)
        )
    }

    /// An ENA clock that chrony follows.
    private static let healthy: [Probe: CommandResult] = [
        .driver: said("ena"), .enabled: said("1"), .devices: said("ptp0 ena-ptp-05"), .symlink: said("/dev/ptp0"),
        .reading: said("1000050000 1000060000 -2300"),
        .sources: said("#,*,PHC0,0,0,377,1,0,0,0\n^,-,169.254.169.123,1,4,377,9,0,0,0"),
        .tracking: tracking(systemTime: "-0.000000020"), .errorBound: said("22800"),
        .referenceClock: said("/dev/ptp_ena"),
    ]

    /// An ordinary host with a driver that is ready for the clock.
    static let ordinary: [Probe: CommandResult] = [
        .devices: said("ptp0 KVM virtual PTP"), .symlink: said("/dev/ptp_ena"), .reading: failed("no such file"),
        .sources: said("^,*,169.254.169.123,3,4,377,9,0,0,0"), .errorBound: failed("no such file"),
        .referenceClock: said(""),
    ]

    /// A host whose hardware has the clock, and whose driver does not show it.
    static let hidden = ordinary.merging([.sources: said("^,*,169.254.169.123,1,4,377,9,0,0,0")]) { $1 }

    static func tracking(systemTime: String) -> CommandResult {
        said("50484330,PHC0,1,1795263715.1,\(systemTime),0.00000001,0.00000003,1.5,0.0,0.05,0.00001,0.0000006,1,Normal")
    }

    static func said(_ output: String) -> CommandResult {
        CommandResult(exitStatus: 0, output: output.isEmpty ? "" : output + "\n")
    }

    static func failed(_ complaint: String) -> CommandResult {
        CommandResult(exitStatus: 1, output: "", errorOutput: complaint)
    }
}
