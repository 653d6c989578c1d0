package import Orchestration

/// What follows from outputs that somebody handed in, which may be one or many: most is unknown then.
package enum Replay {
    /// The verdict of the ladder where the outputs are complete, else what they alone prove.
    ///
    /// `#* PHC0` is no proof, because `ptp_kvm`, Hyper-V and others are PHC0 too. Next to it, a clock of the ENA's name
    /// or EC2's own source at stratum 1 tells them apart, unless another clock shows too. What shows too little, or
    /// a clock that is not in good use, is inconclusive.
    package static func verdict(
        for situation: Situation,
        thresholds: Thresholds = Thresholds()
    ) -> (verdict: Verdict, reason: String) {
        verdict(for: Ladder(situation, thresholds: thresholds))
    }

    /// The same where the ladder is there already.
    package static func verdict(for ladder: Ladder) -> (verdict: Verdict, reason: String) {
        let judged = ladder.verdict
        // What only a reboot left open is judged already.
        guard judged.verdict == .inconclusive, !ladder.hasProof else { return judged }
        guard let clock = ladder.followedClock else { return (.inconclusive, ladder.whatIsShown ?? judged.reason) }
        guard ladder.hasHardware else {
            let reason = """
                chrony follows \(clock), but nothing shows that this is an ENA's clock: other PTP clocks are called so \
                too
                """
            return (.inconclusive, reason)
        }
        if let doubt = ladder.doubtAboutOrigin {
            return (.inconclusive, "chrony follows \(clock), which may not be the ENA's clock: \(doubt)")
        }
        if let doubt = ladder.doubtAboutUse {
            return (.inconclusive, "chrony has selected \(clock), but \(doubt)")
        }
        if let failed = Ladder.Rung.use.first(where: ladder.failed) {
            return (.inconclusive, "chrony follows \(clock), but: \(ladder.standing(failed).detail)")
        }
        // Who watched over time has more to say than one look, and has said it.
        guard ladder.situation.samples.value == nil else { return judged }
        let proof = ladder.held(.device) || ladder.facts.ownClocks?.isEmpty == false ? Ladder.Rung.device : .hardware
        let quality = ladder.held(.quality) ? "; \(ladder.standing(.quality).detail)" : ""
        return (.supported, "one look: chrony follows \(clock), and \(ladder.standing(proof).detail)\(quality)")
    }
}

extension Ladder {
    /// The name of the PTP clock that chrony follows, whosever it is, if nothing speaks against it.
    fileprivate var followedClock: String? {
        let clocks = facts.sources.value?.rows.filter(\.isPTPClock)
        if let clocks {
            guard clocks.count == 1, clocks[0].state == .selected else { return nil }
            return facts.tracking.value?.follows(clocks[0]) == false ? nil : clocks[0].name
        }
        guard let tracking = facts.tracking.value, tracking.isPTPClock else { return nil }
        return tracking.name.isEmpty ? "a PHC" : tracking.name
    }

    /// What an output that proves nothing does show.
    fileprivate var whatIsShown: String? {
        if let own = facts.ownClocks?.first {
            return "\(own.node) is \"\(own.name)\", an ENA's clock; nothing shows whether anybody follows it"
        }
        if failed(.hardware) {
            return "\(standing(.hardware).detail), as on ordinary hosts; nothing shows whether there is a clock"
        }
        if let isEnabled = facts.isEnabled {
            return
                "the driver was\(isEnabled ? "" : " not") told to offer its clock; nothing shows whether there is one"
        }
        return nil
    }
}
