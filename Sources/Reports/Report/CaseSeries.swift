public import Orchestration

/// A figure of a case as it went on over time, with what it should not exceed.
public struct CaseSeries: Sendable, Equatable {
    /// One measured value.
    public struct Point: Sendable, Equatable {
        /// Seconds since the first sample.
        public let seconds: Double
        /// What was measured; what is not finite was not.
        public let value: Double

        /// Notes a value.
        public init(seconds: Double, value: Double) {
            self.seconds = seconds
            self.value = value
        }
    }

    /// What was measured, such as `system_time`.
    public let name: String
    /// In words, for a heading.
    public let title: String
    /// Of what, such as `s`.
    public let unit: String
    /// In the order of time.
    public let points: [Point]
    /// What its amount should not exceed.
    public let limit: Double?

    /// Collects values.
    public init(name: String, title: String, unit: String, points: [Point], limit: Double? = nil) {
        self.name = name
        self.title = title
        self.unit = unit
        self.points = points
        self.limit = limit
    }
}

/// Finds in what was observed of a case what went on over time: only who made the evidence can read it.
public typealias SeriesReader = @Sendable (ExecutionResult) -> [CaseSeries]
