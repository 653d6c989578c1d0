/// What the clock of a simulated host is like.
package enum SimulatedClock: String, Sendable, CaseIterable {
    /// Everything is as it should be.
    case working
    /// Ordinary hardware: no clock to be had.
    case absent
    /// The hardware has a clock, and the driver was not told to offer it.
    case disabled
    /// The hardware has a clock, and the driver is too old to know of it.
    case oldDriver = "old-driver"
    /// chrony knows the clock and follows the network.
    case notSelected = "not-selected"
    /// chrony knows the clock and does not believe it.
    case falseticker
    /// chrony follows the clock, badly.
    case unstable
    /// The only clock is that of the hypervisor, and chrony follows it.
    case otherClockOnly = "other-clock-only"
    /// All is well but for the symlink.
    case noSymlink = "no-symlink"
    /// The clock is there and stands still.
    case stopped
    /// The clock tells atomic time, 37 s ahead.
    case atomicTime = "atomic-time"
    /// The clock works, and nobody listens: chronyd is down.
    case chronyDown = "chrony-down"
}

extension SimulatedClock {
    /// Whether the kernel shows the driver's clock.
    var hasDevice: Bool {
        switch self {
        case .working, .notSelected, .falseticker, .unstable, .noSymlink, .stopped, .atomicTime, .chronyDown: true
        case .absent, .disabled, .oldDriver, .otherClockOnly: false
        }
    }

    var hasSymlink: Bool { hasDevice && self != .noSymlink }

    /// Whether the hardware is of the kind that has a clock; network time comes from stratum 1 there.
    var isEnhanced: Bool {
        switch self {
        case .absent, .otherClockOnly: false
        case .working, .disabled, .oldDriver, .notSelected, .falseticker, .unstable, .noSymlink, .stopped, .atomicTime,
            .chronyDown:
            true
        }
    }

    /// What chrony thinks of its reference clock, if it has one.
    var mark: String? {
        switch self {
        case .working, .unstable, .otherClockOnly, .noSymlink, .chronyDown: "*"
        case .notSelected: "-"
        case .falseticker, .stopped, .atomicTime: "x"
        case .absent, .disabled, .oldDriver: nil
        }
    }
}
