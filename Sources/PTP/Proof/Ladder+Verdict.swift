package import Orchestration

extension Ladder {
    /// What follows from the rungs (DOMAIN d.2).
    ///
    /// Absence needs positive evidence, and working needs all of the proof. Only what this driver tells nobody is not
    /// held against it (``Thresholds/requiresClockBound``): the reason then names what stays unmeasured.
    package var verdict: (verdict: Verdict, reason: String) {
        if hasProof {
            if failed(.survives) {
                return (.partial, "the ENA clock works, but does not survive: \(standing(.survives).detail)")
            }
            if leavesSurvivalOpen {
                return (
                    .inconclusive, "the ENA clock works, but whether it survives is open: \(standing(.survives).detail)"
                )
            }
            let untold = Rung.proof.map(standing).filter { $0.status != .held }.map(\.detail)
            let reason = "the ENA clock is there, advances, is followed and is accurate"
            return (.supported, ([reason] + untold).joined(separator: "; but "))
        }
        guard hasHardware else { return absence }
        if let failed = failedBuild {
            return (
                .inconclusive,
                "clock hardware is there, but the driver could not be built: \(failed.id) failed\(failed.lastLine)"
            )
        }
        if let failed = Rung.use.first(where: failed) {
            return (.partial, "clock hardware is there, but: \(standing(failed).detail)")
        }
        let missing = Rung.use.first { standing($0).status == .notMeasured && !isProven($0) }
        return (.inconclusive, missing.map { standing($0).detail } ?? "the proof is incomplete")
    }

    /// Whether clock hardware was seen: by its clock, or by EC2's own time source.
    var hasHardware: Bool { facts.ownClocks?.isEmpty == false || held(.hardware) }

    /// Whether somebody wanted a reboot that told nothing about a clock that is proven otherwise.
    var leavesSurvivalOpen: Bool {
        hasProof && situation.afterReboot != nil && standing(.survives).status == .notMeasured
    }

    /// The last try to get a driver, where it failed and nothing else is known to keep the clock away.
    ///
    /// A failed build says something of the build, and nothing of the host's clock.
    var failedBuild: StepOutcome? {
        guard hasHardware, facts.ownClocks?.isEmpty == true, facts.isEnabled != true else { return nil }
        guard let last = situation.steps.last(where: { ["packages", "build"].contains($0.id) }) else { return nil }
        return last.isSuccess ? nil : last
    }

    /// Whether all of the proof is there.
    var hasProof: Bool { Rung.proof.allSatisfy(isProven) }

    private func isProven(_ rung: Rung) -> Bool { held(rung) || standing(rung).isUntold }

    private var absence: (verdict: Verdict, reason: String) {
        guard let own = facts.ownClocks else {
            let why = facts.clocks.absence.map { ": \($0)" } ?? ""
            return (.inconclusive, "the clocks of the host could not be listed\(why)")
        }
        guard own.isEmpty else { return (.inconclusive, "the proof is incomplete") }
        if situation.launch.declared == false {
            return (.unsupported, "EC2 declares no clock for the type, and the host shows none")
        }
        guard failed(.hardware) else {
            return (.inconclusive, "no ENA clock was seen, but nothing proves that there is none")
        }
        guard facts.interface.value?.driver == "ena", facts.isEnabled == true else {
            return (.inconclusive, "no ENA clock was seen, but the driver was not ready to offer one")
        }
        if situation.launch.declared == true, !held(.declared) {
            // What the type can do shows only in a launch that may have the clock.
            return (
                .inconclusive,
                "this launch has no ENA clock, which says nothing of the type: \(standing(.declared).detail)"
            )
        }
        return (.unsupported, "the driver is ready, there is no ENA clock, and the time source is an ordinary one")
    }
}

extension StepOutcome {
    /// What it said last, as the end of a sentence.
    fileprivate var lastLine: String {
        output.split(whereSeparator: \.isNewline).last.map { ": \($0.prefix(200))" } ?? ""
    }
}
