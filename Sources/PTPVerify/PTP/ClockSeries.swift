package import Orchestration
package import PTP
package import Reports

/// How a clock went on over time, second by second, from what chrony said.
package enum ClockSeries {
    /// Reads the samples among the evidence of a case; the limits are those by which it is judged.
    package static func reader(_ thresholds: Thresholds = Thresholds()) -> SeriesReader {
        { result in
            let evidence = result.evidence.filter { $0.id == Sampling.id }
            guard let samples = HostRecord(evidence).situation.samples.value, !samples.samples.isEmpty else {
                return []
            }
            return Quantity.all.compactMap { $0.series(of: samples, thresholds) }
        }
    }
}

extension RunReport {
    /// Reports a history in which clocks were proven, with how they went on over time.
    ///
    /// - Parameter redaction: what is not told; without one, what the run's configuration says.
    package init(proving history: RunHistory, redaction: Redaction? = nil) {
        let written = history.plan?.configuration.last { $0.key == Thresholds.setting }?.value
        let thresholds = written.flatMap { Thresholds(written: $0) } ?? Thresholds()
        self.init(history, series: ClockSeries.reader(thresholds), redaction: redaction)
    }
}

/// Something that each sample tells.
private struct Quantity {
    let name: String
    let title: String
    let limit: any KeyPath<Thresholds, Double> & Sendable
    let value: @Sendable (ChronySamples.Sample) -> Double?

    static let all = [
        Quantity(name: "system_time", title: "Offset of system time", limit: \.systemTimeMaximum) {
            $0.tracking.systemTime
        },
        Quantity(name: "total_error_bound", title: "Bound of the total error", limit: \.totalBound) { sample in
            sample.clockBound.map { $0 + sample.ownBound }
        },
        Quantity(name: "phc_error_bound", title: "Bound of the clock's own error", limit: \.clockBound) {
            $0.clockBound
        },
    ]

    /// The values in the order of time; `nil` where no sample tells one.
    func series(of samples: ChronySamples, _ thresholds: Thresholds) -> CaseSeries? {
        var points: [CaseSeries.Point] = []
        var isKnown = false
        var next = samples.samples.first?.number ?? 0
        for sample in samples.samples {
            let value = value(sample)
            isKnown = isKnown || value != nil
            // Seconds without a sample are a gap, and no line leads over it.
            for second in next..<max(next, sample.number) {
                points.append(CaseSeries.Point(seconds: Double(second), value: .nan))
            }
            points.append(CaseSeries.Point(seconds: Double(sample.number), value: value ?? .nan))
            next = sample.number + 1
        }
        guard isKnown else { return nil }
        return CaseSeries(name: name, title: title, unit: "s", points: points, limit: thresholds[keyPath: limit])
    }
}

extension ChronySamples.Sample {
    /// The clock's own bound in seconds; a bound of 0 is none.
    fileprivate var clockBound: Double? { errorBound.flatMap { $0 > 0 ? Double($0) * 1e-9 : nil } }

    /// What chrony knows of: it takes a reference clock itself for exact.
    fileprivate var ownBound: Double {
        abs(tracking.systemTime) + tracking.rootDelay / 2 + tracking.rootDispersion
    }
}
