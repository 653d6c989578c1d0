import Orchestration

/// The first half of rung 7: how close the system clock is, and how large its error can be.
extension Ladder {
    /// Which looks a figure comes from, for details.
    private func scope(_ accuracy: Accuracy) -> String {
        guard !accuracy.isOneLook, let samples = situation.samples.value else { return "one look, not several samples" }
        return "\(samples.samples.count) samples"
    }

    private func unmeasured(_ what: String) -> Standing {
        let absence = situation.samples.absence
        let why = absence == .notAsked ? facts.tracking.absence : absence
        return .unknown("\(what) could not be measured", because: why ?? .unreadable("no sample is whole"))
    }

    var quality: Standing {
        guard let accuracy else { return unmeasured("the quality") }
        let median = accuracy.systemTime.median ?? 0
        let maximum = accuracy.systemTime.maximum ?? 0
        let dispersion = accuracy.rootDispersion.median ?? 0
        let delay = accuracy.rootDelay.median ?? 0
        let skew = accuracy.skew.median ?? 0
        let (rms, limits) = (accuracy.rmsOffset, thresholds)
        var problems: [String] = []
        func check(_ name: String, _ value: Double, _ limit: Double) {
            // A number that is none is not within any limit.
            if !(value <= limit) {
                problems.append("\(name) \(inWords(seconds: value)) is more than \(inWords(seconds: limit))")
            }
        }
        if !accuracy.isOneLook { check("median system time", median, limits.systemTimeMedian) }
        check("system time", maximum, limits.systemTimeMaximum)
        check("root dispersion", dispersion, limits.rootDispersion)
        check("root delay", delay, limits.rootDelay)
        if !(skew <= limits.skew) { problems.append("skew \(skew) ppm is more than \(limits.skew) ppm") }
        // The average remembers the first correction for minutes: before that only its direction counts.
        let isSettled = accuracy.settledFor.map { $0 >= limits.settling } ?? false
        if isSettled || !accuracy.isSettling { check("RMS offset", rms, limits.rmsOffset) }
        let seen = """
            \(scope(accuracy)): system time \(inWords(seconds: median)) median, \(inWords(seconds: maximum)) at most, \
            RMS offset \(inWords(seconds: rms)), root dispersion \(inWords(seconds: dispersion)), \
            root delay \(inWords(seconds: delay)), skew \(skew) ppm
            """
        return .judged(problems.isEmpty, (problems + [seen]).joined(separator: "; "))
    }

    var bound: Standing {
        guard let accuracy else { return unmeasured("the bound of the error") }
        let own = accuracy.ownBound.maximum ?? 0
        guard let total = accuracy.totalBound.maximum, let clock = accuracy.clockBound.maximum else {
            let limit = inWords(seconds: thresholds.totalBound)
            guard own <= thresholds.totalBound else {
                return .judged(
                    false,
                    "the error can be \(inWords(seconds: own)) without the clock's own, more than \(limit)"
                )
            }
            return untoldBound("\(inWords(seconds: own)) by chrony's account")
        }
        let isGood = total <= thresholds.totalBound && clock <= thresholds.clockBound
        let median = accuracy.totalBound.median ?? total
        return .judged(
            isGood,
            """
            \(scope(accuracy)): the error is at most \(inWords(seconds: total)) \
            (median \(inWords(seconds: median)), limit \(inWords(seconds: thresholds.totalBound))), \
            of which the clock itself \(inWords(seconds: clock))
            """
        )
    }

    /// What is said where the clock's own bound is missing (DOMAIN F39).
    private func untoldBound(_ own: String) -> Standing {
        let absence = facts.errorBound.absence ?? .unreadable("0 is no bound")
        let detail = "the total error is not measured (\(own)), because phc_error_bound is \(absence)"
        let isUntold = facts.isInTree == true && absence.isOfTheDriver && !thresholds.requiresClockBound
        return Standing(status: .notMeasured, detail: detail, isUntold: isUntold)
    }
}

extension Absence {
    /// Whether the driver simply does not have it, rather than that somebody could not look.
    var isOfTheDriver: Bool {
        switch self {
        case .notThere: true
        case .failed(_, let complaint): complaint.isEmpty
        case .notAsked, .noAnswer, .noSuchTool, .notPermitted, .unreadable: false
        }
    }
}
