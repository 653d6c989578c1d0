import Orchestration
import PTP
import Shell

/// What a healthy host answers: an ENA clock that chrony follows.
struct Host {
    var answers: [Probe: CommandResult]

    static let healthy = Host(answers: [
        .driver: .said("ena\n"), .enabled: .said("1\n"), .devices: .said("ptp0 ena-ptp-05\n"),
        .symlink: .said("/dev/ptp0\n"), .reading: .said("1000050000 1000060000 -2300\n"),
        .sources: .said(
            """
            #,*,PHC0,0,0,377,1,0.000000012,0.000000015,0.000005030
            ^,-,169.254.169.123,1,4,377,9,0.000001000,0.000001200,0.000100000

            """
        ),
        .tracking: .said(
            "50484330,PHC0,1,1795263715.123456789,-0.000000020,0.000000011,0.000000030,1.5,0.0,0.05,0.000010000,"
                + "0.000000600,1.0,Normal\n"
        ),
        .errorBound: .said("22800\n"), .referenceClock: .said("/dev/ptp_ena\n"),
    ])

    /// The same host with other answers.
    func with(_ changes: [Probe: CommandResult?]) -> Host {
        var host = self
        for (probe, answer) in changes { host.answers[probe] = answer }
        return host
    }

    var outputs: ProbeOutputs {
        var outputs = ProbeOutputs()
        for (probe, answer) in answers { outputs.note(probe, answer, at: Timestamp(nanoseconds: 0)) }
        return outputs
    }

    var ladder: Ladder { Ladder(outputs.facts) }
    var verdict: Verdict { ladder.verdict.verdict }
}

extension CommandResult {
    static func said(_ output: String) -> CommandResult { CommandResult(exitStatus: 0, output: output) }

    static let failed = CommandResult(exitStatus: 1, output: "", errorOutput: "permission denied")
}
