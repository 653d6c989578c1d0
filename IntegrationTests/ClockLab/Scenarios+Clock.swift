import Orchestration

/// What is wrong with the clock itself, and what happens while somebody looks at it.
extension Scenario {
    static let qualities = [
        clock("stopped", "stopped=yes", Expected(verdict: .partial, finding: "stopped-clock")),
        // Less than what the server's answers vary by: nobody there can see it.
        clock("offset-50us", "offset=50us", Expected(verdict: .supported, figures: good)),
        clock("offset-5ms", "offset=5ms", Expected(verdict: .partial, finding: "F35")),
        clock("offset-37s", "offset=37s", Expected(verdict: .partial, finding: "F35")),
        // A minute after the start it is a millisecond off.
        clock("drift", "drift=20ppm", Expected(verdict: .partial, finding: "F35")),
        clock("jitter", "jitter=500us", Expected(verdict: .partial)),
        clock("failing-reads", "failures=4%", Expected(verdict: .partial, finding: "F38")),
        clock("limiter", "limit=125", knob: "reader=300", Expected(verdict: .partial, finding: "F37")),
    ]

    /// A machine that was set up, whose clock is as told.
    private static func clock(_ name: String, _ setting: String, knob: String? = nil, _ expected: Expected) -> Scenario
    {
        Scenario(
            name: name,
            machine: ["scenario=healthy", setting],
            knobs: [knob].compactMap(\.self),
            variables: looking,
            expected: expected
        )
    }

    static let incidents = [
        incident(
            "reboot",
            Incident(during: Incident.samples, after: 5, action: .turn("reboot=at-once")),
            Expected(verdict: .supported)
        ),
        incident(
            "hang",
            Incident(during: Incident.samples, after: 5, action: .turn("hang=yes")),
            Expected(verdict: .inconclusive)
        ),
        incident(
            "clock-fails",
            Incident(during: Incident.samples, after: 5, action: .turn("failures=100%")),
            Expected(verdict: .partial)
        ),
        incident(
            "clock-goes",
            Incident(
                during: Incident.samples,
                after: 5,
                action: .run("systemd-run --quiet sh -c 'modprobe -r ena; modprobe ena phc_enable=0'")
            ),
            Expected(verdict: .partial)
        ),
        Scenario(
            name: "network-lost",
            machine: ["scenario=off"],
            variables: settingUp,
            incident: Incident(
                during: Incident.reload,
                action: .turnFor(seconds: 20, "network=no", back: "network=yes")
            ),
            expected: Expected(verdict: .supported, steps: ["reload: done"], figures: good)
        ),
    ]

    /// Something that happens to a machine that was set up and has nothing wrong with it.
    private static func incident(_ name: String, _ incident: Incident, _ expected: Expected) -> Scenario {
        let patience = ["PTP_LOGIN_TIMEOUT_SECONDS": "40"]
        return Scenario(
            name: name,
            machine: ["scenario=healthy"],
            variables: looking.merging(patience) { $1 },
            incident: incident,
            expected: expected
        )
    }
}
