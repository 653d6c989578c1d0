/// One row of `chronyc sources`.
package struct ChronySource: Sendable, Equatable {
    package enum Mode: Unicode.Scalar, Sendable {
        case server = "^"
        case peer = "="
        case referenceClock = "#"
    }

    /// What chrony makes of it.
    package enum State: Unicode.Scalar, Sendable {
        case selected = "*"
        case combined = "+"
        case notCombined = "-"
        case falseticker = "x"
        case tooVariable = "~"
        case unusable = "?"
    }

    package let mode: Mode
    package let state: State
    package let name: String
    package let stratum: Int
    /// log2 of the seconds between polls.
    package let poll: Int
    /// The last eight polls, the newest lowest.
    package let reach: UInt8
    /// Seconds since the last sample; `nil` for never.
    package let lastSample: Int?
    /// Seconds.
    package let adjustedOffset: Double
    package let measuredOffset: Double
    package let estimatedError: Double
}

/// `chronyc sources`: with `-c`, or as it prints for people.
package struct ChronySources: HostOutput {
    package let rows: [ChronySource]

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// One row of `chronyc sourcestats`.
package struct ChronySourceStatistics: Sendable, Equatable {
    package let name: String
    package let samples: Int
    package let runs: Int
    /// Seconds.
    package let span: Int
    /// Parts in a million.
    package let frequency: Double
    package let frequencySkew: Double
    /// Seconds.
    package let offset: Double
    package let deviation: Double
}

/// `chronyc sourcestats`, in both forms.
package struct ChronyStatistics: HostOutput {
    package let rows: [ChronySourceStatistics]

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// `chronyc tracking`, in both forms.
package struct ChronyTracking: HostOutput {
    /// The reference id as a number; `PHC0` is 0x50484330.
    package let referenceID: UInt32
    package let name: String
    package let stratum: Int
    /// Seconds since 1970 of the last update.
    package let referenceTime: Double
    /// What is to be added to the system clock, in seconds: positive when it is slow.
    package let systemTime: Double
    package let lastOffset: Double
    package let rmsOffset: Double
    /// Parts in a million, positive when the system clock is fast.
    package let frequency: Double
    package let residualFrequency: Double
    package let skew: Double
    package let rootDelay: Double
    package let rootDispersion: Double
    package let updateInterval: Double
    /// `Normal`, `Insert second`, `Delete second`, `Not synchronised`.
    package let leapStatus: String

    /// Whether time is kept at all.
    package var isSynchronised: Bool { leapStatus != "Not synchronised" && referenceID != 0 }

    /// Whether the time comes from the reference clock `PHCn`: its id is these four letters in hexadecimal.
    package func follows(_ source: ChronySource) -> Bool {
        let letters = source.name.utf8
        return letters.count == 4 && referenceID == letters.reduce(0) { $0 << 8 | UInt32($1) } && isSynchronised
    }

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// What chrony said once a second: for each moment its sources and its tracking, as the sampling script frames them.
package struct ChronySamples: HostOutput {
    package struct Sample: Sendable, Equatable {
        /// The number of the second, from 0.
        package let number: Int
        package let sources: [ChronySource]
        package let tracking: ChronyTracking
        /// Nanoseconds; `nil` when the driver did not tell.
        package let errorBound: Int?
    }

    /// How many were to be taken.
    package let planned: Int
    /// Those that could be read.
    package let samples: [Sample]

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}
