import Orchestration

/// Something that is measured of cases, and what is good about it.
public struct Metric: Sendable, Equatable {
    /// Which values are better.
    public enum Direction: String, Sendable, CaseIterable {
        case lower
        case higher
        /// Neither: it says what was done, not how well.
        case neutral
    }

    /// Its name among the figures of a case.
    public let name: String
    /// What its values are in: `s`, `ppm`, `1` for shares, `1/s`, or nothing for counts.
    public let unit: String
    /// Which values are better.
    public let direction: Direction
    /// Whether types are judged by it.
    ///
    /// Of figures that follow from each other one is enough: each more that is tested takes from what tests can tell.
    public let isPrimary: Bool
    /// Less than this between two values matters to nobody.
    public let grain: Double

    private init(
        _ name: String,
        _ unit: String,
        _ direction: Direction = .lower,
        isPrimary: Bool = false,
        grain: Double = 0
    ) {
        self.name = name
        self.unit = unit
        self.direction = direction
        self.isPrimary = isPrimary
        self.grain = grain
    }
}

extension Metric {
    /// The metric that sums up how good a clock is.
    public static let headline = named("total_error_bound")

    /// All that are known, the most telling first.
    public static let table: [Metric] =
        family("total_error_bound", isPrimary: true) + family("phc_error_bound", isPrimary: true)
        + [Metric("system_time_median", "s", isPrimary: true, grain: nanoseconds(100))]
        + quantiles("system_time_median") + [Metric("rms_offset", "s", grain: nanoseconds(100))]
        + family("root_delay") + family("root_dispersion")
        + [Metric("skew", "ppm", grain: 0.01)]
        + quantileSuffixes.map { Metric("skew_\($0)", "ppm", grain: 0.01) }
        + [
            Metric("failed_readings", "1", isPrimary: true, grain: 0.001), Metric("failed_reads", "1", grain: 0.001),
            Metric(CaseResults.durationMetric, "s", isPrimary: true, grain: 10),
            Metric("system_time", "s", .neutral), Metric("clock_offset", "s", .neutral),
            Metric("samples", "", .neutral), Metric("samples_planned", "", .neutral),
            Metric("samples_followed", "", .neutral), Metric("readings", "", .neutral),
            Metric("chrony_readings", "1/s", .neutral),
        ]

    /// The metric of that name; of one that is not in the table nobody knows what is good.
    public static func named(_ name: String, unit: String = "") -> Metric {
        known[name] ?? Metric(name, unit, .neutral)
    }

    /// The place in the table; behind it for what is not there.
    var place: Int { Self.places[name] ?? Self.places.count }

    /// Whether the table has it.
    public var isKnown: Bool { Self.known[name] != nil }

    private static let known = Dictionary(table.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    private static let places = Dictionary(uniqueKeysWithValues: table.enumerated().map { ($1.name, $0) })

    private static let quantileSuffixes = ["p90", "p99", "max"]

    private static func nanoseconds(_ count: Double) -> Double { count * 1e-9 }

    /// A series of times with its quantiles, by its median.
    private static func family(_ name: String, isPrimary: Bool = false) -> [Metric] {
        [Metric(name, "s", isPrimary: isPrimary, grain: nanoseconds(100))] + quantiles(name)
    }

    private static func quantiles(_ name: String) -> [Metric] {
        quantileSuffixes.map { Metric("\(name)_\($0)", "s", grain: nanoseconds(100)) }
    }
}

// MARK: - In words

extension Metric {
    /// A value in the unit that suits it.
    public func inWords(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        return switch unit {
        case "s": Self.time(value)
        case "1": "\(rounded(value * 100, digits: 3)) %"
        case "": rounded(value, digits: 4)
        case _: "\(rounded(value, digits: 3)) \(unit)"
        }
    }

    private static func time(_ seconds: Double) -> String {
        let units: [(limit: Double, factor: Double, name: String)] = [
            (1e-6, 1e9, "ns"), (1e-3, 1e6, "\u{b5}s"), (1, 1e3, "ms"), (.infinity, 1, "s"),
        ]
        let unit = units.first { abs(seconds) < $0.limit } ?? units[3]
        return "\(rounded(seconds * unit.factor, digits: 3)) \(unit.name)"
    }
}

/// A number with so many digits that mean something, without an exponent where it has none in daily life.
func rounded(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    var scale = 1.0
    var places = 0
    while abs(value) * scale < tenToThe(digits - 1), places < 12 {
        scale *= 10
        places += 1
    }
    let result = (value * scale).rounded() / scale
    guard abs(result) < 1e15 else { return "\(result)" }
    return result == result.rounded() ? "\(Int64(result))" : "\(result)"
}

private func tenToThe(_ exponent: Int) -> Double { (0..<exponent).reduce(1.0) { power, _ in power * 10 } }

/// A share as a change in per cent, with its sign: `+30 %`.
func inWords(change share: Double) -> String {
    guard share.isFinite else { return share > 0 ? "from nothing" : "beyond all measure" }
    let text = rounded(share * 100, digits: abs(share) < 0.1 ? 2 : 3)
    return (share > 0 ? "+" : "") + "\(text) %"
}
