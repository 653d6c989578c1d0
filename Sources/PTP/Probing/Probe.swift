public import Shell

/// The questions that verification asks a host.
///
/// Every one only reads.
public enum Probe: String, Sendable, CaseIterable {
    /// The distribution.
    case system = "os-release"
    /// The running kernel and the architecture.
    case kernel
    /// Who made the machine and its processor, or pretends to.
    case machine
    /// What tells this boot from every other.
    case boot = "boot-id"
    /// Who we are there, whether we may act as root, and which programs there are.
    case access
    /// Whether the first boot is over.
    case cloudInit = "cloud-init"
    /// Whether only signed modules are let in.
    case secureBoot = "secure-boot"
    /// The interface of the default route, its driver and its place on the PCI bus.
    case interface
    /// The driver as it is loaded.
    case module
    /// The driver as it is on disk.
    case moduleFile = "modinfo"
    /// The driver as the interface knows it.
    case driverInfo = "ethtool-i"
    /// What the interface can stamp, and with which clock.
    case timestamping = "ethtool-t"
    /// Whether newer drivers were told to offer their clock.
    case devlink
    /// The driver's counters of readings of the clock.
    case counters
    /// The PTP clocks that the kernel knows, with their names.
    case clocks
    /// Their nodes and symlinks.
    case nodes
    /// What the clock's symlink points to.
    case symlink
    /// How far the clock goes while the system clock goes one second, and how far apart the two are.
    case reading
    /// The driver's bound for the clock's own error, in nanoseconds.
    case errorBound = "error-bound"
    /// Whether the interface stamps packets.
    case packetTimestamping = "packet-timestamping"
    /// What survives a reboot: options of modules, rules of udev, arguments of the kernel.
    case persisted
    /// The version of chrony.
    case chronyVersion = "chrony-version"
    /// Who keeps the time.
    case units
    /// chrony's configuration, file by file.
    case chronyFiles = "chrony-files"
    /// chrony's configuration as it reads it itself.
    case chronyConfiguration = "chrony-configuration"
    /// Where the host's time comes from.
    case sources
    /// How steady the sources are.
    case statistics = "sourcestats"
    /// How well the host's clock follows.
    case tracking
    /// What chrony said since the boot.
    case chronyLog = "chrony-log"
    /// What the kernel said about network, clocks and refused modules.
    case kernelLog = "kernel-log"
    /// What a driver could be built with.
    case build
    /// What we changed there earlier.
    case changes

    /// The command that asks.
    public var command: Command { Self.commands[Self.all.firstIndex(of: self) ?? 0] }

    private static let all = allCases
    private static let commands = all.map { Command($0.text) }
}
