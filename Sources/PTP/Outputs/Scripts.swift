/// Who we are on a host, and what it has.
package struct HostAccess: HostOutput {
    package let user: String
    /// Whether commands can be run as root.
    package let isRoot: Bool
    /// What `sudo` says to it, if not.
    package let complaint: String?
    /// The programs that are there.
    package let tools: Set<String>

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// The interface of the default route.
package struct NetworkInterface: HostOutput {
    package let name: String
    /// Such as `ena`, or `vif` on Xen; `nil` for interfaces without a device.
    package let driver: String?
    /// On the PCI bus, such as `0000:00:05.0`.
    package let address: String?

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// The ENA driver as it is loaded.
package struct LoadedModule: HostOutput {
    package let isLoaded: Bool
    /// `nil` for drivers from the kernel's own tree.
    package let version: DriverVersion?
    package let sourceVersion: String?
    /// The parameter `phc_enable`; `nil` where the driver has none.
    package let isClockEnabled: Bool?
    /// What `modinfo -n` would load: a path, or `(builtin)`.
    package let file: String?

    package var isBuiltIn: Bool { file == "(builtin)" }

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}

/// What a driver could be built with.
package struct BuildMeans: HostOutput {
    /// Whether the headers of the running kernel are there.
    package let hasHeaders: Bool
    /// `CONFIG_PTP_1588_CLOCK`: `y`, `m`, or `nil` where it is unknown.
    package let clockSupport: String?
    /// Free kilobytes by directory.
    package let free: [String: Int]
    /// Kilobytes.
    package let memory: Int?

    package init(_ text: Span<UInt8>) throws(Unreadable) { throw Unreadable("stub", at: 0) }
}
