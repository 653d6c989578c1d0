/// Where good ends (DOMAIN d.3); configuration can set every figure.
package struct Thresholds: Sendable, Equatable {
    /// The largest error of the system clock, everything counted, in seconds.
    package var totalBound = 100e-6
    /// The largest error that the clock itself may admit, in seconds.
    package var clockBound = 100e-6
    /// From here on the clock's own error is worth a word, in seconds.
    package var wideClockBound = 50e-6
    /// Whether a driver that does not tell the clock's own error costs the verdict.
    ///
    /// Drivers of the kernel's own tree never tell: with them the total error stays unmeasured, and the report says so.
    package var requiresClockBound = false
    /// How far the system clock may typically be off, in seconds.
    package var systemTimeMedian = 1e-6
    /// How far it may ever be off, in seconds.
    package var systemTimeMaximum = 10e-6
    /// chrony's long-term average of offsets, in seconds.
    package var rmsOffset = 1e-6
    /// How long after chrony selected the clock that average begins to mean something, in seconds.
    package var settling = 120.0
    /// In seconds.
    package var rootDispersion = 10e-6
    /// In seconds.
    package var rootDelay = 20e-6
    /// Parts in a million.
    package var skew = 1.0
    /// The share of failed readings at which the driver's counters tell of trouble.
    package var failedReadings = 0.01
    /// The share of the planned samples that must be there.
    package var coverage = 0.9
    /// The share of samples at which failed readings of the clock's bound tell of trouble.
    package var failedSamples = 0.05
    /// How many polls may have passed since chrony's last sample.
    package var lastSampleInPolls = 4.0
    /// How often a second the device may be read.
    package var readingsPerSecond = 125.0
    /// How much two readings a second apart may differ from a second, in nanoseconds.
    package var advanceTolerance = 100_000_000
    /// How far the clock may be from system time, in nanoseconds.
    package var clockOffset = 1_000_000_000

    /// The suggested ones.
    package init() {}
}
