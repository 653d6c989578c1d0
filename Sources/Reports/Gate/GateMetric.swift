import Orchestration

/// How many values of one case become one.
package enum GateFunction: String, Sendable, CaseIterable {
    case median
    case p90
    case p99
    case max
    case last

    /// Reads a function, also by its other name.
    init?(spelled text: String) {
        guard let function = GateFunction(rawValue: text) ?? (text == "p50" ? .median : nil) else { return nil }
        self = function
    }

    /// What is not more than what: `nil` where that is not known.
    var rank: Int? {
        switch self {
        case .median: 0
        case .p90: 1
        case .p99: 2
        case .max: 3
        case .last: nil
        }
    }
}

/// Something that a run records of a case in numbers.
package struct GateMetric: Sendable, Hashable {
    /// What it is called.
    package let name: String
    /// What else it is called.
    let aliases: [String]
    /// What it is measured in.
    let dimension: GateDimension
    /// The figure that tells each function of it; a metric of one value a case has one without a function.
    private let figures: [GateFunction?: String]
    /// Whether it can be measured where there is no clock.
    let isOfCase: Bool

    private init(
        _ name: String,
        aka aliases: [String] = [],
        _ dimension: GateDimension,
        _ figures: [GateFunction?: String],
        isOfCase: Bool = false
    ) {
        self.name = name
        self.aliases = aliases
        self.dimension = dimension
        self.figures = figures
        self.isOfCase = isOfCase
    }

    /// A metric that is measured again and again.
    private static func series(
        _ name: String,
        aka aliases: [String] = [],
        _ dimension: GateDimension,
        median: String? = nil,
        last: String? = nil
    ) -> GateMetric {
        let median = median ?? name
        var figures: [GateFunction?: String] = [.some(.median): median]
        for function in [GateFunction.p90, .p99, .max] { figures[function] = "\(median)_\(function.rawValue)" }
        if let last { figures[.some(.last)] = last }
        return GateMetric(name, aka: aliases, dimension, figures)
    }

    private static func single(
        _ name: String,
        aka aliases: [String] = [],
        _ dimension: GateDimension,
        isOfCase: Bool = false
    ) -> GateMetric {
        GateMetric(name, aka: aliases, dimension, [nil: name], isOfCase: isOfCase)
    }

    /// All that there are.
    package static let all: [GateMetric] = [
        series("total_error_bound", aka: ["error_bound"], .time),
        series("phc_error_bound", aka: ["clock_bound"], .time),
        series("system_time", aka: ["offset"], .time, median: "system_time_median", last: "system_time"),
        series("root_dispersion", .time),
        series("root_delay", .time),
        series("skew", .partsPerMillion),
        single("rms_offset", .time),
        single("clock_offset", .time),
        single("failed_readings", aka: ["errors"], .share),
        single("failed_reads", .share),
        single("chrony_readings", aka: ["readings_per_second"], .rate),
        single("readings", .count),
        single("samples", .count),
        single(CaseResults.durationMetric, .time, isOfCase: true),
    ]

    /// The metric of that name, or of that other name.
    static func named(_ name: String) -> GateMetric? { all.first { $0.name == name || $0.aliases.contains(name) } }

    /// All names, also the other ones.
    static var names: [String] { all.flatMap { [$0.name] + $0.aliases } }

    /// Whether it is measured again and again, so that a function has to say what is meant.
    var isSeries: Bool { figures[nil] == nil }

    /// The functions that it has, in their order.
    var functions: [GateFunction] { GateFunction.allCases.filter { figures[$0] != nil } }

    /// The name of the figure that a case records.
    func figure(_ function: GateFunction?) -> String? { figures[function] }
}

/// One figure of a case as policies write it: `p99(total_error_bound)`, or `failed_readings`.
package struct GateFigure: Sendable, Hashable, CustomStringConvertible {
    /// What is measured.
    package let metric: GateMetric
    /// What is made of its values; nothing where there is only one.
    package let function: GateFunction?
    /// The figure that a case records.
    let recorded: String

    /// Names a figure; `nil` where the metric has none such.
    init?(_ metric: GateMetric, _ function: GateFunction?) {
        guard let recorded = metric.figure(function) else { return nil }
        self.metric = metric
        self.function = function
        self.recorded = recorded
    }

    /// All that there are.
    static let all: [GateFigure] = GateMetric.all.flatMap { metric in
        ([nil] + GateFunction.allCases.map(Optional.some)).compactMap { GateFigure(metric, $0) }
    }

    package var description: String { function.map { "\($0.rawValue)(\(metric.name))" } ?? metric.name }

    /// What it was in a case: its amount, because an offset to either side is as bad; `nil` where it was not measured.
    package func value(in results: CaseResults) -> Double? { results.value(of: recorded).map(abs) }
}
