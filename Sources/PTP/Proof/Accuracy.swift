import Orchestration

/// How good the system clock is by chrony's account: over all samples, or at one look where none were taken.
struct Accuracy: Sendable {
    private struct Look: Sendable {
        let tracking: ChronyTracking
        /// The clock's own bound in seconds.
        let clockBound: Double?

        init(_ tracking: ChronyTracking, clockBound nanoseconds: Int?) {
            self.tracking = tracking
            // A bound of 0 is no bound.
            clockBound = nanoseconds.flatMap { $0 > 0 ? Double($0) * 1e-9 : nil }
        }

        /// What chrony knows of: it takes a reference clock itself for exact.
        var ownBound: Double { abs(tracking.systemTime) + tracking.rootDelay / 2 + tracking.rootDispersion }
    }

    private let looks: [Look]
    /// Whether only one look was asked for.
    let isOneLook: Bool
    /// For how many seconds chrony had followed the clock at the end, where its log tells.
    let settledFor: Double?

    /// What there is to go by; `nil` where samples were asked for and cannot be read, or nothing was asked.
    init?(_ situation: Situation) {
        let facts = situation.facts
        switch situation.samples {
        case .known(let all) where !all.samples.isEmpty:
            looks = all.samples.map { Look($0.tracking, clockBound: $0.errorBound) }
            isOneLook = false
        case .missing(.notAsked):
            guard let tracking = facts.tracking.value else { return nil }
            looks = [Look(tracking, clockBound: facts.errorBound.value?.nanoseconds)]
            isOneLook = true
        default: return nil
        }
        let selected = facts.chronyLog.value?.moment(ofLast: "Selected source PHC")
        let last = looks.last?.tracking.referenceTime ?? 0
        settledFor = selected.map { last - Double($0.nanoseconds) * 1e-9 }
    }

    var systemTime: Series { Series(looks.map { abs($0.tracking.systemTime) }) }
    var rootDispersion: Series { Series(looks.map(\.tracking.rootDispersion)) }
    var rootDelay: Series { Series(looks.map(\.tracking.rootDelay)) }
    var skew: Series { Series(looks.map(\.tracking.skew)) }
    var clockBound: Series { Series(looks.compactMap(\.clockBound)) }
    /// |system time| + root delay / 2 + root dispersion, without the clock's own bound.
    var ownBound: Series { Series(looks.map(\.ownBound)) }
    /// The same with the clock's own bound.
    var totalBound: Series { Series(looks.compactMap { look in look.clockBound.map { $0 + look.ownBound } }) }

    var lastSystemTime: Double { looks.last?.tracking.systemTime ?? 0 }
    var rmsOffset: Double { looks.last?.tracking.rmsOffset ?? 0 }
    /// Whether chrony's average of offsets falls.
    var isSettling: Bool {
        guard let first = looks.first, looks.count > 1 else { return true }
        return rmsOffset < first.tracking.rmsOffset
    }
}

extension Lines {
    /// When the last line with these words was written, where lines begin with a moment.
    func moment(ofLast words: String) -> Timestamp? {
        lines.last { $0.holds(words) }.flatMap(Self.moment)
    }

    static func moment(of line: String) -> Timestamp? {
        line.split(separator: " ", maxSplits: 1).first.flatMap { Timestamp($0) }
    }
}
