/// A driver of the network interface, as a file on disk or as it is loaded.
struct Driver: Sendable, Equatable {
    /// By what a driver is told to offer its clock.
    enum Switch: UInt8, Sendable {
        /// It knows of no clock.
        case none
        case parameter
        case devlink
    }

    /// What it says of itself; drivers from the kernel's own tree say nothing.
    let version: String?
    let clockSwitch: Switch
    /// The second number of the version, which says what else it can do.
    private let minor: Int

    /// From the kernel's own tree, before 6.17.
    static let stock = Driver(version: nil, clockSwitch: .none, minor: 0)
    /// From the kernel's own tree, since 6.17.
    static let upstream = Driver(version: nil, clockSwitch: .devlink, minor: 0)

    /// From Amazon's tree, such as `2.16.1g`, built with the clock or without.
    static func amazon(_ version: String, withClock: Bool = true) -> Driver {
        let minor = version.split(separator: ".").dropFirst().first.flatMap { Int($0) } ?? 0
        return Driver(version: version, clockSwitch: withClock && minor >= 8 ? .parameter : .none, minor: minor)
    }

    var isFromKernelTree: Bool { version == nil }

    /// Before 2.16, a driver that could not start its clock gave up the whole interface.
    var diesWithoutClock: Bool { clockSwitch == .parameter && minor < 16 }

    /// Since 2.15 it stamps packets, and tells errors of the clock apart.
    var stampsPackets: Bool { minor >= 15 }

    /// Since 2.10 it says how wrong the clock may be.
    var tellsErrorBound: Bool { minor >= 10 }

    /// What `srcversion` says: different for different sources.
    var source: String { version == nil ? "A37C4DC49D386CE977A6090" : "5D83A1F3C9E47B20D1F6A\(100 + minor)" }
}

/// Which clock the hardware has, and how well it goes.
enum ClockHardware: UInt8, Sendable {
    /// Ordinary hardware.
    case none
    case sound
    /// It is 37 ms off.
    case shifted
    /// It tells atomic time.
    case atomic
    case stopped
    /// Its readings scatter.
    case noisy
    /// It cannot be read.
    case busy
    /// Some readings come too late or fail.
    case faulty
    /// It goes away a while after somebody begins to follow it.
    case vanishing
}

/// What keeps a machine from being set up.
struct Obstacles: OptionSet, Sendable {
    let rawValue: UInt16

    /// `sudo` wants a password.
    static let password = Obstacles(rawValue: 1)
    static let noInternet = Obstacles(rawValue: 1 << 1)
    /// The headers of the running kernel are not to be had any more.
    static let noHeaders = Obstacles(rawValue: 1 << 2)
    /// The driver does not fit the kernel.
    static let compilerErrors = Obstacles(rawValue: 1 << 3)
    /// Only signed modules are let in.
    static let secureBoot = Obstacles(rawValue: 1 << 4)
    static let fullDisk = Obstacles(rawValue: 1 << 5)
    /// The driver is part of the kernel and cannot be replaced.
    static let builtIn = Obstacles(rawValue: 1 << 6)
    /// A machine of an older kind, whose interface is not an ENA.
    static let xen = Obstacles(rawValue: 1 << 7)
    /// udev takes the symlink away at every event after the first.
    static let losesSymlink = Obstacles(rawValue: 1 << 8)
    /// The clock's device was not passed in.
    static let noNodes = Obstacles(rawValue: 1 << 9)
    /// There is no network device.
    static let enclave = Obstacles(rawValue: 1 << 10)
    /// chronyd dies of reference clocks.
    static let dyingChrony = Obstacles(rawValue: 1 << 11)
    /// It starts from another initramfs than the one that is made anew, and without units that are not its image's.
    static let otherInitramfs = Obstacles(rawValue: 1 << 12)
}
