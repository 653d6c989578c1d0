import Orchestration

/// The scenarios: what a machine is like, and what must be found out about it.
extension Scenario {
    /// A few that together go through everything once.
    private static let few = [healthy, off, noClock]

    static let all = few + drivers + configurations + qualities + incidents

    /// Those that are wanted; without a wish a few.
    static var wanted: [Scenario] {
        if LabParts.areAllWanted { return all }
        return LabParts.wanted.isEmpty ? few : all.filter { LabParts.wanted.contains($0.name) }
    }

    /// Nothing is changed on the machine.
    static let looking = ["PTP_DRIVER": "as-is"]
    /// What has to be set up is set up.
    static let settingUp = ["PTP_DRIVER": "auto"]

    static let healthy = Scenario(
        name: "healthy",
        machine: ["scenario=healthy"],
        variables: looking,
        expected: Expected(verdict: .supported, figures: good)
    )

    static let off = Scenario(
        name: "off",
        machine: ["scenario=off"],
        variables: settingUp,
        expected: Expected(verdict: .supported, steps: ["reload: done", "chrony: done"], figures: good)
    )

    static let noClock = Scenario(
        name: "no-clock",
        machine: ["scenario=no-clock"],
        variables: settingUp,
        expected: Expected(
            verdict: .unsupported,
            findings: ["ordinary-host"],
            steps: ["reload: done"],
            obstacle: "the driver offers its clock, but there is none",
            afterwards: "! grep -rq ptp_ena /etc/chrony"
        )
    )

    /// What a clock reads that has nothing wrong with it.
    static let good: [String: ClosedRange<Double>] = [
        "phc_error_bound": 22e-6...23e-6, "total_error_bound_max": 22e-6...100e-6, "system_time_median_max": 0...10e-6,
        "samples_followed": 20...20, "failed_reads": 0...0,
    ]
}

// MARK: - Drivers

extension Scenario {
    private static let drivers = [
        Scenario(
            name: "given-back",
            machine: ["scenario=off"],
            variables: settingUp.merging(["PTP_RESTORE": "yes"]) { $1 },
            expected: Expected(
                verdict: .supported,
                figures: good,
                afterwards:
                    "[ $(cat /sys/module/ena/parameters/phc_enable) = 0 ] && ! grep -rq ptp_ena /etc/chrony /etc/udev"
            )
        ),
        Scenario(
            name: "off-as-is",
            machine: ["scenario=off"],
            variables: looking,
            expected: Expected(verdict: .partial, findings: ["F09"])
        ),
        Scenario(
            name: "older-driver",
            machine: ["scenario=off", "driver=2.12.3g"],
            variables: settingUp,
            expected: Expected(verdict: .supported, steps: ["reload: done"], figures: good)
        ),
        Scenario(
            name: "too-old-driver",
            machine: ["scenario=old-driver"],
            variables: settingUp,
            expected: Expected(verdict: .inconclusive, findings: ["no-internet"], steps: ["packages: failed"])
        ),
        Scenario(
            name: "no-parameter",
            machine: ["scenario=no-parameter"],
            variables: settingUp,
            expected: Expected(verdict: .inconclusive, findings: ["no-internet"], steps: ["packages: failed"])
        ),
        Scenario(
            name: "devlink",
            machine: ["scenario=devlink"],
            variables: settingUp,
            expected: Expected(verdict: .supported, findings: ["F39"], steps: ["devlink: done"])
        ),
        Scenario(
            name: "other-distribution",
            machine: ["scenario=off", "layout=al2023"],
            variables: settingUp,
            expected: Expected(verdict: .supported, steps: ["reload: done"], figures: good)
        ),
        Scenario(
            name: "signatures",
            machine: ["scenario=off"],
            knobs: ["signatures=required"],
            variables: settingUp,
            expected: Expected(verdict: .partial, findings: ["F18"], steps: ["reload: failed"])
        ),
        Scenario(
            name: "password",
            machine: ["scenario=off", "sudo=no"],
            variables: settingUp,
            expected: Expected(verdict: .partial, findings: ["F09"], obstacle: "root")
        ),
        Scenario(
            name: "full-disk",
            machine: ["scenario=off"],
            knobs: ["disk=full"],
            variables: settingUp,
            expected: Expected(verdict: .partial, findings: ["F46"])
        ),
    ]
}

// MARK: - Device and chrony

extension Scenario {
    private static let removeRule =
        "grep -rl ptp_ena /etc/udev/rules.d | xargs rm; udevadm control --reload; rm /dev/ptp_ena"
    private static let restart = "systemctl restart chrony"

    private static let configurations = [
        Scenario(
            name: "other-clock-first",
            machine: ["scenario=other-first"],
            variables: looking,
            expected: Expected(verdict: .supported, figures: good)
        ),
        Scenario(
            name: "no-symlink",
            machine: ["scenario=healthy"],
            preparation: "\(removeRule); \(restart) || true",
            variables: looking,
            expected: Expected(verdict: .partial, findings: ["F25"])
        ),
        Scenario(
            name: "no-symlink-set-up",
            machine: ["scenario=healthy"],
            preparation: "\(removeRule); \(restart) || true",
            variables: settingUp,
            expected: Expected(verdict: .supported, figures: good)
        ),
        Scenario(
            name: "registered-twice",
            machine: ["scenario=healthy"],
            preparation:
                "echo 'refclock PHC /dev/ptp0 poll 0 delay 0.000010 prefer' >>/etc/chrony/chrony.conf; \(restart)",
            variables: looking,
            expected: Expected(verdict: .partial, findings: ["F32"])
        ),
        Scenario(
            name: "missing-device",
            machine: ["scenario=healthy"],
            preparation: "grep -rl ptp_ena /etc/chrony | xargs sed -i s,/dev/ptp_ena,/dev/ptp7,; \(restart) || true",
            variables: looking,
            expected: Expected(verdict: .partial, findings: ["F27"])
        ),
        Scenario(
            name: "dead-chronyd",
            machine: ["scenario=healthy"],
            preparation: "systemctl stop chrony",
            variables: looking,
            expected: Expected(verdict: .partial, findings: ["F42"])
        ),
        Scenario(
            name: "competing-daemon",
            machine: ["scenario=healthy"],
            preparation: "systemd-run --quiet --unit=phc2sys phc2sys -c CLOCK_REALTIME -s /dev/ptp_ena -O 0 -m",
            variables: looking,
            expected: Expected(verdict: .supported, findings: ["F40"])
        ),
    ]
}
