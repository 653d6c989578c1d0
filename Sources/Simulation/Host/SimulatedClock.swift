/// What the clock of a simulated machine is like, and everything that it needs.
package enum SimulatedClock: String, Sendable, CaseIterable {
    /// The hardware has a clock, and the image is as its publisher made it: nobody has asked for the clock yet.
    case fresh
    /// Everything is set up already.
    case working
    /// Ordinary hardware: no clock to be had.
    case absent

    // MARK: The driver

    /// Somebody told the driver not to offer its clock.
    case disabled
    /// The driver is too old to know of the clock.
    case oldDriver = "old-driver"
    /// The hardware has no clock, and a driver that is told to offer it gives up the interface.
    case fatalDriver = "fatal-driver"
    /// A newer driver is on disk than the one that is loaded.
    case notReloaded = "not-reloaded"
    /// The driver's option is in its file, and not in the initramfs.
    case staleInitramfs = "stale-initramfs"
    /// Somebody gave the driver the option of another driver.
    case wrongParameter = "wrong-parameter"
    /// The driver is part of the kernel, too old, and cannot be replaced.
    case builtIn = "built-in"
    /// The driver is part of the kernel, and was not told to offer its clock.
    case builtInSwitch = "built-in-switch"
    /// A machine of an older kind, without an ENA.
    case xen

    /// All that was set up lasts until the next start, which comes from another initramfs.
    case forgetful

    // MARK: Building a driver

    /// A driver must be built, and only signed ones are let in.
    case secureBoot = "secure-boot"
    /// A driver must be built, and does not fit the kernel.
    case buildFails = "build-fails"
    /// A driver must be built, and the headers of the kernel are gone.
    case noHeaders = "no-headers"
    /// A driver must be built, and the host cannot reach anything.
    case noInternet = "no-internet"
    /// A driver must be built, and there is no room.
    case fullDisk = "full-disk"
    /// A driver must be built, and somebody else is installing packages.
    case packageLock = "package-lock"

    // MARK: The device

    /// All is well but for the symlink.
    case noSymlink = "no-symlink"
    /// The symlink is there when the machine starts, and an event of udev's takes it away for good.
    case losesSymlink = "loses-symlink"
    /// A container that sees the clock in the kernel's files and is not given its device.
    case container
    /// An enclave: no network device at all, and the only clock is that of the hypervisor.
    case enclave
    /// The only clock is that of the hypervisor, and chrony follows it.
    case otherClockOnly = "other-clock-only"
    /// chrony follows the hypervisor's clock, although there is a better one.
    case wrongClock = "wrong-clock"
    /// The clock is there and stands still.
    case stopped
    /// The clock tells atomic time, 37 s ahead.
    case atomicTime = "atomic-time"
    /// The clock cannot be read.
    case busyClock = "busy-clock"
    /// More readings of the clock fail than may.
    case countersRising = "counters-rising"

    // MARK: chrony

    /// chrony knows the clock and follows the network.
    case notSelected = "not-selected"
    /// chrony knows the clock and does not believe it.
    case falseticker
    /// chrony follows the clock, badly.
    case unstable
    /// chrony loses the clock while it is watched.
    case losesClock = "loses-clock"
    /// The clock works, and nobody listens: chronyd is down.
    case chronyDown = "chrony-down"
    /// chronyd is told of a clock that is not there, and does not start.
    case missingDevice = "missing-device"
    /// chronyd does not understand its configuration, and does not start.
    case badDirective = "bad-directive"
    /// chronyd dies of any line for a clock, and does not say why.
    case dyingChrony = "dying-chrony"
    /// chrony was told twice of the clock.
    case secondRefclock = "second-refclock"
    /// chrony reads the clock more often than it may be read.
    case overRead = "over-read"
    /// The system clock is most of a second off, and is not stepped.
    case slewing

    // MARK: The host

    /// Another daemon keeps the time, too.
    case competingDaemon = "competing-daemon"
    /// Somebody runs ptp4l, which cannot work here.
    case crashingDaemon = "crashing-daemon"
    /// Nobody becomes root without a password.
    case sudoPassword = "sudo-password"
}
