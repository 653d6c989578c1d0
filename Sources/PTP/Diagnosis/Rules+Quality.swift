/// What is wrong although the clock is followed, and what nobody could see.
extension Rule {
    static let quality = [
        Rule(
            "F36",
            .quality,
            "the clock is followed, but the system clock is not there yet: chrony slews what is less than a second off",
            remedy: "Step once with `sudo chronyc makestep`, or write `makestep 0.001 3`."
        ) { scene in
            guard scene.ladder.held(.followed), scene.ladder.failed(.quality), let accuracy = Accuracy(scene.situation),
                (accuracy.systemTime.maximum ?? 0) > scene.ladder.thresholds.systemTimeMaximum
            else { return nil }
            return scene.details(.quality)
        },
        Rule(
            "loose-tracking",
            .quality,
            "the clock is followed, but chrony is not sure enough of it",
            remedy: "Use `poll 0 delay 0.000010` on the refclock line, and wait until chrony has settled."
        ) { scene in
            guard scene.ladder.held(.followed), scene.ladder.failed(.quality), let accuracy = Accuracy(scene.situation),
                (accuracy.systemTime.maximum ?? 0) <= scene.ladder.thresholds.systemTimeMaximum
            else { return nil }
            return scene.details(.quality)
        },
        Rule(
            "loose-bound",
            .quality,
            "the error that the clock admits is large",
            remedy:
                "Stop and start the instance to get another host; see `cat /sys/bus/pci/devices/*/phc_error_bound`.",
            concernsWorkingClocks: true
        ) { scene in
            scene.hasWideClock ? scene.details(.bound) : nil
        },
        Rule(
            "loose-total",
            .quality,
            "the total error can be larger than its limit, although the error that the clock admits is a usual one",
            remedy: """
                See root delay and root dispersion in `chronyc tracking`; a limit (`total_bound`) below 35 us is less \
                than these clocks reach with all that is between.
                """
        ) { scene in
            let isLoose = scene.ladder.failed(.bound) && scene.ladder.held(.quality)
            return isLoose && !scene.hasWideClock ? scene.details(.bound) : nil
        },
        Rule(
            "F39",
            .quality,
            "the driver does not tell the clock's own error, so the total error is not known",
            remedy: """
                Use Amazon's own driver from 2.10.0 on, which has phc_error_bound; drivers of the kernel's tree do not \
                have it. Nothing else on the host tells it.
                """,
            concernsWorkingClocks: true
        ) { scene in
            guard scene.showsClock, let absence = scene.facts.errorBound.absence, absence.isOfTheDriver else {
                return nil
            }
            return scene.details(.bound)
        },
    ]

    static let counters = [
        Rule(
            "F37",
            .counters,
            "the clock is read too often: it allows 125 readings a second",
            remedy: "Use `poll 0` without dpoll on one refclock line, and let nobody else read the device."
        ) { scene in
            let limit = scene.ladder.thresholds.readingsPerSecond
            if let load = scene.facts.chronyLoad, load > limit { return scene.details(.counters) }
            if scene.ladder.failed(.counters), let counting = scene.counting, counting.timestampErrors > 0 {
                return scene.details(.counters)
            }
            // Any reading that failed leaves the bound busy: which it was the counters know, where there are some.
            let blamesOthers = scene.counting.map { $0.errors > $0.timestampErrors } ?? false
            guard let absence = scene.facts.errorBound.absence, "\(absence)".contains("resource busy"), !blamesOthers
            else { return nil }
            return ["error-bound: \(absence)"]
        },
        Rule(
            "F38",
            .counters,
            "too many readings of the clock fail: device or host are overloaded or faulty",
            remedy: "Poll less often, or stop and start the instance to get another host."
        ) { scene in
            guard scene.ladder.failed(.counters), let counting = scene.counting,
                counting.errors > counting.timestampErrors, counting.failed >= scene.ladder.thresholds.failedReadings
            else { return nil }
            return scene.details(.counters)
        },
        Rule(
            "unread-clock",
            .counters,
            "the driver counts no readings: nobody reads the clock",
            remedy: "See whether chrony runs, and whether it reads the ENA's clock: `sudo chronyd -p | grep refclock`."
        ) { scene in
            guard scene.ladder.failed(.counters), let counting = scene.counting, counting.requests == 0 else {
                return nil
            }
            return scene.details(.counters)
        },
        // Last, because what the driver counts may be why.
        Rule(
            "interrupted",
            .counters,
            "the clock was followed, but not without interruption",
            remedy: "Look at chrony's log of that time, and run the case again."
        ) { scene in
            let isLost = scene.situation.samples.value?.samples.contains { !$0.followsOneClock } ?? false
            return scene.ladder.failed(.stability) && !isLost ? scene.details(.stability) : nil
        },
    ]

    /// The name of the rule for clocks that are lost with a reboot, whatever takes them away.
    static let notLasting = "not-lasting"

    /// The name of the rule for reboots that told nothing.
    static let unseenSurvival = "survival-unseen"

    static let observation = [
        Rule(
            unseenSurvival,
            .observation,
            "the clock works, but whether it survives a reboot could not be seen",
            remedy: """
                Look at the host's console output and whether it let anybody in again, and run the case again; without \
                the reboot (`reboot: false`) the clock is judged by itself.
                """,
            concernsWorkingClocks: true
        ) { $0.ladder.leavesSurvivalOpen ? $0.details(.survives) : nil },
        Rule(
            notLasting,
            .observation,
            "the clock works until the host starts anew: what was set up does not last",
            remedy: "Set the host up again, see what is missing after a reboot, and write it down where it lasts.",
            concernsWorkingClocks: true
        ) { $0.ladder.hasProof && $0.ladder.failed(.survives) ? $0.details(.survives) : nil },
        Rule(
            "no-root",
            .observation,
            "the user may not act as root, so the clock could not be read",
            remedy: "Let the user run sudo without a password, or log in as one who may."
        ) { scene in
            guard let access = scene.facts.access.value, !access.isRoot else { return nil }
            return ["access: \(access.user) may not act as root: \(access.complaint ?? "no reason is given")"]
        },
        Rule(
            "declared-not-observed",
            .observation,
            "EC2 declares that the instance type has no PTP hardware clock, and the host has one",
            remedy: "Trust the observation for this launch, and tell AWS that the declaration is out of date.",
            concernsWorkingClocks: true
        ) { $0.launch.declared == false && $0.showsClock ? $0.details(.declared, .hardware, .device) : nil },
        Rule(
            "unexpected-clock",
            .observation,
            "the clock works, and the expectation says that there is none",
            remedy: "Correct the expectation of this type (expect: supported).",
            concernsWorkingClocks: true
        ) {
            $0.launch.expectsClock == false && $0.isWorking ? $0.details(.device, .advances, .followed, .quality) : nil
        },
    ]
}

extension Scene {
    /// Whether the error that the clock itself admits is worth a word, or more than its limit.
    fileprivate var hasWideClock: Bool {
        let (clock, limits) = (ladder.accuracy?.clockBound.maximum ?? 0, ladder.thresholds)
        return clock > min(limits.wideClockBound, limits.clockBound)
    }

    fileprivate var counting: Counting? {
        guard let before = situation.countersBefore.value, let after = facts.counters.value else { return nil }
        return Counting(from: before, to: after)
    }
}
