/// What is wrong with chrony's configuration, or with what chrony makes of it.
extension Rule {
    private static let clockLine = "refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer"

    static let chronyConfiguration: [Rule] = [
        Rule(
            "no-chrony",
            .chronyConfiguration,
            "chrony is not installed",
            remedy: """
                Install it (`sudo dnf install chrony`, `sudo apt-get install chrony`), and let no other daemon \
                keep the time.
                """
        ) { scene in
            guard case .missing(.noSuchTool(let complaint)) = scene.facts.sources else { return nil }
            return ["sources: \(complaint)"]
        },
        Rule(
            "F28",
            .chronyConfiguration,
            "chrony may not open the clock's device",
            remedy: "Use the normal unit of chrony, and give its user the device in the udev rule (GROUP, MODE)."
        ) { scene in
            guard scene.isNotFollowed else { return nil }
            // Where our line ended chrony, its previous configuration is back, and only the step tells.
            let quotes = scene.quotes(.chrony, .failedSteps, .others, with: "Permission denied")?.filter {
                $0.contains("ptp") || $0.contains("PHC")
            }
            if let quotes, !quotes.isEmpty { return quotes }
            return scene.quotes(.kernel, with: "denied", "chrony", "ptp")
        },
        Rule(
            "F27",
            .chronyConfiguration,
            "the clock's device was not there when chrony started, which ends chrony: the host has no time service",
            remedy:
                "Make the device be there before chrony starts, or take the refclock line out where there is no clock."
        ) { scene in
            guard scene.isNotFollowed else { return nil }
            return scene.quotes(.chrony, .others, with: "Could not open")?.filter {
                ($0.contains("PHC") || $0.contains("/dev/ptp")) && !$0.contains("ermission denied")
            }
        },
        Rule(
            "F29",
            .chronyConfiguration,
            "chrony's filter of system calls kills it when it reads the clock",
            remedy: "Start chronyd without -F, or use a newer chrony."
        ) { scene in
            guard scene.isNotFollowed else { return nil }
            return scene.quotes(
                .chrony,
                .failedSteps,
                .kernel,
                withAny: ["Bad system call", "SIGSYS", "status=31/SYS"]
            )
        },
        Rule(
            "F30",
            .chronyConfiguration,
            "chrony does not understand its configuration",
            remedy: "Mend the named line of the named file; `sudo chronyd -p` checks it without a restart."
        ) { scene in
            let words = [
                "Invalid refclock option", "Invalid directive", "Invalid syntax", "Could not parse",
                "Invalid command at line",
            ]
            if scene.isNotFollowed, let quotes = scene.quotes(.chrony, .others, withAny: words) { return quotes }
            guard let absence = scene.facts.chronyConfiguration.absence, "\(absence)".contains("Invalid") else {
                return nil
            }
            return ["chrony-configuration: \(absence)"]
        },
        Rule(
            "refused-line",
            .chronyConfiguration,
            "chrony refuses to run with the clock's line, or dies of it; its previous configuration was put back",
            remedy: """
                Read the step's output and `sudo journalctl -b -u chronyd -u chrony`; add the line by hand, run \
                `sudo chronyd -p` and `sudo chronyd -d -d` with it, and use a newer chrony if it dies again.
                """
        ) { scene in
            // What else is known to end chrony is a better answer.
            let others = chronyConfiguration.prefix { $0.id != "refused-line" }
            guard scene.isNotFollowed, !others.contains(where: { $0.matches(scene)?.isEmpty == false }) else {
                return nil
            }
            let ends = ["did not start with its new configuration", "chrony does not accept its configuration"]
            guard let end = scene.quotes(.failedSteps, withAny: ends) else { return nil }
            let step = scene.situation.steps.last { step in
                !step.isSuccess && ends.contains { step.output.contains($0) }
            }
            let said = step?.output.split(whereSeparator: \.isNewline).map { "failed step: \($0.prefix(300))" } ?? []
            let signs = ["Fatal error", "Main process exited", "Control process exited", "Failed with result"]
            let log = scene.quotes(.chrony, withAny: signs) ?? []
            return (end + said.suffix(4).filter { !end.contains($0) } + log)
        },
        Rule(
            "F43",
            .chronyConfiguration,
            "the network device stamps no packets for chrony, which was asked to use such stamps",
            remedy: "Take hwtimestamp out of chrony's configuration; the clock does not need it.",
            weight: .note
        ) { scene in
            let words = ["hardware timestamping not supported", "Could not enable HW timestamping", "SIOCSHWTSTAMP"]
            return scene.quotes(.chrony, .failedSteps, withAny: words)
        },
        Rule(
            "F41",
            .chronyConfiguration,
            "several daemons set the clock",
            remedyBy: { scene in
                "sudo systemctl disable --now \(scene.rivals.joined(separator: " "))"
            },
            concernsWorkingClocks: true
        ) { scene in
            let rivals = scene.rivals
            guard scene.runsChrony else { return nil }
            let units = rivals.filter { scene.facts.units.value?[$0]?.isActive == true }
            return units.map { "units: \($0) is active next to chrony" } + (scene.correctionsByRivals ?? [])
        },
        Rule(
            "F40",
            .chronyConfiguration,
            """
            ptp4l or phc2sys is set up, which needs stamps of sent packets that ENA does not have, and which nobody \
            needs
            """,
            remedy: "sudo systemctl disable --now ptp4l phc2sys",
            concernsWorkingClocks: true
        ) { scene in
            let units = ["ptp4l", "phc2sys"].compactMap { scene.facts.units.value?[$0] }
            let set = units.filter { $0.isActive || $0.active == "failed" }.map { "units: \($0.name) is \($0.active)" }
            // The lines of `systemctl status` that tell of a daemon that starts and fails, over and over.
            let crashes = ["ptp4l", "phc2sys"].compactMap { scene.quotes(.others, with: $0, "(code=exited, status=") }
            let complaints = scene.quotes(
                .linuxPTP,
                withAny: [
                    "does not support requested timestamping mode", "failed to create a clock",
                    "ioctl SIOCSHWTSTAMP failed",
                ]
            )
            return set + crashes.joined() + (complaints ?? [])
        },
        Rule(
            "F32",
            .chronyConfiguration,
            "the clock is registered with chrony more than once",
            remedy: "Keep one refclock line; `sudo chronyd -p` shows where they come from."
        ) { scene in
            if scene.clockRows.count > 1 { return scene.clockRows.map(scene.row) }
            let directives = scene.facts.clockDirectives ?? []
            guard directives.count > 1 else { return nil }
            return directives.map { "refclock PHC \($0.parameter) in \($0.file ?? "an unknown file"), line \($0.line)" }
        },
        Rule(
            "F31",
            .chronyConfiguration,
            "chrony does not know the clock",
            remedyBy: { _ in
                "Write `\(clockLine)` where this distribution's chrony reads it, and restart chrony."
            }
        ) { scene in
            let isThere = scene.showsClock || scene.facts.ownClocks == nil && scene.ladder.held(.hardware)
            guard isThere, scene.facts.sources.value != nil, scene.clockRows.isEmpty, scene.ladder.failed(.followed)
            else {
                return nil
            }
            let configured = scene.facts.clockDirectives.map {
                "chrony's configuration has \($0.count) PHC reference clocks"
            }
            return scene.details(.followed) + (configured.map { [$0] } ?? [])
        },
    ]

    static let chronyState = [
        Rule(
            "F42",
            .chronyState,
            "chrony does not answer",
            remedy: "See why: `systemctl status chronyd chrony` and `sudo journalctl -b -u chronyd -u chrony`."
        ) { scene in
            guard let absence = scene.facts.sources.absence ?? scene.facts.tracking.absence else { return nil }
            let isRefused = "\(absence)".contains("506 Cannot talk to daemon")
            let unit = scene.facts.chronyUnit.flatMap { $0.isActive ? nil : "units: \($0.name) is \($0.active)" }
            guard isRefused || unit != nil else { return nil }
            return ["sources: \(absence)"] + (unit.map { [$0] } ?? [])
        },
        Rule(
            "F35",
            .chronyState,
            "chrony takes the clock for a liar: most other sources disagree with it",
            remedy: """
                Find out which of them is right before anything else: 37 s is atomic time (take `tai` out), 1 s a \
                smeared leap second (do not mix in such sources). Only where the others are wrong, add \
                `prefer trust` to the refclock line.
                """
        ) { scene in scene.rows(in: .falseticker) },
        Rule(
            "F50",
            .chronyState,
            "chrony fell back to the network, or had no source at all, while it was watched",
            remedy: """
                Look at the driver's counters and chrony's log of that time; stop and start the instance if it happens \
                again.
                """
        ) { scene in
            guard let samples = scene.situation.samples.value?.samples, samples.contains(where: \.followsOneClock),
                samples.contains(where: { sample in
                    !sample.followsOneClock && !sample.sources.contains { $0.isPTPClock && $0.state == .selected }
                })
            else { return nil }
            return scene.details(.stability)
        },
        Rule(
            "F33",
            .chronyState,
            "chrony has not yet had a good reading of the clock",
            remedy: "Wait 90 seconds after its start; if it stays so, look at the driver's counters."
        ) { scene in scene.rows(in: .unusable) },
        Rule(
            "F34",
            .chronyState,
            "chrony does not select the clock",
            remedy: "Add `prefer` to the refclock line, take `noselect` and large delays out, and restart chrony."
        ) { scene in
            guard scene.clockRows.count == 1 else { return nil }
            let rows =
                (scene.rows(in: .notCombined) ?? []) + (scene.rows(in: .combined) ?? [])
                + (scene.rows(in: .tooVariable) ?? [])
            let selected = scene.facts.sources.value?.rows.filter { $0.state == .selected } ?? []
            return rows.isEmpty ? nil : rows + selected.map(scene.row)
        },
        Rule(
            "not-followed",
            .chronyState,
            "chrony has the clock, but keeps its time by something else",
            remedy: "Run `chronyc sources` and `chronyc tracking`; restart chrony once the refclock line is right."
        ) { scene in
            guard scene.ladder.failed(.followed), scene.clockRows.map(\.state) == [.selected],
                scene.facts.clockDirectives.map({ $0.count <= 1 }) ?? true
            else { return nil }
            let isOther = (scene.facts.clockDirectives ?? []).contains { scene.facts.isOwnClock($0.parameter) == false }
            return isOther && scene.showsClock ? nil : scene.details(.followed)
        },
    ]
}

extension Scene {
    /// Daemons that set the clock besides chrony.
    fileprivate var rivals: [String] {
        let names = ["ntpd", "ntp", "ntpsec", "openntpd", "systemd-timesyncd", "phc2sys"]
        return names.filter {
            facts.units.value?[$0]?.isActive == true || $0 == "phc2sys" && correctionsByRivals != nil
        }
    }

    /// Where phc2sys says that it sets the system clock.
    fileprivate var correctionsByRivals: [String]? {
        quotes(.linuxPTP, with: "phc2sys[", "CLOCK_REALTIME ", " offset ")
    }

    /// Whether chrony runs: as systemd says, or as chrony itself does.
    fileprivate var runsChrony: Bool {
        if let unit = facts.chronyUnit { return unit.isActive }
        return facts.sources.value?.rows.contains { $0.state == .selected } == true
            || facts.tracking.value?.isSynchronised == true
    }

    /// The rows of PTP clocks in this state, as lines of evidence.
    fileprivate func rows(in state: ChronySource.State) -> [String]? {
        let rows = clockRows.filter { $0.state == state }
        return rows.isEmpty ? nil : rows.map(row)
    }
}
