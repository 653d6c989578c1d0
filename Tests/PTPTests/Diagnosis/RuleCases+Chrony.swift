import Orchestration
import PTP
import Shell

extension RuleCase {
    /// What is wrong with chrony's configuration, or with what chrony makes of it.
    static let chrony = [
        RuleCase(
            "no-chrony",
            .healthy.with([.sources: .failed("sh: chronyc: not found", status: 127)]),
            butNot: .healthy.with([.sources: .failed("506")])
        ),
        RuleCase(
            "F28",
            .dead("x chronyd[9]: Could not open /dev/ptp_ena : Permission denied"),
            butNot: .dead("x chronyd[9]: Could not open /run/x : Permission denied")
        ),
        RuleCase(
            "F27",
            .dead(
                """
                x chronyd[9]: Could not open /dev/ptp_ena : No such file or directory
                x chronyd[9]: Fatal error : Could not open PHC
                """
            ),
            butNot: .dead(
                """
                x chronyd[9]: Could not open /dev/ptp_ena : No such file or directory
                x chronyd[10]: chronyd version 4.6.1 starting
                """
            )
        ),
        RuleCase(
            "F29",
            .dead("x systemd[1]: chronyd.service: Main process exited, code=dumped, status=31/SYS"),
            butNot: .dead("x chronyd[9]: Loaded seccomp filter (level 1)")
        ),
        RuleCase(
            "F30",
            .dead("x chronyd[9]: Fatal error : Invalid refclock option at line 8 in file /etc/chrony.conf"),
            butNot: .dead("x chronyd[9]: Frequency -6.6 ppm read from drift file")
        ),
        RuleCase(
            "refused-line",
            .refused("chronyd.service: Main process exited, code=killed, status=11/SEGV"),
            butNot: .refused("Could not open /dev/ptp_ena : Permission denied")
        ),
        RuleCase(
            "refused-line",
            .refused("chronyd.service: Main process exited, code=killed, status=11/SEGV"),
            butNot: .notFollowed.with {
                $0.steps = [StepOutcome(id: "chrony", exitStatus: 0, output: "chronyd runs\n")]
            }
        ),
        RuleCase(
            "F43",
            .notFollowed.with([.chronyLog: .said("x chronyd[9]: Could not enable HW timestamping on ens5\n")]),
            butNot: .notFollowed.with([.chronyLog: .said("x chronyd[9]: Enabled HW timestamping on ens5\n")])
        ),
        RuleCase(
            "F41",
            .healthy.with([.units: .units(["ntpd": "active"])]),
            butNot: .healthy.with([.units: .units(["ntpd": "inactive"])])
        ),
        RuleCase(
            "F40",
            .healthy.with([.units: .units(["ptp4l": "failed"])]),
            butNot: .healthy.with([.units: .units(["ptp4l": "inactive"])])
        ),
        RuleCase(
            "F32",
            .healthy.with([
                .sources: .said(CommandResult.rows + "#,+,PHC1,0,0,377,1,0.000000012,0.000000015,0.000005030\n")
            ]),
            butNot: .notFollowed
        ),
        RuleCase(
            "F31",
            .healthy.with([
                .sources: .said("^,*,169.254.169.123,1,4,377,9,0.000000000,0.000000000,0.000100000\n"),
                .tracking: .network,
            ]),
            butNot: .notFollowed
        ),
        RuleCase(
            "F31",
            .healthy.with([
                .sources: .said(CommandResult.rows.replacing("PHC0", with: "PPS0")),
                .chronyConfiguration: .said("rtcsync\n"),
            ]),
            // The clock may have another name.
            butNot: .healthy.with([
                .sources: .said(CommandResult.rows.replacing("PHC0", with: "ENA0")),
                .chronyConfiguration: .said("refclock PHC /dev/ptp_ena refid ENA0 poll 0\n"),
            ])
        ),
        RuleCase("F42", .dead("x"), butNot: .healthy.with([.sources: .failed("timed out")])),
        RuleCase("F33", row("?"), butNot: row("x")),
        RuleCase("F35", row("x"), butNot: row("-")),
        RuleCase("F34", row("-"), butNot: row("?")),
        RuleCase(
            "F50",
            .healthy.with {
                $0.samples = .samples(rows: {
                    $0 == 9 ? CommandResult.rows.replacing("#,*", with: "#,?") : CommandResult.rows
                })
            },
            butNot: .healthy.with { $0.samples = .samples(17, planned: 20) }
        ),
        RuleCase("not-followed", .healthy.with([.tracking: .tracking(leap: "Not synchronised")]), butNot: row("-")),
    ]

    /// A host on which chrony has the clock in this state.
    private static func row(_ state: String) -> Host {
        .notFollowed.with([
            .sources: .said(CommandResult.rows.replacing("#,*", with: "#,\(state)").replacing("^,-", with: "^,*"))
        ])
    }
}
