import Orchestration

/// What is wrong with the clock itself, and what happens while somebody looks at it.
extension Scenario {
    static let qualities = [
        clock("stopped", ["stopped=yes"], Expected(verdict: .partial, findings: ["stopped-clock"])),
        // Less than what the server's answers vary by: nobody there can see it.
        clock("offset-50us", ["offset=50us"], Expected(verdict: .supported, figures: good)),
        clock("offset-5ms", ["offset=5ms"], Expected(verdict: .partial, findings: ["F35"])),
        clock("offset-37s", ["offset=37s"], Expected(verdict: .partial, findings: ["F35"])),
        // It is a millisecond off in less than a minute, which may begin before somebody looks, or only then.
        clock("drift", ["drift=20ppm"], Expected(verdict: .partial, findings: ["F35", "F50"])),
        clock(
            "jitter",
            ["jitter=500us"],
            Expected(verdict: .partial, findings: ["F34", "F36", "F50", "loose-tracking"])
        ),
        clock("failing-reads", ["failures=4%", "failure=expired"], Expected(verdict: .partial, findings: ["F38"])),
        clock("limiter", ["limit=125"], knobs: ["reader=300"], Expected(verdict: .partial, findings: ["F37"])),
    ]

    /// A machine that was set up, whose clock is as told.
    private static func clock(
        _ name: String,
        _ settings: [String],
        knobs: [String] = [],
        _ expected: Expected
    ) -> Scenario {
        Scenario(
            name: name,
            machine: ["scenario=healthy"] + settings,
            // Until chrony has made up its mind.
            preparation: "sleep 20",
            knobs: knobs,
            variables: looking,
            expected: expected
        )
    }
}

extension Scenario {
    static let incidents = [
        incident(
            "reboot",
            Incident(moment: Incident.samples, after: 5, action: .turn("reboot=at-once")),
            Expected(verdict: .supported)
        ),
        incident(
            "hang",
            Incident(moment: Incident.samples, after: 5, action: .turn("hang=yes")),
            patience: 30,
            Expected(verdict: .inconclusive)
        ),
        incident(
            "clock-fails",
            Incident(moment: Incident.samples, after: 5, action: .turn("failures=100%")),
            Expected(verdict: .partial, findings: ["F37", "F50"])
        ),
        incident(
            "clock-goes",
            knobs: ["clock=no"],
            Incident(
                moment: Incident.samples,
                after: 5,
                action: .run("systemd-run --quiet sh -c 'modprobe -r ena; modprobe ena'")
            ),
            Expected(verdict: .partial, findings: ["hidden-clock"])
        ),
        Scenario(
            name: "network-lost",
            machine: ["scenario=off"],
            variables: settingUp,
            incident: Incident(
                moment: Incident.reload,
                action: .turnFor(seconds: 20, "network=no", back: "network=yes")
            ),
            expected: Expected(verdict: .supported, steps: ["reload: done"], figures: good)
        ),
    ]

    /// Something that happens to a machine that was set up and has nothing wrong with it.
    ///
    /// - Parameter patience: for how many seconds one waits for it.
    private static func incident(
        _ name: String,
        knobs: [String] = [],
        _ incident: Incident,
        patience: Int = 200,
        _ expected: Expected
    ) -> Scenario {
        Scenario(
            name: name,
            machine: ["scenario=healthy"],
            knobs: knobs,
            variables: looking.merging(["PTP_LOGIN_TIMEOUT_SECONDS": "\(patience)"]) { $1 },
            incident: incident,
            expected: expected
        )
    }
}
