extension Thresholds {
    /// A threshold as people set it: by a name, with a unit.
    package struct Named: Sendable {
        /// What values are measured in.
        package enum Unit: Sendable {
            case time, partsPerMillion, share, count

            /// The units that may be written, with what they mean.
            fileprivate var suffixes: [(text: String, factor: Double)] {
                switch self {
                case .time: [("ns", 1e-9), ("us", 1e-6), ("ms", 1e-3), ("s", 1)]
                case .partsPerMillion: [("ppm", 1)]
                case .share: [("%", 0.01)]
                case .count: [("", 1)]
                }
            }
        }

        package let name: String
        let unit: Unit
        let path: any WritableKeyPath<Thresholds, Double> & Sendable

        /// What a value must look like.
        package var wanted: String {
            switch unit {
            case .time: "a time such as 100us, in ns, us, ms or s"
            case .partsPerMillion: "parts in a million such as 1ppm"
            case .share: "a share such as 1%, and no more than 100%"
            case .count: "a number such as 125"
            }
        }
    }

    /// All that can be set.
    package static let named: [Named] = [
        Named(name: "total_bound", unit: .time, path: \.totalBound),
        Named(name: "clock_bound", unit: .time, path: \.clockBound),
        Named(name: "wide_clock_bound", unit: .time, path: \.wideClockBound),
        Named(name: "system_time_median", unit: .time, path: \.systemTimeMedian),
        Named(name: "system_time_maximum", unit: .time, path: \.systemTimeMaximum),
        Named(name: "rms_offset", unit: .time, path: \.rmsOffset),
        Named(name: "settling", unit: .time, path: \.settling),
        Named(name: "root_dispersion", unit: .time, path: \.rootDispersion),
        Named(name: "root_delay", unit: .time, path: \.rootDelay),
        Named(name: "skew", unit: .partsPerMillion, path: \.skew),
        Named(name: "failed_readings", unit: .share, path: \.failedReadings),
        Named(name: "failed_samples", unit: .share, path: \.failedSamples),
        Named(name: "coverage", unit: .share, path: \.coverage),
        Named(name: "last_sample_in_polls", unit: .count, path: \.lastSampleInPolls),
        Named(name: "readings_per_second", unit: .count, path: \.readingsPerSecond),
    ]

    /// Sets a threshold to what somebody wrote; false when that is no such value.
    package mutating func set(_ threshold: Named, to text: String) -> Bool {
        for (suffix, factor) in threshold.unit.suffixes where text.hasSuffix(suffix) {
            guard let number = Double(text.dropLast(suffix.count)), number.isFinite, number > 0 else { continue }
            // More than all is never met.
            guard threshold.unit != .share || number * factor <= 1 else { return false }
            self[keyPath: threshold.path] = number * factor
            return true
        }
        return false
    }
}

extension Thresholds {
    /// The key of the setting that they come from.
    package static let setting = "thresholds"

    /// Reads what `description` writes; `nil` where that is anything else.
    package init?(written text: String) {
        self.init()
        guard text != Self.suggestedOnes else { return }
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let threshold = Self.named.first(where: { $0.name == parts[0] }),
                set(threshold, to: parts[1])
            else { return nil }
        }
    }

    private static let suggestedOnes = "those of the documentation"
}

extension Thresholds: CustomStringConvertible {
    /// Those that are not the suggested ones, as they would be written.
    package var description: String {
        let suggested = Thresholds()
        let changed = Self.named.filter { self[keyPath: $0.path] != suggested[keyPath: $0.path] }
        let words = changed.map { "\($0.name)=\($0.text(of: self[keyPath: $0.path]))" }
        return words.isEmpty ? Self.suggestedOnes : words.joined(separator: ",")
    }
}

extension Thresholds.Named {
    fileprivate func text(of value: Double) -> String {
        // The smallest unit with which the number is not too long to read.
        let suffix = unit.suffixes.last { value / $0.factor >= 1 } ?? unit.suffixes[0]
        let number = ((value / suffix.factor) * 1e6).rounded() / 1e6
        return (number == number.rounded() && number < 1e15 ? "\(Int(number))" : "\(number)") + suffix.text
    }
}
