import Orchestration

/// The second half of rung 7: whether it stays so.
extension Ladder {
    var stability: Standing {
        guard let all = situation.samples.value else {
            return .unknown("no samples over time", because: situation.samples.absence)
        }
        guard all.planned > 1 else { return .unknown("a single sample shows nothing of stability") }
        let problems =
            [coverage(of: all)] + [selection(in: all), freshness(of: all), progress(of: all), steps(during: all)]
            + [failedReads(in: all)]
        let found = problems.compactMap(\.self)
        guard found.isEmpty else { return .judged(false, found.joined(separator: "; ")) }
        let name = all.samples.first?.sources.first(where: \.isPTPClock)?.name ?? ""
        return .judged(true, "\(name) was selected in all \(all.samples.count) samples of \(all.planned) planned")
    }

    private func coverage(of all: ChronySamples) -> String? {
        let isEnough = Double(all.samples.count) >= Double(all.planned) * thresholds.coverage
        return isEnough && !all.samples.isEmpty
            ? nil : "only \(all.samples.count) of \(all.planned) samples could be read"
    }

    private func selection(in all: ChronySamples) -> String? {
        let lost = all.samples.filter { !$0.followsOneClock }
        guard let first = lost.first else { return nil }
        let selected = first.sources.filter { $0.state == .selected }.map(\.name).joined(separator: ", ")
        return """
            in \(lost.count) of \(all.samples.count) samples not exactly one PHC is selected, first in number \
            \(first.number): \(selected.isEmpty ? "nothing" : selected)
            """
    }

    private func freshness(of all: ChronySamples) -> String? {
        let stale = all.samples.filter { sample in
            sample.sources.contains {
                $0.isPTPClock && $0.state == .selected && !$0.isFresh(within: thresholds.lastSampleInPolls)
            }
        }
        guard let first = stale.first else { return nil }
        return "in \(stale.count) samples the last reading is too old, first in number \(first.number)"
    }

    private func progress(of all: ChronySamples) -> String? {
        let times = all.samples.map(\.tracking.referenceTime)
        guard let first = times.first, let last = times.last, times.count > 1 else { return nil }
        if zip(times, times.dropFirst()).contains(where: { $0 > $1 }) { return "the reference time went back" }
        return last > first ? nil : "the reference time stands still"
    }

    /// Steps that chrony tells of since the first sample; the one that set the clock right before is no trouble.
    private func steps(during all: ChronySamples) -> String? {
        guard let start = all.samples.first?.tracking.referenceTime else { return nil }
        let steps = (facts.chronyLog.value?.lines ?? []).filter { line in
            guard line.holds("System clock was stepped") || line.holds("System clock wrong by") else {
                return false
            }
            return Lines.moment(of: line).map { Double($0.nanoseconds) * 1e-9 >= start } ?? false
        }
        return steps.first.map { "the system clock was stepped: \($0)" }
    }

    private func failedReads(in all: ChronySamples) -> String? {
        guard let share = all.failedReads, share >= thresholds.failedSamples else { return nil }
        return "phc_error_bound could not be read in \(inWords(share: share)) of the samples"
    }
}

extension ChronySamples {
    /// The share of samples in which the clock's bound could not be read; `nil` where it never could.
    var failedReads: Double? {
        let read = samples.count { $0.errorBound != nil }
        return read == 0 ? nil : Double(samples.count - read) / Double(samples.count)
    }
}

extension ChronySamples.Sample {
    /// Whether exactly one source is selected and is the only PTP clock.
    var followsOneClock: Bool {
        let clocks = sources.filter(\.isPTPClock)
        return clocks.count == 1 && clocks[0].state == .selected && sources.count { $0.state == .selected } == 1
            && tracking.isPTPClock
    }
}

extension ChronySource {
    /// Whether its last sample is recent; reach need not be 377, as healthy hosts miss a poll now and then.
    func isFresh(within polls: Double) -> Bool {
        guard let lastSample else { return false }
        // Seconds are whole, so polls of less than a second count as one.
        return Double(lastSample) <= polls * max(1, seconds(log2: poll))
    }
}

/// 2 to the power of what a host says, within reason.
func seconds(log2 exponent: Int) -> Double {
    Double(sign: .plus, exponent: min(max(exponent, -30), 30), significand: 1)
}
