/// The version that a driver tells of itself.
package enum DriverVersion: Sendable, Equatable {
    /// `2.16.1g`: built from Amazon's tree on GitHub; the numbers say what it can do.
    case amazon(Version)
    /// `2.1.0K`: the old driver inside the kernel.
    case kernelTree(Version)
    /// A kernel release such as `7.0.0-1012-aws`: the newer driver inside the kernel. Never compared with 2.10.0.
    case kernelRelease(String)

    /// Reads what `ethtool -i` or `/sys/module/ena/version` says.
    package init(_ text: String) { self = .kernelRelease(text) }
}

/// `modinfo ena`: the file on disk, which may be another than what is loaded.
package struct ModuleFile: HostOutput {
    package let path: String?
    package let version: DriverVersion?
    package let parameters: [String]
    package let isInTree: Bool
    package let isBuiltIn: Bool
    package let sourceVersion: String?

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// `ethtool -i`.
package struct DriverInfo: HostOutput {
    package let driver: String
    package let version: DriverVersion?
    package let busAddress: String?

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// `ethtool -T`.
package struct Timestamping: HostOutput {
    package let interface: String?
    package let capabilities: [String]
    /// The number of the PTP clock; `nil` for none.
    package let clockIndex: Int?
    package let transmitModes: [String]
    package let receiveFilters: [String]

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// `devlink dev param show … name enable_phc`.
package struct DevlinkParameter: HostOutput {
    package let name: String
    /// The value of the cmode `driverinit`.
    package let isEnabled: Bool

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// The driver's counters of clock readings, from `ethtool -S` or debugfs.
package struct ClockCounters: HostOutput {
    package let good: Int
    package let expired: Int
    package let skipped: Int
    /// `phc_err_dv`, or all errors with drivers before 2.15, which do not tell them apart.
    package let deviceErrors: Int
    /// `phc_err_ts`: too many requests, or invalid stamps.
    package let timestampErrors: Int
    /// `phc_err_eb`.
    package let boundErrors: Int

    package var errors: Int { expired + deviceErrors + timestampErrors + boundErrors }
    package var requests: Int { good + errors + skipped }

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// The four lines of `hw_packet_timestamping_state`.
package struct PacketTimestamping: HostOutput {
    package let canReceive: Bool
    package let isReceiving: Bool

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}
