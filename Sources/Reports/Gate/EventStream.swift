package import Orchestration

/// What Swift Testing told of a run of the suite (`--event-stream-output-path`), as far as it is about the suite.
///
/// Every sequence of bytes is a stream; what is wrong with it as one is among its defects.
package struct EventStream: Sendable, Equatable {
    /// An issue, or why a test was skipped or cancelled.
    package struct Remark: Sendable, Equatable {
        /// The test; `nil` where it belongs to none.
        package let test: String?
        /// What was said.
        package let texts: [String]
    }

    /// What makes it no stream that can be believed.
    package internal(set) var defects: [String] = []
    /// Whether the run of the tests began, and whether it ended.
    package internal(set) var hasBegun = false
    package internal(set) var hasEnded = false
    /// When the first and the last event happened.
    package internal(set) var firstAt: Timestamp?
    package internal(set) var lastAt: Timestamp?
    /// What was said when a case began; a case has no other name here.
    package internal(set) var begunCases: [String] = []
    /// How many cases ended.
    package internal(set) var endedCases = 0
    /// What failed.
    package internal(set) var issues: [Remark] = []
    /// What was left out.
    package internal(set) var skips: [Remark] = []
    /// How many cases were cancelled, and how many whole tests.
    package internal(set) var cancelledCases = 0
    package internal(set) var cancelledTests = 0

    /// Nothing was told.
    init() {}
}

extension EventStream {
    /// The target that holds the suite.
    package static let suite = "PTPHardware"

    /// Reads a stream.
    ///
    /// - Parameter suite: the target whose tests it is about; what is told of others is not looked at.
    package init(_ bytes: [UInt8], suite: String = EventStream.suite) {
        var reader = EventStreamReader(suite: suite)
        reader.read(bytes)
        self = reader.stream
    }
}
