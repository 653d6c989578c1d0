import Orchestration

/// What the driver counted between two moments.
struct Counting: Sendable {
    let good: Int
    let errors: Int
    let timestampErrors: Int
    let requests: Int

    /// `nil` when a counter went back: the driver was loaded anew in between.
    init?(from before: ClockCounters, to after: ClockCounters) {
        func difference(_ before: Int?, _ after: Int?) -> Int? {
            // What a driver does not count apart is among its other errors.
            guard let before, let after else { return before == nil && after == nil ? 0 : nil }
            let (difference, isAbsurd) = after.subtractingReportingOverflow(before)
            // Nothing counts that far in a lifetime; sums stay within numbers.
            return isAbsurd || difference < 0 || difference > 1 << 58 ? nil : difference
        }
        guard let good = difference(before.good, after.good), let expired = difference(before.expired, after.expired),
            let skipped = difference(before.skipped, after.skipped),
            let device = difference(before.deviceErrors, after.deviceErrors),
            let timestamp = difference(before.timestampErrors, after.timestampErrors),
            let bound = difference(before.boundErrors, after.boundErrors)
        else { return nil }
        self.good = good
        timestampErrors = timestamp
        errors = expired + device + timestamp + bound
        requests = good + errors + skipped
    }

    /// The share of readings that failed.
    var failed: Double { requests == 0 ? 0 : Double(errors) / Double(requests) }
}

extension HostFacts {
    /// How often a second chrony reads the ENA's clock, as it is configured; `nil` where that is not known.
    var chronyLoad: Double? {
        guard let directives = clockDirectives else { return nil }
        return directives.filter { isOwnClock($0.parameter) != false }.reduce(0) { $0 + readings(of: $1) }
    }
}

extension ChronyConfiguration.ReferenceClock {
    /// log2 of the seconds between readings: never longer than between polls.
    var pollOfDevice: Int { min(driverPoll, options["poll"].flatMap { Int($0) } ?? 4) }
}

/// The end of rung 7: the driver's counters (DOMAIN d.4).
extension Ladder {
    var counters: Standing {
        let load = facts.chronyLoad
        if let load, load > thresholds.readingsPerSecond {
            return .judged(
                false,
                "chrony reads the clock \(load) times a second, which allows \(thresholds.readingsPerSecond)"
            )
        }
        let rate = load.map { ", chrony reads it \($0) times a second" } ?? ""
        guard let after = facts.counters.value else {
            let absence = facts.counters.absence ?? .notAsked
            return Standing(
                status: .notMeasured,
                detail: "the driver's counters are not known: \(absence)",
                isUntold: facts.isInTree == true && absence.isOfTheDriver
            )
        }
        guard let before = situation.countersBefore.value else {
            return .unknown("the counters were read only once, and say \(after.words) since the driver was loaded")
        }
        guard let counting = Counting(from: before, to: after) else {
            return .unknown("the counters went back: the driver was loaded anew between the two readings")
        }
        let isGood = counting.good > 0 && counting.failed < thresholds.failedReadings
        return .judged(
            isGood,
            """
            \(counting.errors) of \(counting.requests) readings failed (\(inWords(share: counting.failed))), \
            \(counting.good) were good\(rate)
            """
        )
    }
}

extension ClockCounters {
    fileprivate var words: String { "\(good) good, \(expired) expired, \(skipped) skipped" }
}
