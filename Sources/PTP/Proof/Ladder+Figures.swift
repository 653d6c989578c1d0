package import Orchestration

extension Ladder {
    /// The worst total error that was measured, in seconds.
    package var totalBound: Double? { accuracy?.totalBound.maximum }

    /// The measured figures (DOMAIN d.3); what was not measured is not among them.
    package var figures: [Figure] {
        accuracyFigures + stabilityFigures + counterFigures
    }

    private var accuracyFigures: [Figure] {
        guard let accuracy else { return [] }
        var figures = [Figure("system_time", accuracy.lastSystemTime, unit: "s")]
        func add(_ name: String, _ series: Series, _ unit: String = "s") {
            if let median = series.median { figures.append(Figure(name, median, unit: unit)) }
            guard !accuracy.isOneLook else { return }
            for (share, suffix) in [(0.9, "p90"), (0.99, "p99"), (1, "max")] {
                if let value = series.quantile(share) { figures.append(Figure("\(name)_\(suffix)", value, unit: unit)) }
            }
        }
        add("system_time_median", accuracy.systemTime)
        add("root_delay", accuracy.rootDelay)
        add("root_dispersion", accuracy.rootDispersion)
        add("skew", accuracy.skew, "ppm")
        add("phc_error_bound", accuracy.clockBound)
        add("total_error_bound", accuracy.totalBound)
        figures.append(Figure("rms_offset", accuracy.rmsOffset, unit: "s"))
        return figures
    }

    private var stabilityFigures: [Figure] {
        var figures: [Figure] = []
        if let samples = situation.samples.value {
            figures.append(Figure("samples", Double(samples.samples.count), unit: ""))
            figures.append(Figure("samples_planned", Double(samples.planned), unit: ""))
            let followed = samples.samples.count(where: \.followsOneClock)
            figures.append(Figure("samples_followed", Double(followed), unit: ""))
            if let share = samples.failedReads { figures.append(Figure("failed_reads", share, unit: "1")) }
        }
        if let reading = facts.reading.value {
            figures.append(Figure("clock_offset", Double(reading.offset) * 1e-9, unit: "s"))
        }
        return figures
    }

    private var counterFigures: [Figure] {
        var figures: [Figure] = []
        if let load = facts.chronyLoad { figures.append(Figure("chrony_readings", load, unit: "1/s")) }
        guard let before = situation.countersBefore.value, let after = facts.counters.value,
            let counting = Counting(from: before, to: after)
        else { return figures }
        figures.append(Figure("readings", Double(counting.requests), unit: ""))
        if counting.requests > 0 { figures.append(Figure("failed_readings", counting.failed, unit: "1")) }
        return figures
    }
}
