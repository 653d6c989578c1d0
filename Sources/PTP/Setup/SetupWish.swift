/// What is wanted of the set-up of a host.
package struct SetupWish: Sendable, Equatable {
    /// How far it may go.
    package enum Mode: String, Sendable, CaseIterable {
        /// Enable, reload or build only as far as it is needed.
        case auto
        /// Change nothing.
        case asIs = "as-is"
        /// Have the pinned release of the driver, whatever the host came with.
        case build
    }

    package var mode: Mode
    /// Whether the interface should stamp what it receives.
    package var packetTimestamping: Bool
    /// The release of the driver, where one has to be built.
    package var release: DriverRelease
    /// The tarball of that release on the host, where the host has no internet.
    package var bundle: String?
    /// Whether the host should have a clock, if anybody knows: for hardware without one no driver is built.
    package var isClockExpected: Bool?
    /// Seconds: a system clock that is further off than that is stepped once the clock is selected.
    package var stepBeyond: Double

    package init(
        mode: Mode = .auto,
        packetTimestamping: Bool = false,
        release: DriverRelease = .pinned,
        bundle: String? = nil,
        isClockExpected: Bool? = nil,
        stepBeyond: Double = 0.001
    ) {
        self.mode = mode
        self.packetTimestamping = packetTimestamping
        self.release = release
        self.bundle = bundle
        self.isClockExpected = isClockExpected
        self.stepBeyond = stepBeyond
    }
}
